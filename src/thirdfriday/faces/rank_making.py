"""Makes the answer about a rank order list from files: the list, the case, saved comparisons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.corrections_file import case_and_known, named_files
from thirdfriday.faces.list_file import read_list
from thirdfriday.faces.pairs_file import read_pairs, write_pairs
from thirdfriday.faces.plan_command import partner_case
from thirdfriday.faces.rank_compare import answers_file, ask, read_answers
from thirdfriday.faces.rank_file import read_changes, read_rank_list
from thirdfriday.faces.season_told import log_histories
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.knowledge import Known
from thirdfriday.plan.rank_order import Criteria, RankAnswer
from thirdfriday.plan.rank_order_build import build_rank_order
from thirdfriday.plan.rank_order_compare import ComparedList, compared_list, criteria_from
from thirdfriday.plan.rank_order_couple import with_couple


@dataclass(frozen=True, slots=True)
class CoupleFiles:
    """The files of the second partner, the couple's own pairs, and where to write them."""

    partner: Path
    partner_list: Path
    pairs: Path | None = None
    write_to: Path | None = None


def couple_files(
    partner: Path | None, partner_list: Path | None, pairs: Path | None, write_to: Path | None
) -> CoupleFiles | None:
    """The files of a couple; None for one applicant.

    Raises:
        CaseError: some of them without the others.
    """
    if partner and partner_list:
        return CoupleFiles(partner, partner_list, pairs, write_to)
    if partner or partner_list or pairs or write_to:
        message = "a couple needs the partner's case and the partner's list"
        raise CaseError([Problem(message, "--partner", "--partner B.toml --partner-list ROL2.csv")])
    return None


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
    couple: CoupleFiles | None = None,
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
    corrections: Sequence[Path] = (),
) -> RankAnswer:
    """The answer about the list of a file.

    Raises:
        CaseError: every mistake in a file at once.
    """
    theirs = named_files(couple.partner) if couple else ()
    case, known = case_and_known(case_file, (*corrections, *theirs), without)
    listed = read_rank_list(list_file, case)
    learnt = read_changes(changes, listed)
    ids = tuple(item.program_id for item in read_list(applied)) if applied else ()
    if log is not None:
        ids += tuple(log_histories(log, case, case_file))
    here = partial(compared_list, case, listed, without=without, known=known)
    criteria = _criteria(here, answers or answers_file(list_file), compare)
    judged = partial(
        build_rank_order, case, applied=ids, changes=learnt, criteria=criteria, seed=seed,
        without=without, known=known,
    )  # fmt: skip
    made = judged(listed)
    if by_values:
        listed = _by_values(listed, made)
        made = judged(listed)
    if couple is None:
        return made
    return _with_couple(made, case, listed, couple, applied=ids, without=without, known=known)


def _with_couple(
    made: RankAnswer,
    case: Case,
    listed: tuple[RankedProgram, ...],
    couple: CoupleFiles,
    *,
    applied: tuple[str, ...],
    without: frozenset[str],
    known: Known,
) -> RankAnswer:
    """The answer with the couple's pairs, which are written too if wanted."""
    partner = partner_case(couple.partner, case.season)
    other = read_rank_list(couple.partner_list, partner)
    facts = load_facts(case.season)
    pairs = None
    if couple.pairs:
        pairs = read_pairs(
            couple.pairs, _primary(listed), _primary(other),
            most=round(facts.value("rank_list.couples_pairs_maximum")),
            code=facts.text("rank.couple.no_match_code"),
        )  # fmt: skip
    found = with_couple(
        made, case, listed, partner, other, pairs=pairs, applied=applied, without=without,
        known=known,
    )  # fmt: skip
    if couple.write_to and found.couple:
        write_pairs(couple.write_to, found.couple)
    return found


def _primary(listed: tuple[RankedProgram, ...]) -> tuple[RankedProgram, ...]:
    return tuple(item for item in listed if not item.supplemental_to)


def _criteria(
    listed_anew: Callable[[], ComparedList], path: Path, compare: bool
) -> Criteria | None:
    """The weights of the answers kept in a file, further ones asked for first if wanted."""
    if not compare and not path.exists():
        return None
    here = listed_anew()
    answers = read_answers(path, here) if path.exists() else ()
    if compare:
        answers = ask(here, path, answers)
    return criteria_from(here, answers) if answers else None


def _by_values(listed: tuple[RankedProgram, ...], made: RankAnswer) -> tuple[RankedProgram, ...]:
    """The list in the suggested order, what the owner would not go to left out."""
    primary = _primary(listed)
    ordered = [primary[line.listed_at - 1] for line in made.suggested]
    return (*ordered, *(item for item in listed if item.supplemental_to))


def refusal_of_gaming(made: RankAnswer) -> str:
    """Why a list is not ordered by chance, with the owner's own numbers."""
    true, _, safe = made.truth.tried
    return (
        "a list ordered by likelihood is refused. On your own list, over "
        f"{made.truth.seasons} simulated seasons: chance of a match {safe.chance_of_match:.1%} "
        f"safe first, {true.chance_of_match:.1%} in true order; value {safe.value:.4f} against "
        f"{true.value:.4f}; {safe.seasons_worse} seasons end worse, {safe.seasons_better} better"
    )
