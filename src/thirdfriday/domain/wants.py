"""What an applicant wants: specialties, target area, how firmly, non-negotiables, preferences."""

from dataclasses import dataclass
from enum import StrEnum

from thirdfriday.domain.applicant import VisaKind
from thirdfriday.domain.named_place import NamedPlace


class PreferenceLevel(StrEnum):
    """How firmly the target area is wanted: nowhere else, rather there, or only ideally there."""

    MUST = "must"
    STRONG = "strong"
    IDEAL = "ideal"


class Setting(StrEnum):
    """The kind of place a program is in."""

    URBAN = "urban"
    SUBURBAN = "suburban"
    RURAL = "rural"


class ProgramKind(StrEnum):
    """The kind of hospital a program is based in."""

    UNIVERSITY = "university"
    AFFILIATED = "affiliated"
    COMMUNITY = "community"
    MILITARY = "military"
    OTHER = "other"


class PositionType(StrEnum):
    """The kind of position as the Match lists it."""

    CATEGORICAL = "categorical"
    PRIMARY = "primary"
    ADVANCED = "advanced"
    PRELIMINARY = "preliminary"
    PHYSICIAN_RESERVED = "physician_reserved"


@dataclass(frozen=True, slots=True)
class Within:
    """Everything within `minutes` by car of a place. [minutes]"""

    place: NamedPlace
    minutes: int

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise ValueError("A travel time must be above zero minutes.")


@dataclass(frozen=True, slots=True)
class Area:
    """The union of presets, travel circles, states and Census divisions; what lies in any counts.

    Presets are keys of the region presets; states two-letter codes; divisions as ERAS names them,
    in snake case.
    """

    presets: tuple[str, ...] = ()
    within: tuple[Within, ...] = ()
    states: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    name: str = ""

    @property
    def everywhere(self) -> bool:
        """Whether the area names nothing and therefore means the whole country."""
        return not (self.presets or self.within or self.states or self.divisions)


@dataclass(frozen=True, slots=True)
class NonNegotiables:
    """What rules a program out whatever its chance; empty or None means no such rule.

    `within`: a program must lie in at least one. `visas`: it must sponsor at least one.
    `maximum_price_parity` [US average = 100], `minimum_program_age` [years].
    """

    visas: tuple[VisaKind, ...] = ()
    within: tuple[Within, ...] = ()
    states_excluded: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    program_kinds: tuple[ProgramKind, ...] = ()
    maximum_price_parity: float | None = None
    minimum_program_age: int | None = None


@dataclass(frozen=True, slots=True)
class NearPreference:
    """A wish to live near a person or a place, and its weight [0 to 5]."""

    place: NamedPlace
    weight: float


@dataclass(frozen=True, slots=True)
class Preferences:
    """What makes one program nicer than another; each weight 0 (no matter) to 5 (decisive)."""

    urban: float = 0.0
    suburban: float = 0.0
    rural: float = 0.0
    coastal: float = 0.0
    warm_climate: float = 0.0
    low_cost_of_living: float = 0.0
    university: float = 0.0
    community: float = 0.0
    large_program: float = 0.0
    small_program: float = 0.0
    near: tuple[NearPreference, ...] = ()


@dataclass(frozen=True, slots=True)
class Wants:
    """What the applicant wants, the dearest first in every ordered field.

    `specialty_weights` is what a match in each specialty is worth, in their order [0 to 1]; those
    left out are assumed. `preferred` is the specialty preferred to all of them where the wants are
    a side of a larger plan.
    """

    specialties: tuple[str, ...]
    target: Area
    level: PreferenceLevel
    next_areas: tuple[Area, ...] = ()
    position_types: tuple[PositionType, ...] = (
        PositionType.CATEGORICAL,
        PositionType.PRIMARY,
        PositionType.ADVANCED,
    )
    non_negotiables: NonNegotiables = NonNegotiables()
    preferences: Preferences = Preferences()
    programs_required: tuple[str, ...] = ()
    programs_excluded: tuple[str, ...] = ()
    specialty_weights: tuple[float, ...] = ()
    preferred: str | None = None

    @property
    def dearest(self) -> str:
        """The specialty that the applicant prefers: of the highest stated weight, else the first.

        >>> Wants(("psychiatry", "pathology"), Area(), PreferenceLevel.STRONG).dearest
        'psychiatry'
        >>> Wants(("psychiatry", "pathology"), Area(), PreferenceLevel.STRONG,
        ...     specialty_weights=(0.5, 1.0)).dearest
        'pathology'
        """
        given = self.specialty_weights or (1.0,)
        return self.preferred or self.specialties[given.index(max(given))]

    def __post_init__(self) -> None:
        if not self.specialties:
            raise ValueError("Wants need at least one specialty.")
        if len(self.specialty_weights) > len(self.specialties):
            raise ValueError("Wants have at most one weight for each specialty.")
        if not all(0.0 <= weight <= 1.0 for weight in self.specialty_weights):
            raise ValueError("The weight of a specialty lies between 0 and 1.")
