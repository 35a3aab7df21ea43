"""What a check of a text found: rule, severity, place in the text, message and mend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding matters: breaks a rule, harms the applicant, or is worth a thought."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `start` and `end` are character positions in the text. [characters]

    `file` is the document's name where a folder was read.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    message: str
    fix: str
    file: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON values; `file` only where there is one."""
        found: dict[str, Any] = {
            "rule": self.rule,
            "severity": self.severity.value,
            "start": self.start,
            "end": self.end,
            "message": self.message,
            "fix": self.fix,
        }
        return found | ({"file": self.file} if self.file else {})


@dataclass(frozen=True, slots=True)
class Findings:
    """Every finding of one text or folder, in reading order."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Finding]) -> "Findings":
        """The findings in reading order, without repetitions of a rule at one place."""
        ordered = sorted(found, key=lambda one: (one.file, one.start, one.end, one.rule))
        kept: list[Finding] = []
        alike: dict[tuple[str, str], list[Finding]] = {}
        for one in ordered:
            others = alike.setdefault((one.file, one.rule), [])
            if not any(_overlap(one, other) for other in others):
                kept.append(one)
                others.append(one)
        return cls(tuple(kept))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def rules(self) -> frozenset[str]:
        """The rules that found something."""
        return frozenset(one.rule for one in self.findings)

    def to_json(self) -> dict[str, Any]:
        """The document that `lint --json` prints."""
        return {"findings": [one.to_json() for one in self.findings]}


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end
