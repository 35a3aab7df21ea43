"""Builds the answer about the long way: the way back from a match in three places, the steps."""

import numpy as np

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.domain.region import Region
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.return_chain import PLACES, ROUTES, ReturnNumbers, way_back
from thirdfriday.plan.desirability import Target
from thirdfriday.plan.long_way import (
    LONG_WAY_SCHEMA,
    LongWay,
    RouteShare,
    StateRetention,
    WayFrom,
)
from thirdfriday.plan.long_way_numbers import (
    DRAWN,
    PREFIX,
    Ground,
    central_numbers,
    drawn_numbers,
    ground_of,
    retention,
    return_numbers,
    state_names,
)
from thirdfriday.plan.long_way_steps import CALIFORNIA, clocks_of, steps_of
from thirdfriday.plan.notes import assumptions, in_place, sources
from thirdfriday.plan.ranges import chance_range, range_ends

SOURCES = ("aamc-residents-2020", "hcai-j1", "j1-program-pages", "mbc-ptl")


def visa_of(case: Case) -> str:
    """The visa that the way goes by: the first the applicant would use, or "none"."""
    usable = case.applicant.visa_need.usable
    return str(usable[0]) if usable else "none"


def build_long_way(
    case: Case,
    *,
    years: int | None = None,
    visa: str | None = None,
    trained_in: str | None = None,
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> LongWay:
    """The chance of practising in the target years after a match there, near it, or far away.

    Args:
        case: the applicant and their target.
        years: years after the Match to look at.
        visa: "j1", "h1b" or "none"; by the case when None.
        trained_in: the state of a match far away; the average of all others when None.
        seed: seed of the draws; recorded.
        without: data packs to leave out.
        known: what pages and the user say of programs, ahead of the tables.

    Facts: long_way.years, long_way.draws, range.share
    Method: docs/models/long-way.md
    """
    facts = load_facts(case.season, without=without)
    catalogue = with_knowledge(load_catalogue(without), known)
    seed = round(facts.value("range.seed")) if seed is None else seed
    years = round(facts.value("long_way.years")) if years is None else years
    visa = visa_of(case) if visa is None else visa
    specialty = case.wants.specialties[0]
    region = Target.of(case.wants).region
    ground = ground_of(region, catalogue, trained_in)

    def numbers(values: dict[str, float]) -> ReturnNumbers:
        return return_numbers(ground, values, facts, specialty=specialty, visa=visa)

    rng = np.random.default_rng(seed)
    central = numbers(central_numbers(facts, specialty))
    drawn = [
        numbers(drawn_numbers(facts, specialty, rng))
        for _ in range(round(facts.value("long_way.draws")))
    ]
    ways = tuple(
        _way(start, ground, central, drawn, region.name, years=years, facts=facts)
        for start in PLACES
        if start != "near" or ground.share_of_state < 1.0
    )
    names = (*DRAWN, f"fellowship.{specialty}")
    used = tuple(PREFIX + name for name in names if PREFIX + name in facts)
    california = CALIFORNIA in ground.states
    return LongWay(
        schema=LONG_WAY_SCHEMA,
        version=__version__,
        season=case.season,
        seed=seed,
        data_hash=data_hash(),
        title=case.name or "The long way",
        target=region.name,
        target_states=ground.states,
        years=years,
        share_of_state=ground.share_of_state,
        ways=ways,
        text=_words(ways, region.name, years),
        clocks=clocks_of(
            case, facts, visa=visa, residency=central.residency_years,
            fellowship=round(facts.value("long_way.fellowship_years")), california=california,
        ),
        steps=steps_of(
            case, facts, visa=visa, residency=central.residency_years, california=california,
            target=region.name,
        ),
        retention=_states(case, ways, region, catalogue, years=years, visa=visa, facts=facts),
        assumptions=assumptions(case, facts, used),
        sources=sources(facts, used, SOURCES),
    )  # fmt: skip


def _way(
    start: str,
    ground: Ground,
    central: ReturnNumbers,
    drawn: list[ReturnNumbers],
    target: str,
    *,
    years: int,
    facts: Facts,
) -> WayFrom:
    found = way_back(central, start, years)
    drawn_last = np.array([way_back(each, start, years).practising[-1, 0] for each in drawn])
    names = " or ".join(ground.states)
    places = {
        "target": target,
        "near": f"elsewhere in {names}",
        "far": f"outside {names}",
    }
    return WayFrom(
        start=start,
        place=places[start],
        chance=chance_range(drawn_last, float(found.practising[-1, 0]), range_ends(facts)),
        by_year=tuple(float(value) for value in found.practising[:, 0]),
        routes=tuple(
            RouteShare(route, float(value))
            for route, value in zip(ROUTES, found.by_route[-1], strict=True)
        ),
        still_training=float(found.training[-1]),
        abroad=float(found.abroad[-1]),
    )


def _states(
    case: Case,
    ways: tuple[WayFrom, ...],
    region: Region,
    catalogue: Catalogue,
    *,
    years: int,
    visa: str,
    facts: Facts,
) -> tuple[StateRetention, ...]:
    """Every state with its retention and the way back from a match in it, the best way first."""
    specialty = case.wants.specialties[0]
    values = central_numbers(facts, specialty)
    home = set(ground_of(region, catalogue, None).states)
    near = next(way for way in reversed(ways) if way.start != "far").chance.central
    found = []
    for state, (trained, stayed) in retention(state_names()).items():
        chance = near
        if state not in home:
            ground = ground_of(region, catalogue, state)
            numbers = return_numbers(ground, values, facts, specialty=specialty, visa=visa)
            chance = float(way_back(numbers, "far", years).practising[-1, 0])
        found.append(StateRetention(state, trained, stayed / trained, chance))
    return tuple(sorted(found, key=lambda each: -each.chance_in_target))


def _words(ways: tuple[WayFrom, ...], target: str, years: int) -> str:
    told = "; ".join(f"{way.chance.central:.0%} after a match {_at(way, target)}" for way in ways)
    first, last = ways[0].chance.central, ways[-1].chance.central
    share = last / first if first else 0.0
    return (
        f"Practising {in_place(target)} {years} years after the Match: {told}. Of the chance that "
        f"a match there gives, one far away keeps {share:.0%}: any match is a way back, and no "
        "match is none."
    )


def _at(way: WayFrom, target: str) -> str:
    return in_place(target) if way.start == "target" else way.place
