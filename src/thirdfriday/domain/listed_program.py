"""A program on the applicant's own list, with the signal they mean to send."""

from dataclasses import dataclass

from thirdfriday.domain.signal import SignalTier


@dataclass(frozen=True, slots=True)
class ListedProgram:
    """One row of the applicant's list: the program it means, its signal if any, its line."""

    program_id: str
    signal: SignalTier | None = None
    line: int = 0
