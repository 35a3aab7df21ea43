"""What a page states about one policy, with the sentence it rests on and where that stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FIELDS: tuple[str, ...] = (
    "j1",
    "h1b",
    "step2_min",
    "step1_min",
    "comlex_accepted",
    "attempts_policy",
    "max_attempts",
    "yog_max_years",
    "usce",
    "usce_months",
    "ecfmg_required_at_application",
    "lors",
    "imgs_considered",
    "holistic",
    "underserved",
    "positions_per_year",
    "deadline",
    "application_service",
    "signals",
    "program_type",
    "citizenship_limits",
)

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Policy:
    """One stated policy: its value, the exact quote, and its place in `Reading.text`.

    `kind` is "stated", "conditional" (sponsored or counted under a condition), "implied",
    "soft" (a preference stated as a minimum) or "exception" (a limit with a stated way round).
    `page` is the page of a PDF that the quote begins on, from 1; None where there are no pages.
    """

    value: Value
    quote: str
    start: int
    end: int
    confidence: float
    kind: str = "stated"
    page: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The policy as plain values; `page` only where the document has pages. [object]

        >>> Policy(True, "We sponsor J-1.", 0, 15, 0.9).to_json()["value"]
        True
        """
        return {
            "value": self.value,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "confidence": round(self.confidence, 3),
            "kind": self.kind,
        } | ({} if self.page is None else {"page": self.page})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document states; a policy it does not state is absent from `policies`."""

    text: str
    policies: Mapping[str, Policy]
    notes: tuple[str, ...] = ()
    source: str = ""
    links: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The document `thirdfriday read --json` prints. [object]

        >>> Reading("", {}, source="page.html").to_json()["policies"]
        {}
        """
        return {
            "source": self.source,
            "text_length": len(self.text),
            "policies": {
                name: self.policies[name].to_json() for name in FIELDS if name in self.policies
            },
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate answer of one rule, before candidates are weighed against each other."""

    name: str
    value: Value
    start: int
    end: int
    strength: str
    kind: str = "stated"
    rule: str = ""
