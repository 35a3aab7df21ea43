"""What the applicant's record is worth against the average of the type, factor by factor."""

import math
from collections.abc import Iterator

from thirdfriday.domain.applicant import Applicant, ApplicantType, VisaNeed
from thirdfriday.domain.case import Case
from thirdfriday.domain.education import HonorSociety
from thirdfriday.domain.experience import Closeness, RedFlagKind
from thirdfriday.facts.registry import Facts
from thirdfriday.models.effects import first_known, log_odds
from thirdfriday.models.factors import Factor
from thirdfriday.models.record_rules import average_score

LETTERS_COUNTED = 3
VISA_WORDS = {
    VisaNeed.J1: "needs a J-1",
    VisaNeed.H1B_ONLY: "needs an H-1B",
    VisaNeed.J1_OR_H1B: "needs a J-1 or H-1B",
    VisaNeed.H1B_PREFERRED: "needs a visa, H-1B preferred",
}
COMPETITIVE = frozenset(
    {
        "dermatology", "neurological_surgery", "orthopaedic_surgery", "otolaryngology",
        "plastic_surgery", "radiation_oncology", "thoracic_surgery", "vascular_surgery",
        "interventional_radiology", "diagnostic_radiology",
    }
)  # fmt: skip
GRAVE = frozenset({RedFlagKind.PROFESSIONALISM, RedFlagKind.DISMISSAL, RedFlagKind.CRIMINAL_RECORD})
TOLD_ELSEWHERE = frozenset({RedFlagKind.FAILED_EXAM})


def record_factors(case: Case, specialty: str, facts: Facts) -> tuple[Factor, ...]:
    """The factors of the record that count alike at every program. [log-odds by effect and unit]

    Each is centred on the average applicant of the type, since the published rate already holds
    the average. More experience, a higher score or fewer failures never lower the sum.

    Facts: effect.failed.step_1, effect.usce.per_month.hands_on, effect.usce.saturation_months,
        effect.second_specialty
    Method: docs/models/interview.md
    """
    applicant = case.applicant
    found: list[Factor] = [
        *_scores(applicant, specialty, facts),
        *_failures(applicant, facts),
        *_graduation(case, facts),
        *_school(applicant, facts),
        *_visa(applicant, facts),
        *_research(applicant, specialty, facts),
        *_letters(applicant, specialty, facts),
        *_honors(applicant, specialty, facts),
        *_service_and_flags(applicant, facts),
        *_preference(case, specialty),
    ]
    if applicant.type.international:
        found += _clinical(applicant, facts)
        found += _step_3(applicant, facts)
    if applicant.previous_matches:
        found.append(
            Factor(
                "reapplicant",
                "effect.previous_match.each",
                applicant.previous_matches,
                f"{applicant.previous_matches} earlier",
                quality=True,
            )
        )
    return tuple(found)


def score_units(applicant: Applicant, specialty: str, facts: Facts) -> float | None:
    """How far a score is above the mean of the type's applicants. [standard deviations]

    Step 2 CK where there is one, else COMLEX Level 2; None without either.

    Facts: applicants.step_2_ck.sd.default, applicants.comlex_2.mean, applicants.comlex_2.sd
    """
    step_2, level_2 = applicant.examinations.step_2_ck, applicant.examinations.comlex_2
    if step_2.score is not None:
        of_group = f"applicants.step_2_ck.sd.{applicant.group}"
        sd = facts.value(first_known(facts, of_group, "applicants.step_2_ck.sd.default"))
        return (step_2.score - average_score(str(applicant.type), specialty, facts)) / sd
    if level_2.score is not None:
        mean = facts.value("applicants.comlex_2.mean")
        return (level_2.score - mean) / facts.value("applicants.comlex_2.sd")
    return None


def _scores(applicant: Applicant, specialty: str, facts: Facts) -> Iterator[Factor]:
    kind = str(applicant.type)
    step_2, level_2 = applicant.examinations.step_2_ck, applicant.examinations.comlex_2
    stem = "effect.step_2_ck.per_sd"
    units = score_units(applicant, specialty, facts)
    if units is not None and step_2.score is not None:
        effect = first_known(
            facts, f"{stem}.{kind}.{specialty}", f"{stem}.{kind}.default", f"{stem}.default"
        )
        words = f"{step_2.score} against a mean of {average_score(kind, specialty, facts):.0f}"
        yield Factor("Step 2 CK", effect, units, words, quality=True)
    elif units is not None:
        words = f"{level_2.score} against a mean of {facts.value('applicants.comlex_2.mean'):.0f}"
        yield Factor("COMLEX Level 2", "effect.comlex_2.per_sd.default", units, words, quality=True)
    else:
        yield Factor("no score yet", "effect.step_2_ck.pending", 1.0, "pending", quality=True)
    if applicant.group == "do":
        average = facts.value("applicants.share.comlex_only.do")
        only = not applicant.examinations.has_usmle
        words = "no USMLE score" if only else "USMLE sat too"
        yield Factor("COMLEX only", "effect.comlex_only", only - average, words)


