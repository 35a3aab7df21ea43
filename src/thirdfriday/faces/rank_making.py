"""Makes the answer about a rank order list from files: the list, the case, saved comparisons."""

from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.list_file import read_list
from thirdfriday.faces.rank_file import read_changes, read_rank_list
from thirdfriday.plan.rank_order import RankAnswer
from thirdfriday.plan.rank_order_build import build_rank_order


def make_rank_order(
    case_file: Path,
    list_file: Path,
    *,
    applied: Path | None = None,
    changes: tuple[str, ...] = (),
    compare: bool = False,
    answers: Path | None = None,
    by_values: bool = False,
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
) -> RankAnswer:
    """The answer about the list of a file.

    Raises:
        CaseError: every mistake in a file at once.
    """
    case = read_case(case_file)
    listed = read_rank_list(list_file, case)
    learnt = read_changes(changes, listed)
    ids = tuple(item.program_id for item in read_list(applied)) if applied else ()
    made = build_rank_order(case, listed, applied=ids, changes=learnt, seed=seed, without=without)
    if not by_values:
        return made
    return build_rank_order(
        case, _by_values(case, listed, made), applied=ids, changes=learnt, seed=seed,
        without=without,
    )  # fmt: skip


def _by_values(
    case: Case, listed: tuple[RankedProgram, ...], made: RankAnswer
) -> tuple[RankedProgram, ...]:
    """The list in the suggested order, what the owner would not go to left out."""
    primary = [item for item in listed if not item.supplemental_to]
    ordered = [primary[line.listed_at - 1] for line in made.suggested]
    return (*ordered, *(item for item in listed if item.supplemental_to))


def refusal_of_gaming(made: RankAnswer) -> str:
    """Why a list is not ordered by chance, with the owner's own numbers."""
    true, _, safe = made.truth.tried
    return (
        "a list ordered by likelihood is refused. On your own list, over "
        f"{made.truth.seasons} simulated seasons: chance of any match {safe.chance_of_match:.1%} "
        f"safe first, {true.chance_of_match:.1%} in true order; value {safe.value:.4f} against "
        f"{true.value:.4f}; {safe.seasons_worse} seasons end worse, {safe.seasons_better} better"
    )
