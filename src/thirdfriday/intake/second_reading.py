"""A second look, by looser grammar, for policies on which the first rules found nothing."""

from collections.abc import Collection, Iterator, Sequence

from thirdfriday.intake.attempt_bounds import find_bounds
from thirdfriday.intake.certificate_timing import find_timing
from thirdfriday.intake.closing_dates import find_closing
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit
from thirdfriday.intake.seat_counts import find_counts


def read_again(units: Sequence[Unit], found: Collection[str]) -> Iterator[Finding]:
    """Findings for policies that are not among those found. [findings]

    Method: docs/models/reading.md
    """
    if "ecfmg_required_at_application" not in found:
        yield from find_timing(units)
    if "attempts_policy" not in found:
        yield from find_bounds(units, capped="max_attempts" not in found)
    if "positions_per_year" not in found:
        yield from find_counts(units)
    if "deadline" not in found:
        yield from find_closing(units)
