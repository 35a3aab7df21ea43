"""The schema of the case file: one for the command line, the web and every example."""

from typing import Annotated, Any

from pydantic import Field

from thirdfriday.domain import case, spending, wants
from thirdfriday.domain.applicant import VisaKind
from thirdfriday.faces.case_file_applicant import LIST, TEXT, ApplicantSection, Section
from thirdfriday.faces.case_file_bounds import bound, whole_bound
from thirdfriday.faces.case_file_fields import (
    DivisionWord,
    FileWord,
    LocatedPlaceWord,
    PresetWord,
    ProgramReference,
    SpecialtyWord,
    StateWord,
    assumed,
    between,
    detail,
    given,
    up_to,
)

TIERS = 3


class WithinSection(Section):
    """Everything within some minutes by car of a city."""

    noun = wants.Within
    inline = True

    place: LocatedPlaceWord = given("City and state.", "Los Angeles, CA")
    minutes: int = given(
        "By car, outside rush hour.",
        60,
        unit="minutes",
        ge=1,
        le=whole_bound("travel_minutes.highest"),
    )


_WITHIN_EXAMPLE = [{"place": "Los Angeles, CA", "minutes": 60}]


class AreaSection(Section):
    """An area: the union of everything named in it."""

    noun = wants.Area

    presets: list[PresetWord] = detail(
        list,
        "Keys of region presets, listed in docs/how-to/case-file.md.",
        example=["los_angeles_county"],
        **LIST,
    )
    within: list[WithinSection] = detail(
        list, "Circles around cities.", example=_WITHIN_EXAMPLE, **LIST
    )
    states: list[StateWord] = detail(list, "Two-letter codes.", example=["CA"], **LIST)
    divisions: list[DivisionWord] = detail(
        list, "Census divisions, as ERAS asks for them.", example=["pacific", "mountain"], **LIST
    )
    name: str = detail("", "What you call it.", example="Los Angeles and around", **TEXT)


class NonNegotiablesSection(Section):
    """What rules a program out, whatever its chance."""

    noun = wants.NonNegotiables

    visas: list[VisaKind] = detail(
        list, "A program must sponsor one of these.", example=["j1"], **LIST
    )
    within: list[WithinSection] = detail(
        list, "A program must lie in one of these circles.", example=_WITHIN_EXAMPLE, **LIST
    )
    states_excluded: list[StateWord] = detail(
        list, "States you would not train in.", example=["AK"], **LIST
    )
    settings: list[wants.Setting] = detail(
        list, "Settings you accept; empty for all.", example=["urban", "suburban"], **LIST
    )
    program_kinds: list[wants.ProgramKind] = detail(
        list, "Kinds of program you accept; empty for all.", example=["university"], **LIST
    )
    maximum_price_parity: float | None = detail(
        None,
        "Highest cost of living you accept.",
        example=115,
        unit="index, US average = 100",
        **between("price_parity.lowest", "price_parity.highest", whole=False),
    )
    minimum_program_age: int | None = detail(
        None,
        "Years a program must have existed; leaves new ones out.",
        example=3,
        unit="years",
        **up_to("years.highest"),
    )


class NearSection(Section):
    """A person or place you want to live near."""

    noun = wants.NearPreference
    inline = True

    place: LocatedPlaceWord = given("City and state.", "Los Angeles, CA")
    weight: float = given(
        "How much it matters.", 4, unit="weight, 0 to 5", **up_to("preference_weight.highest")
    )


def _weight(what: str, example: float) -> Any:
    return detail(
        0.0,
        f"How much {what} matters; 0 not at all, 5 decisive.",
        example=example,
        unit="weight, 0 to 5",
        **up_to("preference_weight.highest", whole=False),
    )


class PreferencesSection(Section):
    """What makes one program nicer than another."""

    noun = wants.Preferences

    urban: float = _weight("a big city", 3)
    suburban: float = _weight("a suburb", 1)
    rural: float = _weight("the countryside", 0)
    coastal: float = _weight("being near the coast", 2)
    warm_climate: float = _weight("having mild winters", 2)
    low_cost_of_living: float = _weight("a low cost of living", 1)
    university: float = _weight("a university program", 2)
    community: float = _weight("a community program", 0)
    large_program: float = _weight("a large program", 0)
    small_program: float = _weight("a small program", 0)
    near: list[NearSection] = detail(
        list,
        "People or places to be near.",
        example=[{"place": "Los Angeles, CA", "weight": 4}],
        **LIST,
    )


def _every_way_in() -> list[wants.PositionType]:
    return [
        wants.PositionType.CATEGORICAL,
        wants.PositionType.PRIMARY,
        wants.PositionType.ADVANCED,
    ]


