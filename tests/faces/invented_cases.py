"""Hypothesis strategies of whole invented cases, free of contradictions."""

import string
from typing import Any

from hypothesis import strategies as st

from thirdfriday.domain import applicant as who
from thirdfriday.domain import education, experience, wants
from thirdfriday.domain.case import Case
from thirdfriday.domain.examinations import Examination, ExaminationResult, Examinations
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.spending import Limits, SignalsKept, TierLimit

SEASON = 2027
CITIES = (
    NamedPlace("CA", "Los Angeles"),
    NamedPlace("MO", "St. Louis"),
    NamedPlace("IL", "Chicago"),
    NamedPlace("MA", "Boston"),
)
PLACES = (*CITIES, NamedPlace("CA"), NamedPlace("TX"), NamedPlace("CA", "Zzyzx"))
PROGRAMS = ("1400531039", "1400511040", "1400511046")
SPECIALTIES = ("internal_medicine", "family_medicine", "psychiatry", "pediatrics")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)
NAMES = st.text(string.ascii_letters + " '\"\\#é", min_size=1, max_size=20)
COUNTS = st.integers(0, 40)
YEARS = st.floats(0, 60, allow_subnormal=False)


def some(values: Any, most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(tuple(values)), unique=True, max_size=most).map(tuple)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def many(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def examination(draw: st.DrawFn, low: int, high: int, *, passed: bool = False) -> Examination:
    result = ExaminationResult.PASS if passed else draw(st.sampled_from(ExaminationResult))
    least = 1 if result in ("pass", "fail", "pending") else 0
    attempts = 0 if result == "not_taken" else draw(st.integers(least, 4))
    score = draw(maybe(st.integers(low, high))) if result == "pass" else None
    return Examination(result, score, attempts)


@st.composite
def examinations(draw: st.DrawFn, *, osteopathic: bool) -> Examinations:
    steps = {
        "step_1": draw(examination(190, 260, passed=True)),
        "step_2_ck": draw(examination(218, 280, passed=True)),
        "step_3": draw(examination(200, 260)),
    }
    levels = (
        {name: draw(examination(400, 800)) for name in ("comlex_1", "comlex_2", "comlex_3")}
        if osteopathic
        else {}
    )
    return Examinations(**steps, **levels)


@st.composite
def schools(draw: st.DrawFn, kind: who.ApplicantType) -> education.Education:
    region, country = "us", "US"
    if kind.international:
        region, country = draw(
            st.sampled_from([("south_asia", "IN"), ("caribbean", "GD"), ("europe", "PL")])
        )
    years = st.just(SEASON) if kind.senior else st.integers(2000, SEASON - 1)
    graded = draw(maybe(st.integers(1, 9)))
    societies = {"md": ["aoa", "ghhs"], "do": ["sigma_sigma_phi"]}.get(kind.group, [])
    return education.Education(
        school=draw(NAMES),
        country=country,
        region=education.SchoolRegion(region),
        graduation_year=draw(years),
        graduation_month=draw(maybe(st.integers(1, 12))),
        california_recognised=draw(maybe(st.booleans())),
        class_quartile=draw(maybe(st.integers(1, 4))),
        clerkships_graded=graded,
        clerkships_honored=None if graded is None else draw(maybe(st.integers(0, graded))),
        honor_societies=tuple(
            education.HonorSociety(name) for name in draw(some(societies or ["ghhs"]))
        ),
        further_degrees=draw(some(education.Degree)),
    )


def stays() -> st.SearchStrategy[experience.ClinicalExperience]:
    return st.builds(
        experience.ClinicalExperience,
        kind=st.sampled_from(experience.ClinicalKind),
        months=st.floats(0.25, 24),
        place=maybe(st.sampled_from(PLACES)),
        specialty=maybe(st.sampled_from(SPECIALTIES)),
        program_id=maybe(st.sampled_from(PROGRAMS)),
    )


def letters() -> st.SearchStrategy[experience.Letter]:
    return st.builds(
        experience.Letter,
        specialty=maybe(st.sampled_from(SPECIALTIES)),
        closeness=st.sampled_from(experience.Closeness),
        us_faculty=st.booleans(),
        place=maybe(st.sampled_from(PLACES)),
        program_id=maybe(st.sampled_from(PROGRAMS)),
        chair=st.booleans(),
    )


def ties() -> st.SearchStrategy[experience.Tie]:
    return st.builds(
        experience.Tie,
        kind=st.sampled_from(experience.TieKind),
        place=st.sampled_from(PLACES),
        program_id=maybe(st.sampled_from(PROGRAMS)),
        years=maybe(YEARS),
        note=TEXT,
    )


def red_flags() -> st.SearchStrategy[experience.RedFlag]:
    kinds = [kind for kind in experience.RedFlagKind if kind != "failed_exam"]
    return st.builds(experience.RedFlag, st.sampled_from(kinds), TEXT)


@st.composite
def applicants(draw: st.DrawFn) -> who.Applicant:
    kind = draw(st.sampled_from(who.ApplicantType))
    american = kind != "non_us_img"
    work = "us_citizen" if american else draw(st.sampled_from(["none", "permanent_resident"]))
    needs = [need for need in who.VisaNeed if need != "none"]
    certification = who.Certification(who.CertificationStatus.NOT_NEEDED)
    if kind.international:
        certification = who.Certification(
            draw(
                st.sampled_from(["certified", "in_progress", "not_started"]).map(
                    who.CertificationStatus
                )
            ),
            draw(maybe(st.integers(1, 6))),
        )
    return who.Applicant(
        type=kind,
        citizenship="US" if american else draw(st.sampled_from(["IN", "NG", "CA"])),
        other_citizenships=() if american else draw(some(["GB", "PK"])),
        work_authorization=who.WorkAuthorization(work),
        visa_need=draw(st.sampled_from(needs)) if work == "none" else who.VisaNeed.NONE,
        education=draw(schools(kind)),
        examinations=draw(examinations(osteopathic=kind.group == "do")),
        certification=certification,
        previous_matches=draw(st.integers(0, 5)),
        clinical_experience=draw(many(stays())),
        research=draw(st.builds(experience.Research, COUNTS, COUNTS, COUNTS, YEARS)),
        letters=draw(many(letters())),
        languages=draw(
            many(
                st.builds(
                    experience.Language,
                    st.sampled_from(["Spanish", "Hindi", "Mandarin"]),
                    st.sampled_from(experience.LanguageLevel),
                )
            )
        ),
        ties=draw(many(ties())),
        red_flags=draw(many(red_flags())),
        service=draw(st.builds(experience.Service, COUNTS, COUNTS, st.booleans(), st.booleans())),
    )


def circles() -> st.SearchStrategy[wants.Within]:
    return st.builds(wants.Within, st.sampled_from(CITIES), st.integers(1, 600))


def areas(*, empty: bool = True) -> st.SearchStrategy[wants.Area]:
    area = st.builds(
        wants.Area,
        presets=some(["los_angeles_county", "west_coast"]),
        within=many(circles(), 2),
        states=some(["CA", "NY", "TX"]),
        divisions=some(["pacific", "mountain"]),
        name=TEXT,
    )
    return area if empty else area.filter(lambda found: not found.everywhere)


@st.composite
def preferences(draw: st.DrawFn) -> wants.Preferences:
    weights = st.floats(0, 5, allow_subnormal=False)
    names = [name for name in wants.Preferences.__dataclass_fields__ if name != "near"]
    near = many(st.builds(wants.NearPreference, st.sampled_from(CITIES), weights))
    return wants.Preferences(**{name: draw(weights) for name in names}, near=draw(near))


@st.composite
def wishes(draw: st.DrawFn, usable: tuple[who.VisaKind, ...]) -> wants.Wants:
    level = draw(st.sampled_from(wants.PreferenceLevel))
    programs = draw(some(PROGRAMS))
    split = draw(st.integers(0, len(programs)))
    return wants.Wants(
        specialties=draw(some(SPECIALTIES).filter(bool)),
        target=draw(areas(empty=level != "must")),
        level=level,
        next_areas=draw(many(areas(empty=False), 2)),
        position_types=draw(some(wants.PositionType).filter(bool)),
        non_negotiables=wants.NonNegotiables(
            visas=draw(some(usable)) if usable else (),
            within=draw(many(circles(), 1)),
            states_excluded=draw(some(["AK", "WY"])),
            settings=draw(some(wants.Setting)),
            program_kinds=draw(some(wants.ProgramKind)),
            maximum_price_parity=draw(maybe(st.floats(80, 130))),
            minimum_program_age=draw(maybe(st.integers(0, 20))),
        ),
        preferences=draw(preferences()),
        programs_required=programs[:split],
        programs_excluded=programs[split:],
    )


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    tiers = []
    for tier in draw(some([1, 2, 3])):
        low = draw(st.integers(0, 30))
        tiers.append(TierLimit(tier, low, draw(maybe(st.integers(low, 100)))))
    return Limits(
        budget_usd=draw(maybe(st.floats(1, 9999))),
        applications=draw(maybe(st.integers(100, 300))),
        interview_days=draw(maybe(st.integers(1, 40))),
        usd_per_percentage_point=draw(maybe(st.floats(0, 5000, allow_subnormal=False))),
        tiers=tuple(tiers),
        signals_kept=draw(st.builds(SignalsKept, *[st.integers(0, 15)] * 3)),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    applicant = draw(applicants())
    return Case(
        season=SEASON,
        applicant=applicant,
        wants=draw(wishes(applicant.visa_need.usable)),
        limits=draw(limits()),
        name=draw(TEXT),
        corrections=draw(some(["corrections.jsonl", "pages/kept.jsonl"])),
    )
