"""A count with its range: low, central, high."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountRange:
    """An expected count with its 80% range. [count]

    Raises ValueError unless 0 <= low <= central <= high.

    >>> CountRange(3.1, 4.6, 6.2).central
    4.6
    """

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.central <= self.high:
            raise ValueError(
                "A count needs 0 <= low <= central <= high, "
                f"not {self.low}, {self.central}, {self.high}."
            )
