"""The three families of error: a fact of ours, a mistake in the user's input, an impossible plan.

ThirdFridayError
+-- FactError             ours: a number or table is missing or malformed
+-- CaseError             the user's: every problem of an input, at once
+-- InfeasiblePlanError   the limits leave nothing to choose; names the limit that binds
"""

from collections.abc import Sequence
from dataclasses import dataclass


class ThirdFridayError(Exception):
    """What every error of this project is; its text ends with what to do next."""


class FactError(ThirdFridayError):
    """A published number or table of ours is missing or malformed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an input: what is wrong, where, what was expected, the nearest valid value.

    >>> str(Problem("900 is not a Step 2 CK score", where="case.toml:7", expected="1 to 300"))
    'case.toml:7: 900 is not a Step 2 CK score (expected 1 to 300)'
    """

    message: str
    where: str = ""
    expected: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        if self.expected:
            text += f" (expected {self.expected})"
        if self.nearest:
            text += f"; did you mean {self.nearest}?"
        return text


class CaseError(ThirdFridayError):
    """The user's input has mistakes; `problems` lists all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InfeasiblePlanError(ThirdFridayError):
    """No plan fits the limits; `limit` names the one that binds and `remedy` what would free it."""

    def __init__(self, message: str, *, limit: str, remedy: str) -> None:
        self.limit = limit
        self.remedy = remedy
        super().__init__(f"{message} The limit that binds: {limit}. {remedy}")
