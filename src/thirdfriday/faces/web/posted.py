"""What a form sent: its values by name, read within bounds."""

from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from thirdfriday.faces.web.plan_jobs import CaseSent

MOST_FIELDS = 3000
MOST_FILES = 4


@dataclass(frozen=True, slots=True)
class Posted:
    """The values of a form by name, and its files with their names and bytes."""

    values: dict[str, list[str]]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The first value of a name."""
        found = self.values.get(name)
        return found[0] if found else default

    def all(self, name: str) -> list[str]:
        """Every value of a name."""
        return self.values.get(name, [])

    def text_of_file(self, name: str) -> str:
        """The text of a file; what is not UTF-8 stays visible as marks, for readers to refuse."""
        return self.files.get(name, ("", b""))[1].decode("utf-8-sig", errors="replace")

    @property
    def case_text(self) -> str:
        """The case file that travels with every form."""
        return self.one("case").replace("\r\n", "\n")

    @property
    def sent(self) -> CaseSent:
        """The case with what the user knows of programs."""
        return CaseSent(self.case_text, self.corrections)

    @property
    def corrections(self) -> str:
        """The corrections of programs that travel along."""
        return self.one("corrections").replace("\r\n", "\n")


async def posted(request: Request) -> Posted:
    """The form of a request; a form without sense is empty."""
    values: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    try:
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
            for name, value in form.multi_items():
                if isinstance(value, str):
                    values.setdefault(name, []).append(value)
                else:
                    files[name] = (value.filename or "", await value.read())
    except (HTTPException, FormParserError, ValueError):
        values, files = {}, {}
    return Posted(values, files)
