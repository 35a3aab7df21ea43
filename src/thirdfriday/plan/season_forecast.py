"""The forecast of a running season: posterior over quality, new chances, the headline's ranges."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from thirdfriday.domain.program import Program
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.models.joint_chances import parts_of, signals_at
from thirdfriday.models.quality import Array, QualityNodes, normal_nodes
from thirdfriday.models.updating import (
    Answers,
    QualityGrid,
    chances_with_error,
    later_chances,
    posterior,
    quality_grid,
)
from thirdfriday.optimiser.keep_interviews import HeldList, HeldOutcomes, held_outcomes
from thirdfriday.plan.season_list import Curve, Flags, SeasonList, begun_share
from thirdfriday.plan.season_wording import listing, named

DIGITS = 9  # of interview performance, for telling its nodes apart


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """One list on one day, ready for what-ifs.

    `chance` [m, S]: of an invitation, by quality, before any answer; `every_chance` [N, S] the
    same without a signal at every program. `admit` [N, Q]: once interviewed, over quality and
    performance. `weight` [S]: the posterior. `held`: whose interview counts now.
    """

    listed: SeasonList
    curve: Curve
    day: dt.date
    grid: QualityGrid
    performance: Array
    chance: Array
    every_chance: Array
    admit: Array
    answers: Answers
    weight: Array
    waitlist_later: float
    days: int

    def offers(self, answers: Answers, held: Flags) -> Array:
        """Chance that each interview is held at the end, by quality. [m, S]"""
        return final_offers(
            later_chances(self.chance, answers),
            answers,
            held=held,
            waitlisted=self.listed.waitlisted,
            from_waitlist=waitlist_chances(self.waitlist_later, self.grid.quality),
        )

    @property
    def now(self) -> Array:
        """Offers as things stand. [m, S]"""
        return self.offers(self.answers, self.listed.held)

    @property
    def held_list(self) -> HeldList:
        """The list as the recursion wants it; days that interviews have taken are gone."""
        return self._list_with(self.listed.attended)

    @property
    def first_list(self) -> HeldList:
        """The list before any interview."""
        return self._list_with(np.zeros(len(self.listed.histories), dtype=bool))

    def _list_with(self, attended: Flags) -> HeldList:
        listed = self.listed
        return HeldList(
            admit=self.admit[listed.index],
            worth=listed.worth[listed.index],
            target=listed.target[listed.index],
            attended=attended,
            days=max(0, self.days - int(attended.sum())),
        )

    @property
    def first(self) -> HeldOutcomes:
        """What the list was expected to bring before any answer."""
        return self.outcome(self.grid.weight, self.first_offers, self.first_list)

    @property
    def first_offers(self) -> Array:
        """Offers before any answer. [m, S]"""
        nobody = np.zeros(len(self.listed.histories), dtype=bool)
        return self.offers(start_of(self.listed, self.curve), nobody)

    @property
    def several(self) -> bool:
        """Whether the applications go to several specialties."""
        return len(parts_of(self.listed.chances)) > 1

    def named(self, program: Program) -> str:
        """A program as a sentence names it."""
        return named(program, specialty=self.several)

    def listing(self, programs: Sequence[Program]) -> str:
        """Programs in a row as a sentence names them."""
        return listing(programs, specialty=self.several)

    def late_chance(self, day: dt.date) -> Array:
        """Chance that an application sent on a day is answered by an invitation yet. [N, S]"""
        programs = self.listed.chances.programs
        curves = {program.specialty: self.curve.at(program.program_id) for program in programs}
        left = {name: 1.0 - curve.share_out(day) for name, curve in curves.items()}
        shares = np.array([[left[program.specialty]] for program in programs])
        return np.asarray(self.every_chance * shares)

    def posterior(self, answers: Answers) -> Array:
        """Weights of quality given answers. [S]"""
        return posterior(self.grid, self.chance, answers)

    def spread_out(self, by_quality: Array) -> Array:
        """The same over quality and performance together. [..., Q]"""
        return np.repeat(by_quality, len(self.performance), axis=-1)

    def joint(self, weight: Array) -> Array:
        """Weights over quality and performance. [Q]"""
        return np.outer(weight, self.performance).ravel()

    def outcome(self, weight: Array, offers: Array, held: HeldList | None = None) -> HeldOutcomes:
        """What the list is expected to bring under these weights and offers."""
        listed = self.held_list if held is None else held
        return held_outcomes(listed, self.spread_out(offers), self.joint(weight))


def waitlist_chances(later: float, quality: Array) -> Array:
    """Chance that a waitlisted applicant is invited yet, by quality. [S]"""
    return np.asarray(expit(logit(later) + quality))


def final_offers(
    later: Array, answers: Answers, *, held: Flags, waitlisted: Flags, from_waitlist: Array
) -> Array:
    """Chance that each interview is held at the end. [..., m, S]

    Known ones are certain unless given up; what is closed is nothing; a waitlisted applicant is
    invited by a chance of its own (`from_waitlist` [S]) while invitations go out.
    """
    known = (answers.invited > 0)[..., None]
    offers = np.where(known, held[:, None].astype(float), later)
    waiting = (waitlisted & (answers.invited == 0) & (answers.exposure > 0))[..., None]
    still = (answers.remaining > 0)[..., None]
    return np.asarray(np.where(waiting & still, from_waitlist, offers))


def forecast(
    listed: SeasonList,
    answer: GeographyAnswer,
    curve: Curve,
    *,
    day: dt.date,
    days: int,
    facts: Facts,
) -> Forecast:
    """The forecast of a list on a day, answers and silence read.

    Args:
        listed: the list with its histories.
        answer: the geography answer that the applicant gave.
        curve: how fast each specialty invites.
        day: the day of the forecast.
        days: interviews that the applicant can attend in all.
        facts: the numbers of the season.

    Facts: season.waitlist.later
    Method: docs/models/season.md
    """
    chances = listed.chances
    grid = quality_grid(unseen_spread(chances), facts)
    performance, share = performance_nodes(chances)
    base = chances.log_odds(answer)
    own = base[listed.index] + signals_at(chances, listed.index, listed.tiers)
    chance = chances_with_error(own, chances.reference_error[listed.index], grid)
    chance[listed.barred] = 0.0
    answers = listed.answers(curve, day)
    return Forecast(
        listed=listed,
        curve=curve,
        day=day,
        grid=grid,
        performance=share,
        chance=chance,
        every_chance=chances_with_error(base, chances.reference_error, grid),
        admit=on_grid(chances, grid.quality, performance).admission(),
        answers=answers,
        weight=posterior(grid, chance, answers),
        waitlist_later=facts.value("season.waitlist.later"),
        days=days,
    )


def unseen_spread(chances: ApplicantChances) -> float:
    """Standard deviation of unseen quality, as the plan's nodes have it. [log-odds]"""
    nodes = chances.nodes
    return float(np.sqrt(nodes.weight @ nodes.quality**2))


