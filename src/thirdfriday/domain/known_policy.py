"""What is known of one policy of one program: the value that counts and how far to trust it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownPolicy:
    """A policy with its source, date and what contradicts it.

    `confidence` is today's; `confirm` says to check before leaning on it; `firm` whether it is a
    rule and not a preference, an inference or one with a stated way round; `said` gives value,
    source, date and quote in one line, and `against` each contradicting claim in the same form.
    """

    field: str
    value: bool | int | float | str
    said: str
    kind: str
    on: dt.date
    confidence: float
    confirm: bool
    firm: bool = True
    link: str = ""
    against: tuple[str, ...] = ()

    @property
    def look(self) -> str:
        """Where to look it up. [text]"""
        return self.link or "the program's own page"

    @property
    def to_confirm(self) -> str:
        """What to check before paying; "" when nothing. [text]

        >>> old = KnownPolicy("j1", True, "yes", "table", dt.date(2021, 6, 1), 0.3, True)
        >>> old.to_confirm
        "j1: yes; confirm at the program's own page"
        """
        return f"{self.field}: {self.said}; confirm at {self.look}" if self.confirm else ""
