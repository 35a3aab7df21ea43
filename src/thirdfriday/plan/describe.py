"""The case in a few words, the headline, and which numbers and tables a plan rests on."""

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.sources import load_sources
from thirdfriday.facts.tables import load_table
from thirdfriday.models.after_interview import score_numbers
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.joint_chances import parts_of
from thirdfriday.models.record import VISA_WORDS
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.plan import CaseSummary, Headline
from thirdfriday.plan.ranges import ListRanges
from thirdfriday.plan.scope import Scope
from thirdfriday.plan.season_ranges import SeasonRanges

TYPE_NAMES = {
    ApplicantType.MD_SENIOR: "US MD senior",
    ApplicantType.MD_GRADUATE: "US MD graduate",
    ApplicantType.DO_SENIOR: "US DO senior",
    ApplicantType.DO_GRADUATE: "US DO graduate",
    ApplicantType.US_IMG: "US-citizen IMG",
    ApplicantType.NON_US_IMG: "non-US-citizen IMG",
}
LEVEL_WORDS = {"must": "must be", "strong": "strongly prefers to be", "ideal": "ideally"}
CATALOGUE_TABLES = ("catalogue/programs", "catalogue/tracks")
ALWAYS_USED = (
    "match.season_drift", "match.unseen_share", "population.interview_capacity",
    "preference.program_span",
)  # fmt: skip


def case_summary(case: Case, scope: Scope, catalogue: Catalogue) -> CaseSummary:
    """The applicant and the wishes, as the plan understood them."""
    applicant, region = case.applicant, scope.target.region.name
    exams = applicant.examinations
    lines = [TYPE_NAMES[applicant.type]]
    if exams.step_2_ck.score is not None:
        lines.append(f"Step 2 CK {exams.step_2_ck.score}")
    if exams.comlex_2.score is not None:
        lines.append(f"COMLEX Level 2 {exams.comlex_2.score}")
    if applicant.failed_attempts:
        count = applicant.failed_attempts
        lines.append(f"{count} failed attempt{'s' * (count > 1)}")
    years = case.years_since_graduation
    ago = f"{years} year{'s' * (years != 1)} since graduation"
    lines.append("graduates this year" if not years else ago)
    if applicant.type.international:
        lines.append(f"{applicant.us_clinical_months():g} months of hands-on US experience")
    if applicant.needs_visa:
        lines.append(VISA_WORDS[applicant.visa_need])
    anywhere = set(scope.exist) == {1}
    wish = f"{LEVEL_WORDS[case.wants.level]} {in_place(region)}"
    lines.append("anywhere in the country" if anywhere else wish)
    return CaseSummary(
        title=case.name or TYPE_NAMES[applicant.type],
        applicant_type=str(applicant.type),
        specialty=scope.specialty,
        specialty_name=" and ".join(catalogue.specialties[n].name for n in scope.specialties),
        target=region,
        preference_level=str(case.wants.level),
        lines=tuple(lines),
    )


def headline_of(ranges: ListRanges | SeasonRanges, *, cost_usd: float, count: int) -> Headline:
    """The headline of a list of `count` programs, without fees beside those of applications."""
    return Headline(
        chance_of_match=ranges.chance_of_match,
        chance_of_match_in_target=ranges.chance_in_target,
        expected_interviews=ranges.expected_interviews,
        chance_of_no_interview=ranges.chance_of_no_interview,
        cost_usd=cost_usd,
        applications=count,
    )


def numbers_used(case: Case, chances: ApplicantChances, facts: Facts) -> tuple[str, ...]:
    """The names of the numbers that the chances of this plan rest on."""
    parts = parts_of(chances)
    used = [*(name for part in parts for name in part.effects.names), *ALWAYS_USED]
    if len(parts) > len(case.wants.specialty_weights) and len(parts) > 1:
        used.append("preference.specialty.next")
    if case.limits.unlimited:
        used.append("plan.price_of_point")
    if "h1b" in case.applicant.visa_need.usable:
        used += ["eligibility.visa.h1b.still_sponsors", "eligibility.visa.h1b.without_step_3"]
    used += [
        name for name in facts if name.startswith(chances.chain.names) and ".level." not in name
    ]
    used += [name for name in facts if name.startswith("applications.per_applicant.")]
    used += [name for part in parts for name in score_numbers(part.chain, facts)]
    return tuple(dict.fromkeys(name for name in used if name in facts))


def tables_used(without: frozenset[str]) -> tuple[str, ...]:
    """Source keys of the catalogue's columns that are in use."""
    keys: set[str] = set()
    packs = {name.replace("-", "_") for name in without}
    known = load_sources()
    for table in CATALOGUE_TABLES:
        for column in load_table(table).schema.values():
            if column.source and known[column.source].pack not in packs:
                keys.add(column.source)
    return tuple(sorted(keys))
