"""A city and state as an applicant writes them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class NamedPlace:
    """A city of a US state, or the whole state when `city` is empty.

    >>> str(NamedPlace(state="CA", city="Los Angeles")), str(NamedPlace(state="CA"))
    ('Los Angeles, CA', 'CA')
    """

    state: str
    city: str = ""

    def __post_init__(self) -> None:
        if not self.state:
            raise ValueError("A place needs at least a state.")

    def __str__(self) -> str:
        return f"{self.city}, {self.state}" if self.city else self.state

    def covers(self, place: "NamedPlace") -> bool:
        """Whether `place` is this place or lies in it.

        >>> NamedPlace(state="CA").covers(NamedPlace(state="CA", city="Fresno"))
        True
        """
        if self.state != place.state:
            return False
        return not self.city or self.city.casefold() == place.city.casefold()
