"""What a form sent: its values by name, read within bounds."""

from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FIELDS = 3000
MOST_FILES = 4


@dataclass(frozen=True, slots=True)
class Posted:
    """The values of a form by name, and whether htmx asked for a part of a page only."""

    values: dict[str, list[str]]
    part_only: bool

    def one(self, name: str, default: str = "") -> str:
        """The first value of a name."""
        found = self.values.get(name)
        return found[0] if found else default

    def all(self, name: str) -> list[str]:
        """Every value of a name."""
        return self.values.get(name, [])

    @property
    def case_text(self) -> str:
        """The case file that travels with every form."""
        return self.one("case").replace("\r\n", "\n")


async def posted(request: Request) -> Posted:
    """The form of a request; files are taken as their text. A form without sense is empty."""
    values: dict[str, list[str]] = {}
    try:
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
            for name, value in form.multi_items():
                text = value if isinstance(value, str) else await _text_of(value)
                values.setdefault(name, []).append(text)
    except (HTTPException, FormParserError, ValueError):
        values = {}
    return Posted(values, request.headers.get("hx-request") == "true")


async def _text_of(file: UploadFile) -> str:
    """The text of a file; what is not UTF-8 stays visible as marks, for the reader to refuse."""
    return (await file.read()).decode("utf-8-sig", errors="replace")
