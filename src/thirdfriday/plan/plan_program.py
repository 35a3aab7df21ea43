"""The identity of a program in every section of a plan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanProgram:
    """The identity and place of a program, as every face shows it."""

    id: str
    acgme_id: str | None
    nrmp_codes: tuple[str, ...]
    name: str
    institution: str
    city: str
    state: str
    specialty: str
    latitude: float | None
    longitude: float | None
    positions: int | None
    new_program: bool
