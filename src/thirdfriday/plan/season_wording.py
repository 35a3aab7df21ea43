"""How the season's sentences name programs, points and chances."""

from collections.abc import Sequence

from thirdfriday.domain.program import Program
from thirdfriday.plan.season_plan import ProgramRef

PERCENT = 100.0
MOST_NAMED = 6
LEAST_SAID, ONE_DIGIT = 5e-3, 1e-1  # how a chance is rounded in a sentence


def named(program: Program, *, specialty: bool = False) -> str:
    """A program as a sentence names it, with its specialty where there are several."""
    which = f"; {program.specialty.replace('_', ' ')}" if specialty else ""
    return f"{program.name} ({program.city}, {program.state}{which})"


def listing(programs: Sequence[Program], *, specialty: bool = False) -> str:
    """Programs in a row, no more than a sentence can carry."""
    told = "; ".join(named(program, specialty=specialty) for program in programs[:MOST_NAMED])
    rest = len(programs) - MOST_NAMED
    return f"{told}; and {rest} more" if rest > 0 else told


def ref(program: Program) -> ProgramRef:
    """A program as an action names it."""
    return ProgramRef(program.program_id, program.name, program.city, program.state)


def points(value: float) -> str:
    """A value or a chance in points, two digits.

    >>> points(0.1234)
    '12.34'
    """
    return f"{PERCENT * value:.2f}"


def percents(chance: float) -> str:
    """A chance in whole percent, never a false 0% or 100%.

    >>> percents(0.417), percents(0.001), percents(0.9999), percents(0.0)
    ('42%', 'less than 1%', 'more than 99%', '0%')
    """
    if 0 < chance < LEAST_SAID:
        return "less than 1%"
    if 1.0 - LEAST_SAID <= chance < 1:
        return "more than 99%"
    return f"{PERCENT * chance:.0f}%"


def finely(chance: float) -> str:
    """A chance in percent with the digits that a small change needs.

    >>> finely(0.254), finely(0.0082)
    ('25.4%', '0.82%')
    """
    return f"{PERCENT * chance:.1f}%" if chance >= ONE_DIGIT else f"{PERCENT * chance:.2f}%"
