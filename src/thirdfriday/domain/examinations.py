"""The licensing examinations an applicant has sat: USMLE Steps and COMLEX Levels."""

from dataclasses import dataclass, fields
from enum import StrEnum


class ExaminationResult(StrEnum):
    """How the latest sitting of an examination ended.

    `pending`: sat, result not out. `scheduled`: a date is booked. `not_taken`: neither.
    """

    PASS = "pass"
    FAIL = "fail"
    PENDING = "pending"
    SCHEDULED = "scheduled"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, slots=True)
class Examination:
    """One examination: result of the latest sitting, score if numeric, sittings so far. [count]

    >>> Examination(ExaminationResult.PASS, score=None, attempts=2).failed_attempts
    1
    """

    result: ExaminationResult = ExaminationResult.NOT_TAKEN
    score: int | None = None
    attempts: int = 0

    def __post_init__(self) -> None:
        if self.attempts < 0:
            raise ValueError("Attempts cannot be negative.")
        if self.taken and self.attempts == 0:
            raise ValueError("An examination that was sat has at least one attempt.")

    @property
    def taken(self) -> bool:
        """Whether it was sat at least once by the word of its result."""
        return self.result in (
            ExaminationResult.PASS,
            ExaminationResult.FAIL,
            ExaminationResult.PENDING,
        )

    @property
    def passed(self) -> bool:
        """Whether the latest sitting was a pass."""
        return self.result is ExaminationResult.PASS

    @property
    def failed_attempts(self) -> int:
        """Sittings that are known to have failed. [count]"""
        if self.result in (ExaminationResult.PASS, ExaminationResult.PENDING):
            return self.attempts - 1
        return self.attempts


@dataclass(frozen=True, slots=True)
class Examinations:
    """Every licensing examination; one not sat is `Examination()`."""

    step_1: Examination = Examination()
    step_2_ck: Examination = Examination()
    step_3: Examination = Examination()
    comlex_1: Examination = Examination()
    comlex_2: Examination = Examination()
    comlex_3: Examination = Examination()

    @property
    def failed_attempts(self) -> int:
        """Failed sittings over every examination. [count]"""
        return sum(examination.failed_attempts for examination in self._all())

    @property
    def has_usmle(self) -> bool:
        """Whether any USMLE Step was sat."""
        return any(step.taken for step in (self.step_1, self.step_2_ck, self.step_3))

    @property
    def has_comlex(self) -> bool:
        """Whether any COMLEX Level was sat."""
        return any(level.taken for level in (self.comlex_1, self.comlex_2, self.comlex_3))

    def _all(self) -> tuple[Examination, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))