def _failures(applicant: Applicant, facts: Facts) -> Iterator[Factor]:
    exams = applicant.examinations
    group = str(applicant.group)
    counts = {
        "step_1": max(exams.step_1.failed_attempts, exams.comlex_1.failed_attempts),
        "step_2_ck": max(exams.step_2_ck.failed_attempts, exams.comlex_2.failed_attempts),
    }
    names = {"step_1": "first examination", "step_2_ck": "second examination"}
    for key, count in counts.items():
        average = facts.value(f"applicants.share.failed_{key}.{group}")
        words = "passed at the first attempt" if not count else f"failed {count} before passing"
        yield Factor(names[key], f"effect.failed.{key}", bool(count) - average, words, quality=True)
        if count > 1:
            yield Factor(
                f"{names[key]}, further failures", "effect.failed.each_further", count - 1,
                words, quality=True,
            )  # fmt: skip
    if exams.step_3.failed_attempts:
        yield Factor("Step 3 failed", "effect.failed.step_3", 1.0, "failed", quality=True)


def _graduation(case: Case, facts: Facts) -> Iterator[Factor]:
    kind = case.applicant.type
    if kind in (ApplicantType.MD_GRADUATE, ApplicantType.DO_GRADUATE):
        words = "graduated in an earlier year"
        yield Factor("graduate", f"match.chain.{kind}.interview_shift", 1.0, words)
    mean_name = f"applicants.years_since_graduation.mean.{kind}"
    if facts.known(mean_name):
        most = facts.value("effect.years_since_graduation.years_counted")
        years = min(float(case.years_since_graduation), most)
        words = f"{case.years_since_graduation} against a mean of {facts.value(mean_name):.1f}"
        yield Factor(
            "years since graduation", "effect.years_since_graduation.per_year",
            years - facts.value(mean_name), words, quality=True,
        )  # fmt: skip


def _preference(case: Case, specialty: str) -> Iterator[Factor]:
    """Who prefers another specialty is invited less often, as those are who apply to a second."""
    dearest = case.wants.dearest
    if specialty != dearest:
        words = f"you prefer {dearest.replace('_', ' ')}"
        yield Factor("second specialty", "effect.second_specialty", 1.0, words)


def _school(applicant: Applicant, facts: Facts) -> Iterator[Factor]:
    effect = f"effect.caribbean.{applicant.type}"
    if facts.known(effect):
        average = facts.value(f"applicants.share.caribbean.{applicant.type}")
        here = applicant.education.region == "caribbean"
        yield Factor("Caribbean school", effect, here - average, applicant.education.region)


def _visa(applicant: Applicant, facts: Facts) -> Iterator[Factor]:
    if applicant.group == "non_us_img":
        average = facts.value("applicants.share.needs_visa.non_us_img")
        words = VISA_WORDS[applicant.visa_need] if applicant.needs_visa else "needs none"
        yield Factor("visa", "effect.visa_needed", applicant.needs_visa - average, words)
    elif applicant.needs_visa:
        yield Factor("visa", "effect.visa_needed", 1.0, VISA_WORDS[applicant.visa_need])


def _clinical(applicant: Applicant, facts: Facts) -> Iterator[Factor]:
    saturation = facts.value("effect.usce.saturation_months")
    average = _saturated(facts.value(f"applicants.usce_months.mean.{applicant.type}"), saturation)
    yield Factor(
        "US clinical experience: average", "effect.usce.per_month.hands_on", -average,
        "what the average applicant of the type brings", quality=True,
    )  # fmt: skip
    months = applicant.us_clinical_months_by_kind
    names = {kind: f"effect.usce.per_month.{kind}" for kind in months}
    before = 0.0
    for kind in sorted(months, key=lambda kind: -log_odds(facts, names[kind])):
        after = before + months[kind]
        units = _saturated(after, saturation) - _saturated(before, saturation)
        words = f"{months[kind]:g} months"
        name = f"US clinical experience: {kind.replace('_', ' ')}"
        yield Factor(name, names[kind], units, words, quality=True)
        before = after


def _saturated(months: float, saturation: float) -> float:
    return saturation * (1.0 - math.exp(-months / saturation))


def _step_3(applicant: Applicant, facts: Facts) -> Iterator[Factor]:
    average = facts.value("applicants.share.step_3_passed.img")
    passed = applicant.examinations.step_3.passed
    words = "passed" if passed else "not passed"
    yield Factor("Step 3", "effect.step_3.passed", passed - average, words, quality=True)


