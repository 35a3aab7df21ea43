"""Builds the answer about a rank order list: chances, the true order, effects, checks."""

from collections.abc import Sequence

import numpy as np

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.rank_list import ListChange, RankedProgram
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.down_the_list import (
    DownTheList,
    Seasons,
    down_in_seasons,
    down_the_list,
)
from thirdfriday.models.eligibility import Result
from thirdfriday.models.quality import Array
from thirdfriday.plan.desirability import Target, values_of_match
from thirdfriday.plan.explain import gates
from thirdfriday.plan.notes import assumptions, sources
from thirdfriday.plan.ranges import chance_range, range_ends
from thirdfriday.plan.rank_order import (
    RANK_SCHEMA,
    Criteria,
    LineEffect,
    RankAnswer,
    RankLine,
    SuggestedRank,
)
from thirdfriday.plan.rank_order_checks import checks_of, list_fees
from thirdfriday.plan.rank_order_inputs import ListChances, list_chances
from thirdfriday.plan.rank_order_truth import demonstrate, safe_first_order, true_order
from thirdfriday.plan.rank_order_values import Values, values_of_list
from thirdfriday.plan.scope import Rules

TAGS = ("malignant", "unhappy", "loved", "near")


def build_rank_order(
    case: Case,
    listed: Sequence[RankedProgram],
    *,
    applied: Sequence[str] = (),
    changes: Sequence[ListChange] = (),
    criteria: Criteria | None = None,
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> RankAnswer:
    """The answer about a list whose programs have interviewed the applicant.

    Args:
        case: the applicant and their wishes.
        listed: the list, supplemental entries included, first rank first.
        applied: program ids that were applied to, where known.
        changes: what was learnt since, by program or for the whole list.
        criteria: the weights of an earlier comparison, if there was one.
        seed: seed of the draws and of the simulated seasons; recorded.
        without: data packs to leave out.
        known: what pages and the user say of programs, ahead of the tables.

    Facts: rank.seasons, range.seed
    Method: docs/models/rank.md
    """
    facts = load_facts(case.season, without=without)
    catalogue = with_knowledge(load_catalogue(without), known)
    seed = round(facts.value("range.seed")) if seed is None else seed
    primary = [item for item in listed if not item.supplemental_to]
    supplemental = [item for item in listed if item.supplemental_to]
    chances = list_chances(case, primary, catalogue, facts, applied=applied, seed=seed)
    weights = {each.criterion: each.weight for each in criteria.weights} if criteria else None
    values = values_of_list(
        case, primary, chances.programs, facts, weights=weights, changes=changes
    )
    target = Target.of(case.wants)
    in_target = np.array([target.region.contains(p) for p in chances.programs], dtype=float)
    count = round(facts.value("rank.seasons"))
    seasons = chances.seasons(seed=seed, count=count)
    down = down_in_seasons(seasons)
    whole = (down, values.after, in_target)
    ends = range_ends(facts)
    fees = list_fees(primary, supplemental, facts)
    used = numbers_of(primary, changes, facts)
    deadline = facts.moment("calendar.nrmp.rank_deadline")
    return RankAnswer(
        schema=RANK_SCHEMA,
        version=__version__,
        season=case.season,
        seed=seed,
        data_hash=data_hash(),
        title=case.name or "Your list",
        target=target.region.name,
        deadline=deadline.isoformat(),
        basis=chances.basis,
        values_from=values.basis,
        chance_of_match=chance_range(chances.matched.sum(axis=1), down.any, ends),
        chance_of_match_in_target=chance_range(
            chances.matched @ in_target, float(down.here @ in_target), ends
        ),
        chance_of_match_on_sure_lines=_sure(chances, seasons),
        standard_error=_error(down.any, count),
        value=float(down.here @ values.after),
        lines=_lines(
            primary, chances, down, values, in_target=in_target, seasons=count, facts=facts
        ),
        suggested=_suggested(primary, chances.programs, values),
        truth=demonstrate(
            seasons,
            values.after,
            in_target,
            listed=primary,
            facts=facts,
            seed=seed,
            safe_first=safe_first_order(chances.admit, chances.weight),
        ),
        without=_without(primary, chances, seasons, whole, facts=facts),
        adding=_adding(case, chances, seasons, whole, target=target, facts=facts, seed=seed),
        checks=checks_of(
            case,
            primary,
            supplemental,
            programs=chances.programs,
            rules=chances.rules,
            values=values.after,
            fees=fees,
            catalogue=catalogue,
            facts=facts,
        ),
        fees=fees,
        criteria=criteria,
        couple=None,
        assumptions=assumptions(case, facts, used),
        sources=sources(facts, used, ("nrmp-ranking", "nrmp-refunds")),
    )


def numbers_of(
    listed: Sequence[RankedProgram], changes: Sequence[ListChange], facts: Facts
) -> tuple[str, ...]:
    """The names of the numbers that this answer rests on."""
    tags = {tag for item in listed for tag in item.tags} | {change.tag for change in changes}
    names = [f"rank.tag.{tag}" for tag in TAGS if tag in tags]
    names += ["match.season_drift", "match.unseen_share", "rank.notable_gap"]
    names += ["standing.day_spread", "standing.unfilled_lift"]
    names += ["fee.nrmp.extra_rank_usd", "fee.nrmp.ranks_included", "fee.nrmp.ranks_maximum"]
    return tuple(name for name in names if name in facts)


def _error(chance: float, seasons: int) -> float:
    """Standard error of a share of simulated seasons. [probability]"""
    return float(np.sqrt(chance * (1.0 - chance) / seasons))


def _sure(chances: ListChances, seasons: Seasons) -> float:
    """Chance of a match counting only programs at which no rule of their own fails."""
    sure = [
        index
        for index, rules in enumerate(chances.rules)
        if not any(rule.result is Result.FAIL for rule in rules)
    ]
    return down_in_seasons(seasons[:, sure]).any if sure else 0.0


def _lines(
    listed: Sequence[RankedProgram],
    chances: ListChances,
    down: DownTheList,
    values: Values,
    *,
    in_target: Array,
    seasons: int,
    facts: Facts,
) -> tuple[RankLine, ...]:
    ends = range_ends(facts)
    found = []
    for index, (item, program) in enumerate(zip(listed, chances.programs, strict=True)):
        here, reached = float(down.here[index]), float(down.reached[index])
        found.append(
            RankLine(
                rank=index + 1,
                program=program.name,
                id=program.program_id,
                nrmp_code=item.code,
                city=program.city,
                state=program.state,
                specialty=program.specialty,
                in_target=bool(in_target[index]),
                value=float(values.after[index]),
                chance_of_match_here=here,
                chance_reached=reached,
                chance_if_reached=here / reached if reached else 0.0,
                cumulative=float(down.cumulative[index]),
                standard_error=_error(here, seasons),
                range_here=chance_range(chances.matched[:, index], here, ends),
                eligibility=gates(chances.rules[index]),
                warnings=_warnings(chances.rules[index], item),
                tags=item.tags,
                note=item.note,
            )
        )
    return tuple(found)


def _warnings(rules: Rules, item: RankedProgram) -> tuple[str, ...]:
    said = [f"{rule.rule}: {rule.fact}" for rule in rules if rule.result is Result.FAIL]
    said += [f"confirm {rule.confirm}" for rule in rules if rule.confirm and not rule.of_record]
    if "malignant" in item.tags:
        said.append("marked malignant: rank it only if you would rather go there than nowhere")
    if "not_willing" in item.tags:
        said.append("not willing to go: take it off, a match binds")
    return tuple(said)


def _suggested(
    listed: Sequence[RankedProgram], programs: Sequence[Program], values: Values
) -> tuple[SuggestedRank, ...]:
    order = [
        index
        for index in true_order(values.after).tolist()
        if "not_willing" not in listed[index].tags
    ]
    return tuple(
        SuggestedRank(
            rank=rank,
            program=programs[index].name,
            id=programs[index].program_id,
            value=float(values.after[index]),
            listed_at=index + 1,
            why=values.why[index],
        )
        for rank, index in enumerate(order, 1)
    )


def _effect(
    program: Program,
    rank: int,
    before: tuple[DownTheList, Array, Array],
    after: tuple[DownTheList, Array, Array],
    fee: float,
) -> LineEffect:
    down, values, in_target = after
    old, old_values, _ = before
    value = float(down.here @ values)
    return LineEffect(
        id=program.program_id,
        program=program.name,
        city=program.city,
        state=program.state,
        rank=rank,
        chance_of_match=down.any,
        change_in_chance_of_match=down.any - old.any,
        chance_of_match_in_target=float(down.here @ in_target),
        value=value,
        change_in_value=value - float(old.here @ old_values),
        fee_change_usd=fee,
    )


def _fee_step(count: int, facts: Facts) -> float:
    """What the `count`-th code on the list costs. [USD]"""
    beyond = count > facts.value("fee.nrmp.ranks_included")
    return facts.value("fee.nrmp.extra_rank_usd") if beyond else 0.0


def _without(
    listed: Sequence[RankedProgram],
    chances: ListChances,
    seasons: Seasons,
    whole: tuple[DownTheList, Array, Array],
    *,
    facts: Facts,
) -> tuple[LineEffect, ...]:
    _, values, in_target = whole
    found = []
    for index, program in enumerate(chances.programs):
        keep = np.arange(len(listed)) != index
        down = down_in_seasons(seasons[:, keep])
        rest = (down, values[keep], in_target[keep])
        found.append(_effect(program, index + 1, whole, rest, -_fee_step(len(listed), facts)))
    return tuple(found)


def _adding(
    case: Case,
    chances: ListChances,
    seasons: Seasons,
    whole: tuple[DownTheList, Array, Array],
    *,
    target: Target,
    facts: Facts,
    seed: int,
) -> tuple[LineEffect, ...]:
    """The programs that would add most, each put where its value places it, had it interviewed.

    The closed form says which; the seasons how much.
    """
    _, values, in_target = whole
    every = chances.chances.programs
    worth = values_of_match([every[at] for at in chances.others], case.wants, target, facts)
    places = [int(np.argmax(np.append(values < each, True))) for each in worth]
    closed = np.array([
        down_the_list(np.insert(chances.admit, place, admit, axis=0), chances.weight).here
        @ np.insert(values, place, each)
        for place, admit, each in zip(places, chances.others_admit, worth, strict=True)
    ])  # fmt: skip
    shown = np.argsort(-closed, kind="stable")[: round(facts.value("rank.adding_shown"))].tolist()
    more = chances.seasons(seed=seed, count=len(seasons), others=chances.others[shown].tolist())[
        :, len(values) :
    ]
    fee = _fee_step(len(values) + 1, facts)
    found = []
    for column, k in enumerate(shown):
        program, place = every[chances.others[k]], places[k]
        after = (
            down_in_seasons(np.insert(seasons, place, more[:, column], axis=1)),
            np.insert(values, place, worth[k]),
            np.insert(in_target, place, float(target.region.contains(program))),
        )
        found.append(_effect(program, place + 1, whole, after, fee))
    found.sort(key=lambda effect: -effect.change_in_value)
    return tuple(found)
