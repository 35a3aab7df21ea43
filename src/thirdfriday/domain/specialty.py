"""A specialty: its key, codes, application service and positions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Specialty:
    """One specialty of the catalogue.

    >>> Specialty("family_medicine", "Family Medicine", "120", "120", True, "eras",
    ...     "Family Medicine", 5357, 5491, ("categorical",)).has_advanced
    False
    """

    key: str
    name: str
    nrmp_code: str
    acgme_code: str
    main_match: bool
    service: str
    published_name: str
    positions_2025: int
    positions_2026: int
    position_types: tuple[str, ...]

    @property
    def has_advanced(self) -> bool:
        """Whether positions that begin in the second year are offered."""
        return "advanced" in self.position_types

    @property
    def has_preliminary(self) -> bool:
        """Whether one-year positions are offered."""
        return "preliminary" in self.position_types