def _research(applicant: Applicant, specialty: str, facts: Facts) -> Iterator[Factor]:
    level = "competitive" if specialty in COMPETITIVE else "default"
    own = math.log2(1 + applicant.research.publications)
    mean_name = f"applicants.publications.mean.{applicant.type}"
    mean = facts.value(mean_name) if facts.known(mean_name) else 0.0
    yield Factor(
        "publications", f"effect.research.publications.per_doubling.{level}",
        own - math.log2(1 + mean), f"{applicant.research.publications} against {mean:g}",
        quality=True,
    )  # fmt: skip
    if applicant.type.international:
        average = facts.value("applicants.research_experiences.mean.img")
        count = applicant.research.experiences
        yield Factor(
            "research experiences", "effect.research.experience.img", count - average,
            f"{count} against {average:g}", quality=True,
        )  # fmt: skip
    average = facts.value("applicants.share.phd")
    has_phd = "phd" in applicant.education.further_degrees
    words = "yes" if has_phd else "no"
    yield Factor("PhD", f"effect.degree.phd.{level}", has_phd - average, words, quality=True)


def _letters(applicant: Applicant, specialty: str, facts: Facts) -> Iterator[Factor]:
    """Letters beyond the average; fewer, or none listed, count as the average of the type."""

    def up_to_three(count: int) -> int:
        return min(count, LETTERS_COUNTED)

    own = applicant.letters
    if applicant.type.international:
        average = facts.value("applicants.letters.us_faculty.mean.img")
        count = up_to_three(sum(letter.us_faculty for letter in own))
        yield Factor(
            "letters from US faculty", "effect.letter.us_faculty", max(0.0, count - average),
            f"{count} against {average:g}", quality=True,
        )  # fmt: skip
    for name, effect, count, average in (
        (
            "letters in the specialty", "effect.letter.in_specialty",
            up_to_three(sum(letter.specialty == specialty for letter in own)),
            facts.value("applicants.letters.in_specialty.mean"),
        ),
        (
            "letters by someone close", "effect.letter.close",
            up_to_three(sum(letter.closeness is Closeness.CLOSE for letter in own)),
            facts.value("applicants.letters.close.mean"),
        ),
    ):  # fmt: skip
        words = f"{count} against {average:g}"
        yield Factor(name, effect, max(0.0, count - average), words, quality=True)
    if any(letter.chair for letter in own):
        yield Factor("letter by a chair", "effect.letter.chair", 1.0, "yes", quality=True)


def _honors(applicant: Applicant, specialty: str, facts: Facts) -> Iterator[Factor]:
    education = applicant.education
    level = "competitive" if specialty in COMPETITIVE else "default"
    if applicant.type is ApplicantType.MD_SENIOR:
        average = facts.value("applicants.share.aoa.md_senior")
        member = HonorSociety.AOA in education.honor_societies
        words = "member" if member else "no"
        yield Factor(
            "AOA", f"effect.honor_society.aoa.{level}", member - average, words, quality=True
        )
    for society in (HonorSociety.GHHS, HonorSociety.SIGMA_SIGMA_PHI):
        if society in education.honor_societies:
            effect = f"effect.honor_society.{society}"
            yield Factor(society.upper().replace("_", " "), effect, 1.0, "member", quality=True)
    if education.class_quartile is not None:
        average = facts.value("applicants.class_quartile.mean")
        words = f"quartile {education.class_quartile}"
        yield Factor(
            "class rank", "effect.class_quartile.per_quartile",
            average - education.class_quartile, words, quality=True,
        )  # fmt: skip
    if education.honors_share is not None:
        average = facts.value("applicants.honors_share.mean")
        share = education.honors_share
        words = f"{100 * share:.0f}% of core clerkships"
        yield Factor("honors", "effect.honors.share", share - average, words, quality=True)


def _service_and_flags(applicant: Applicant, facts: Facts) -> Iterator[Factor]:
    count = applicant.service.volunteer_experiences
    average = facts.value("applicants.volunteer_experiences.mean")
    yield Factor(
        "volunteering", "effect.service.volunteering",
        math.log2(1 + count) - math.log2(1 + average), f"{count} against {average:g}", quality=True,
    )  # fmt: skip
    for flag in applicant.red_flags:
        if flag.kind in TOLD_ELSEWHERE:
            continue
        level = "grave" if flag.kind in GRAVE else "gap" if flag.kind is RedFlagKind.GAP else ""
        name = f"red flag: {flag.kind.replace('_', ' ')}"
        yield Factor(
            name, f"effect.red_flag.{level or 'default'}", 1.0, "in the file", quality=True
        )
