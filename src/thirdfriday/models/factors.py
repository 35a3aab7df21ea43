"""Factors of a chance of interview: how far one applicant is from the average, effect by effect."""

from dataclasses import dataclass

import numpy as np

from thirdfriday.models.quality import Array


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One effect on the chance of an interview, centred on the average applicant of the type.

    `effect` names the number (log-odds per unit); `units` says how many units the applicant is
    above the average: one value for the whole record, or one per program [n].
    `fact` is the applicant's own fact in words; `quality` says whether the factor is part of
    the record's quality, which counts after the interview too.
    """

    name: str
    effect: str
    units: float | Array
    fact: str
    quality: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """The values of named effects: central [F] and standard deviation [F], in log-odds per unit."""

    names: tuple[str, ...]
    central: Array
    deviation: Array

    def draw(self, rng: np.random.Generator, count: int) -> Array:
        """Values of every effect in `count` draws. [count, F, log-odds per unit]

        A draw never changes the sign of an effect: what helps does not hurt in some draws.
        """
        return self.drawn(rng.standard_normal((count, len(self.names))))

    def drawn(self, normals: Array) -> Array:
        """Values of every effect for given standard normal numbers. [count, F] of [count, F]"""
        values = self.central + self.deviation * normals
        return np.where(self.central >= 0, np.maximum(values, 0.0), np.minimum(values, 0.0))


def design(factors: tuple[Factor, ...], programs: int) -> Array:
    """Units of every factor at every program. [n, F]

    >>> import numpy as np
    >>> score = Factor("Step 2 CK", "effect.score", 0.5, "250")
    >>> tie = Factor("ties", "effect.tie", np.array([1.0, 0.0]), "family in CA")
    >>> design((score, tie), 2).tolist()
    [[0.5, 1.0], [0.5, 0.0]]
    """
    columns = [np.broadcast_to(factor.units, programs) for factor in factors]
    return np.stack(columns, axis=1) if columns else np.zeros((programs, 0))
