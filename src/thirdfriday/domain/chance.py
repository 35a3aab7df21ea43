"""A chance with its range: low, central, high."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChanceRange:
    """A probability with its 80% range. [probability, 0 to 1]

    Raises ValueError unless 0 <= low <= central <= high <= 1.

    >>> ChanceRange(0.2, 0.3, 0.45).central
    0.3
    >>> ChanceRange.certain(1.0)
    ChanceRange(low=1.0, central=1.0, high=1.0)
    """

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.central <= self.high <= 1.0:
            raise ValueError(
                "A chance needs 0 <= low <= central <= high <= 1, "
                f"not {self.low}, {self.central}, {self.high}."
            )

    @classmethod
    def certain(cls, chance: float) -> "ChanceRange":
        """The range of a chance that has no uncertainty of its own. [probability]"""
        return cls(chance, chance, chance)

    @property
    def width(self) -> float:
        """How far apart low and high are. [probability]"""
        return self.high - self.low

    def complement(self) -> "ChanceRange":
        """The range of the opposite event. [probability]

        >>> ChanceRange(0.25, 0.5, 0.625).complement()
        ChanceRange(low=0.375, central=0.5, high=0.75)
        """
        return ChanceRange(1.0 - self.high, 1.0 - self.central, 1.0 - self.low)