class WantsSection(Section):
    """What you want, the dearest first."""

    noun = wants.Wants

    specialties: list[SpecialtyWord] = given(
        "Specialty keys in order of desire.", ["internal_medicine"], min_length=1, **LIST
    )
    specialty_weights: list[Annotated[float, Field(ge=0, le=1)]] = detail(
        list,
        "What a match in each specialty is worth to you, in their order, the dearest being 1; "
        "those left out are assumed, each next one somewhat less.",
        example=[1.0],
        unit="value of a match, 0 to 1",
        **LIST,
    )
    target: AreaSection | None = assumed(
        None,
        "The area you want most: the union of everything named in it.",
        "not given: the whole country",
    )
    level: wants.PreferenceLevel = assumed(
        wants.PreferenceLevel.STRONG,
        "How firmly you want the target: must (nowhere else), strong (rather there), ideal (the "
        "career matters more).",
        "not given: a strong preference, open to the rest",
        example="strong",
    )
    next_areas: list[AreaSection] = detail(
        list,
        "The areas you would take next, in order; the rest of the country comes last.",
        example=None,
        **LIST,
    )
    position_types: list[wants.PositionType] = assumed(
        _every_way_in,
        "Kinds of position you would take.",
        "not given: every kind that leads to the specialty, no one-year positions alone",
        example=["categorical", "primary"],
        min_length=1,
        **LIST,
    )
    non_negotiables: NonNegotiablesSection | None = assumed(
        None, "What rules a program out.", "not given: nothing rules a program out"
    )
    preferences: PreferencesSection | None = assumed(
        None, "What makes one program nicer than another.", "not given: only the area matters"
    )
    programs_required: list[ProgramReference] = detail(
        list,
        "Programs that must be on the list: ids, ACGME ids, NRMP codes or exact names.",
        example=["1400531039"],
        **LIST,
    )
    programs_excluded: list[ProgramReference] = detail(
        list, "Programs that must not be on the list.", example=["1400511040"], **LIST
    )


class TierSection(Section):
    """How many applications a geographic tier must and may have."""

    noun = spending.TierLimit

    tier: int = given(
        "1 the target, 2 the next areas, 3 everywhere else.", 1, unit="tier", ge=1, le=TIERS
    )
    minimum: int = detail(
        0, "At least so many.", example=10, unit="applications", **up_to("applications.highest")
    )
    maximum: int | None = detail(
        None, "At most so many.", example=40, unit="applications", **up_to("applications.highest")
    )


class SignalsKeptSection(Section):
    """Signals you want to keep for your own use."""

    noun = spending.SignalsKept

    gold: int = detail(0, "Gold.", example=1, unit="signals", **up_to("signals_kept.highest"))
    silver: int = detail(0, "Silver.", example=2, unit="signals", **up_to("signals_kept.highest"))
    standard: int = detail(
        0,
        "Where signals have no kinds.",
        example=1,
        unit="signals",
        **up_to("signals_kept.highest"),
    )


class LimitsSection(Section):
    """What you can spend."""

    noun = spending.Limits

    budget_usd: float | None = assumed(
        None,
        "Application fees altogether.",
        "not given: no limit",
        example=3000,
        unit="USD",
        gt=0,
        le=bound("money.highest"),
    )
    applications: int | None = assumed(
        None,
        "Most applications you would send.",
        "not given: no limit",
        example=120,
        unit="applications",
        ge=1,
        le=whole_bound("applications.highest"),
    )
    interview_days: int | None = assumed(
        None,
        "Most interviews you could attend.",
        "not given: no limit of your own",
        example=15,
        unit="interviews",
        ge=1,
        le=whole_bound("interview_days.highest"),
    )
    usd_per_percentage_point: float | None = assumed(
        None,
        "What one more percentage point of chance of matching is worth to you.",
        "not given: money counts only through the budget",
        example=100,
        unit="USD per percentage point",
        **up_to("money.highest", whole=False),
    )
    tiers: list[TierSection] = detail(
        list, "How many applications each geographic tier must and may have.", example=None, **LIST
    )
    signals_kept: SignalsKeptSection | None = detail(
        None, "Signals you want to keep for your own use.", example=None
    )


class CaseFile(Section):
    """A case: one applicant, what they want and what they can spend."""

    noun = case.Case

    season: int = given(
        "Year of the Match in March; 2027 applies in September 2026.",
        2027,
        unit="year",
        **between("season.first", "season.last"),
    )
    name: str = detail("", "What you call this case; a first name will do.", example="Ana", **TEXT)
    corrections: list[FileWord] = detail(
        list,
        "Corrections files: what pages and you know of programs, each named from where this file "
        "lies. Every command plans with them.",
        example=["corrections.jsonl"],
        **LIST,
    )
    applicant: ApplicantSection = given("Who applies.", None)
    wants: WantsSection = given("What you want.", None)
    limits: LimitsSection | None = assumed(
        None, "What you can spend.", "not given: no limit on money, applications or interviews"
    )


def case_schema() -> dict[str, Any]:
    """The JSON schema of a case file, as a JSON object.

    >>> case_schema()["title"]
    'Third Friday case file'
    """
    schema = CaseFile.model_json_schema()
    schema["title"] = "Third Friday case file"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
