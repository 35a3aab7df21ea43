"""What the reader of cases needs of a document: a TOML text, a row of a roster, a form."""

from typing import Any, Protocol

from thirdfriday.errors import Problem
from thirdfriday.faces.toml_places import FieldPath


class CaseDocument(Protocol):
    """The fields of one case as somebody wrote them, and where each stands."""

    @property
    def data(self) -> dict[str, Any]:
        """The fields, nested as in a case file."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read."""

    def where(self, path: FieldPath, *, of_key: bool = False) -> str:
        """The place of a field in words; of its key where the field itself is the mistake."""
