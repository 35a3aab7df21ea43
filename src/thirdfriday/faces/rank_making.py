"""Makes the answer about a rank order list from files: the list, the case, saved comparisons."""

from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.list_file import read_list
from thirdfriday.faces.rank_compare import answers_file, ask, read_answers
from thirdfriday.faces.rank_file import read_changes, read_rank_list
from thirdfriday.faces.season_told import log_histories
from thirdfriday.plan.rank_order import Criteria, RankAnswer
from thirdfriday.plan.rank_order_build import build_rank_order
from thirdfriday.plan.rank_order_compare import compared_list, criteria_from


def make_rank_order(
    case_file: Path,
    list_file: Path,
    *,
    applied: Path | None = None,
    log: str | None = None,
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
    if log is not None:
        ids += tuple(log_histories(log, case))
    criteria = _criteria(case, listed, answers or answers_file(list_file), compare, without)
    made = build_rank_order(
        case, listed, applied=ids, changes=learnt, criteria=criteria, seed=seed, without=without
    )
    if not by_values:
        return made
    return build_rank_order(
        case, _by_values(case, listed, made), applied=ids, changes=learnt, seed=seed,
        without=without,
    )  # fmt: skip


def _criteria(
    case: Case,
    listed: tuple[RankedProgram, ...],
    path: Path,
    compare: bool,
    without: frozenset[str],
) -> Criteria | None:
    """The weights of the answers kept in a file, further ones asked for first if wanted."""
    if not compare and not path.exists():
        return None
    here = compared_list(case, listed, without=without)
    answers = read_answers(path, here) if path.exists() else ()
    if compare:
        answers = ask(here, path, answers)
    return criteria_from(here, answers) if answers else None


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