def performance_nodes(chances: ApplicantChances) -> tuple[Array, Array]:
    """Nodes of interview performance and their weights, as many as the plan has. [R], [R]"""
    return normal_nodes(len(np.unique(np.round(chances.nodes.performance, DIGITS))))


def on_grid(chances: ApplicantChances, quality: Array, performance: Array) -> ApplicantChances:
    """The same chances on the product of a grid of quality and nodes of performance."""
    count = len(quality) * len(performance)
    nodes = QualityNodes(
        quality=np.repeat(quality, len(performance)),
        performance=np.tile(performance, len(quality)),
        weight=np.full(count, 1.0 / count),
    )
    return chances.on(nodes)


def on_fine_grid(
    chances: ApplicantChances, facts: Facts, *, coarse: bool = False
) -> ApplicantChances:
    """The same chances on the season's grid, its nodes weighed as before any answer."""
    grid = quality_grid(unseen_spread(chances), facts, coarse=coarse)
    performance, share = performance_nodes(chances)
    fine = on_grid(chances, grid.quality, performance)
    return chances.on(replace(fine.nodes, weight=np.outer(grid.weight, share).ravel()))


def start_of(listed: SeasonList, curve: Curve) -> Answers:
    """What was known on the day programs first could read: nothing. [m each]"""
    count = len(listed.histories)
    open_ = (~listed.barred).astype(float)
    begun = np.array([begun_share(history, curve) for history in listed.histories])
    return Answers(np.zeros(count), np.zeros(count), open_ * (1.0 - begun))
