"""One applicant in several specialties: each with its own chain, signals and rates, one person."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.models.factors import Effects
from thirdfriday.models.quality import Array, QualityNodes


@dataclass(frozen=True, slots=True, eq=False)
class JointChances(ApplicantChances):
    """The programs of several specialties one after the other, with the chances of one person.

    What belongs to one specialty only (signals, chain, factors) is that of the first; `effects` are
    those of all, and `at` gives the specialty of any program. Unseen quality and interview
    performance are shared by all specialties, since they are the applicant's own.
    """

    parts: tuple[ApplicantChances, ...]
    part_of: NDArray[np.int64]
    start: tuple[int, ...]

    def at(self, index: int) -> tuple[ApplicantChances, int]:
        """The chances in the specialty of one program, and its index among their programs."""
        part = int(self.part_of[index])
        return self.parts[part], index - self.start[part]

    def on(self, nodes: QualityNodes) -> Self:
        """The same chances on another grid, in every specialty."""
        return replace(self, nodes=nodes, parts=tuple(part.on(nodes) for part in self.parts))

    def signal_word(self, index: int, tier: int) -> str | None:
        """What a signal of a tier is called at one program; None for no signal."""
        part, local = self.at(index)
        return part.signal_word(local, tier)

    def log_odds(self, answer: GeographyAnswer) -> Array:
        """Log-odds of an invitation at each program without a signal, at unseen quality 0. [n]"""
        return np.concatenate([part.log_odds(answer) for part in self.parts])

    def interview(self, answer: GeographyAnswer) -> Array:
        """Chance of an invitation by program, tier and node; a tier unknown there is as no signal.

        [n, T, Q]
        """
        tables = [part.interview(answer) for part in self.parts]
        most = max(table.shape[1] for table in tables)
        return np.concatenate(
            [
                np.concatenate([table, np.repeat(table[:, :1], most - table.shape[1], axis=1)], 1)
                for table in tables
            ]
        )

    def admission(self) -> Array:
        """Chance that a program takes the applicant once interviewed, by node. [n, Q]"""
        return np.concatenate([part.admission() for part in self.parts])

    @property
    def unsignalled(self) -> Array:
        """Log-odds that say how a program sees the applicant, whatever they signal. [n]"""
        return np.concatenate([part.unsignalled for part in self.parts])

    def units_used(
        self, index: NDArray[np.int64], tiers: NDArray[np.int64], answer: GeographyAnswer
    ) -> Array:
        """Units of every effect of any specialty at the listed programs. [m, E]"""
        names = self.effects.names
        used = np.zeros((len(index), len(names)))
        for number, part in enumerate(self.parts):
            inside = np.flatnonzero(self.part_of[index] == number)
            own = part.units_used(index[inside] - self.start[number], tiers[inside], answer)
            for column, name in enumerate(part.effects.names):
                used[inside, names.index(name)] += own[:, column]
        return used

    def given_draws(
        self,
        index: NDArray[np.int64],
        tiers: NDArray[np.int64],
        answer: GeographyAnswer,
        *,
        facts: Facts,
        values: Array,
        noise: Array,
        shared: Array,
        rng: np.random.Generator,
    ) -> tuple[Array, Array]:
        """Chances of interview and admission, numbers that specialties share being drawn once.

        `values` [D, E] are those of every effect of any specialty. [D, m, Q] twice
        """
        shape = (len(values), len(index), len(self.nodes.weight))
        offers, admit = np.empty(shape), np.empty(shape)
        names = self.effects.names
        for number, part in enumerate(self.parts):
            inside = np.flatnonzero(self.part_of[index] == number)
            if inside.size:
                offers[:, inside], admit[:, inside] = part.given_draws(
                    index[inside] - self.start[number],
                    tiers[inside],
                    answer,
                    facts=facts,
                    values=values[:, [names.index(name) for name in part.effects.names]],
                    noise=noise[:, inside],
                    shared=shared,
                    rng=rng,
                )
        return offers, admit


def _every_effect(parts: Sequence[ApplicantChances]) -> Effects:
    """The effects of all specialties, those of the first in front as they stand there."""
    first = parts[0].effects
    names, central, deviation = list(first.names), list(first.central), list(first.deviation)
    for part in parts[1:]:
        effects = part.effects
        for name, value, spread in zip(
            effects.names, effects.central, effects.deviation, strict=True
        ):
            if name not in names:
                names.append(name)
                central.append(value)
                deviation.append(spread)
    return Effects(tuple(names), np.array(central), np.array(deviation))


def parts_of(chances: ApplicantChances) -> tuple[ApplicantChances, ...]:
    """The chances by specialty: the parts of joint ones, or the one given."""
    return chances.parts if isinstance(chances, JointChances) else (chances,)


def tier_of_signal(chances: ApplicantChances, index: int, word: str | None) -> int:
    """The tier of a signal by what it is called at one program; 0 for none or another word."""
    names = chances.at(index)[0].signal_tiers
    return names.index(word) + 1 if word in names else 0


def signals_at(
    chances: ApplicantChances, index: NDArray[np.int64], tiers: NDArray[np.int64]
) -> Array:
    """What signals sent to listed programs add, each in its own specialty. [m, log-odds]"""
    found = np.zeros(len(index))
    for place, (at, tier) in enumerate(zip(index.tolist(), tiers.tolist(), strict=True)):
        if tier:
            found[place] = chances.at(at)[0].signal_log_odds[tier]
    return found


def joint_chances(parts: Sequence[ApplicantChances]) -> ApplicantChances:
    """The chances of one applicant in all of several specialties; one alone stays as it is.

    Raises ValueError when the parts are not of one person (unseen quality on other nodes).
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    for part in parts[1:]:
        if not np.array_equal(part.nodes.quality, first.nodes.quality):
            raise ValueError("The specialties of one applicant need the same nodes of quality.")
    sizes = [len(part.programs) for part in parts]
    merged = {
        "programs": tuple(program for part in parts for program in part.programs),
        "rules": tuple(rules for part in parts for rules in part.rules),
        "reference": np.concatenate([part.reference for part in parts]),
        "reference_error": np.concatenate([part.reference_error for part in parts]),
        "rule_log_odds": np.concatenate([part.rule_log_odds for part in parts]),
        "unfilled": np.concatenate([part.unfilled for part in parts]),
        "effects": _every_effect(parts),
    }
    own = {item.name: getattr(first, item.name) for item in fields(ApplicantChances)}
    return JointChances(
        **{**own, **merged},
        parts=tuple(parts),
        part_of=np.repeat(np.arange(len(parts)), sizes),
        start=tuple(int(at) for at in np.cumsum([0, *sizes[:-1]])),
    )
