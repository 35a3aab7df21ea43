"""What is known of one policy of one program: the value that counts and how far to trust it."""

import datetime as dt
from dataclasses import dataclass

POLICY_NAMES = {
    "j1": "J-1 visa",
    "h1b": "H-1B visa",
    "step2_min": "lowest Step 2 CK",
    "step1_min": "lowest Step 1",
    "comlex_accepted": "COMLEX accepted",
    "attempts_policy": "failed attempts",
    "max_attempts": "most attempts",
    "yog_max_years": "years since graduation, at most",
    "usce": "US clinical experience",
    "usce_months": "months of US clinical experience",
    "ecfmg_required_at_application": "ECFMG certificate to apply",
    "lors": "letters of recommendation",
    "imgs_considered": "graduates of schools abroad",
    "holistic": "holistic review",
    "underserved": "mission: underserved people",
    "positions_per_year": "positions a year",
    "deadline": "deadline",
    "application_service": "application service",
    "signals": "signals",
    "program_type": "kind of program",
    "citizenship_limits": "limits by citizenship",
}
"""What people call each policy that a page may state."""


def value_in_plain_words(value: bool | int | float | str) -> str:
    """A policy's value as people say it. [text]

    >>> value_in_plain_words(False), value_in_plain_words(5)
    ('no', '5')
    """
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class KnownPolicy:
    """A policy with its source, date and what contradicts it.

    `confidence` is today's; `confirm` says to check before leaning on it; `firm` whether it is a
    rule and not a preference, an inference or one with a stated way round; `said` gives value,
    source, date and quote in one line, and `against` each contradicting claim in the same form.
    `page` counts the pages of a PDF from 1, and is 0 where there are none.
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
    quote: str = ""
    page: int = 0

    @property
    def name(self) -> str:
        """What people call the policy. [text]"""
        return POLICY_NAMES.get(self.field, self.field)

    @property
    def look(self) -> str:
        """Where to look it up. [text]"""
        return self.link or "the program's own page"

    @property
    def to_confirm(self) -> str:
        """What to check before paying; "" when nothing. [text]

        >>> old = KnownPolicy("j1", True, "yes", "table", dt.date(2021, 6, 1), 0.3, True)
        >>> old.to_confirm
        "J-1 visa: yes; confirm at the program's own page"
        """
        return f"{self.name}: {self.said}; confirm at {self.look}" if self.confirm else ""
