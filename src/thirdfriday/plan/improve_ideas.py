"""What this applicant could still change, and why some things are not possible for them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from thirdfriday.domain.applicant import CertificationStatus
from thirdfriday.domain.case import Case
from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.facts.registry import Facts
from thirdfriday.models.record_rules import average_score
from thirdfriday.plan import improve_changes as change
from thirdfriday.plan.scope import Scope

LETTERS_COUNTED = 3
EXAMINATIONS = {
    "step_1": "Step 1",
    "step_2_ck": "Step 2 CK",
    "comlex_1": "COMLEX Level 1",
    "comlex_2": "COMLEX Level 2",
}


@dataclass(frozen=True, slots=True)
class Idea:
    """One change: what it does to the case, or why it cannot be made (`change` None).

    `stem` names its cost and months in the record (improve.<stem>.cost_usd), `lead` the weeks to
    begin in kit/lead_times.toml, `units` how often the cost is paid. `whole` says that it counts
    in full for rank lists too; other changes then reach only what is decided after
    the interview. `year` says that it takes a season: it is measured against applying now.
    """

    key: str
    title: str
    why: str
    change: Callable[[Case], Case] | None
    stem: str = ""
    lead: str = ""
    units: float = 1.0
    whole: bool = False
    year: bool = False


def ideas(case: Case, scope: Scope, facts: Facts) -> Iterator[Idea]:
    """Everything that could be changed, in the order of a file: the impossible with its reason.

    Facts: improve.rotation.months, improve.rotation.months_more, improve.volunteering.experiences
    """
    there = place_in_target(scope)
    yield from _rotations(case, there, facts)
    yield from _letters(case, there)
    yield from _examinations(case, scope.specialty, facts)
    yield _step_3(case)
    yield from _papers(case)
    yield Idea(
        "research_project",
        "One publication with a mentor",
        f"Publications recorded: {case.applicant.research.publications}.",
        lambda old: change.with_research(old, 1, 1, 0.0),
        "research", "research",
    )  # fmt: skip
    shifts = round(facts.value("improve.volunteering.experiences"))
    yield Idea(
        "volunteering",
        "A regular volunteer shift with the patients your programs serve",
        f"Volunteer experiences recorded: {case.applicant.service.volunteer_experiences}.",
        lambda old: change.with_volunteering(old, shifts),
        "volunteering", "volunteering",
    )  # fmt: skip


def place_in_target(scope: Scope) -> NamedPlace | None:
    """The city of the target with most open programs; None where the target is everywhere."""
    cities = Counter(
        (program.state, program.city)
        for program, tier in zip(scope.open, scope.tiers, strict=True)
        if tier == 1 and program.city
    )
    if not cities or (len(set(scope.tiers)) == 1 and len({state for state, _ in cities}) > 1):
        return None
    state, city = min(cities, key=lambda place: (-cities[place], place))
    return NamedPlace(state, city)


def _rotations(case: Case, there: NamedPlace | None, facts: Facts) -> Iterator[Idea]:
    person = case.applicant
    months = person.us_clinical_months()
    one, more = (
        facts.value("improve.rotation.months"),
        facts.value("improve.rotation.months_more"),
    )
    said = f"Hands-on months recorded: {months:g}."
    if person.type.international:
        for key, length in (("usce_month", one), ("usce_months", more)):
            words = "One more month" if length == 1 else f"{length:g} more months"
            yield Idea(
                key, f"{words} of hands-on US clinical work", said,
                partial(_rotated, length),
                "rotation", "rotation", length,
            )  # fmt: skip
    else:
        why = "The months are those of a US school: more of them are not counted."
        yield Idea("usce_month", "One more month of hands-on US clinical work", why, None)
    if there is None:
        why = "The target is the whole country."
        yield Idea("local_rotation", "A rotation in the target region", why, None)
        return
    if not person.type.international:
        stays = [stay.place for stay in person.clinical_experience]
        here = sum(place is not None and place.state == there.state for place in stays)
        said = f"Stays in a hospital recorded in {there.state}: {here}."
    yield Idea(
        "local_rotation", f"A month's rotation in the target, such as {there}", said,
        lambda old: change.with_rotation(old, one, there), "rotation", "rotation",
    )  # fmt: skip
    yield Idea(
        "local_rotation_and_letter", "A month's rotation in the target and a letter from it",
        said,
        lambda old: change.with_letter(change.with_rotation(old, one, there), there),
        "rotation", "rotation",
    )  # fmt: skip


def _letters(case: Case, there: NamedPlace | None) -> Iterator[Idea]:
    letters = case.applicant.letters
    if there is not None:
        local = [letter for letter in letters if letter.place and letter.place.state == there.state]
        said = f"Letters from {there.state}: {len(local)}."
        yield Idea(
            "local_letter", f"A letter from the target, such as {there}", said,
            lambda old: change.with_letter(old, there), "letter", "letter",
        )  # fmt: skip
    own = sum(letter.specialty == case.wants.specialties[0] for letter in letters)
    title = "One more letter in the specialty, by someone who knows you well"
    if own >= LETTERS_COUNTED:
        why = f"You have {own}; ERAS programs read three or four."
        yield Idea("specialty_letter", title, why, None)
    else:
        said = f"Letters in the specialty: {own}."
        yield Idea("specialty_letter", title, said, change.with_letter, "letter", "letter")


def _examinations(case: Case, specialty: str, facts: Facts) -> Iterator[Idea]:
    exams = case.applicant.examinations
    average = round(average_score(str(case.applicant.type), specialty, facts))
    for key, name in EXAMINATIONS.items():
        sitting: Examination = getattr(exams, key)
        scored = key == "step_2_ck"
        words = f"{name} passed" + (f", with the average of {average}" if scored else "")
        if sitting.passed:
            if key in ("step_2_ck", "comlex_2"):
                why = "A pass may not be taken again to raise a score (USMLE and COMLEX alike)."
                yield Idea(f"retake_{key}", f"{name} taken again", why, None)
        elif sitting.result is not ExaminationResult.NOT_TAKEN or _expected(case, key):
            again = "retake" if sitting.result is ExaminationResult.FAIL else "pass"
            score = average if scored else None
            yield Idea(
                f"{again}_{key}", words, f"{name}: {sitting.result.replace('_', ' ')} so far.",
                partial(_passed, key, score),
                "examination", "step_3",
            )  # fmt: skip
    if case.applicant.group == "do" and not exams.has_usmle:
        yield Idea(
            "usmle_too", f"USMLE Step 2 CK too, with the average of {average}",
            "Some programs ask for a USMLE score.",
            lambda old: change.with_pass(old, "step_2_ck", average), "examination", "step_3",
        )  # fmt: skip


def _rotated(months: float, case: Case) -> Case:
    return change.with_rotation(case, months)


def _passed(examination: str, score: int | None, case: Case) -> Case:
    return change.with_pass(case, examination, score)


def _expected(case: Case, key: str) -> bool:
    """Whether an examination not yet taken is one that the applicant's school asks for."""
    exams = case.applicant.examinations
    if case.applicant.group == "do":
        return key.startswith("comlex") and not exams.has_usmle
    return key.startswith("step")


def _step_3(case: Case) -> Idea:
    title = "Step 3 passed before ranking"
    exams = case.applicant.examinations
    person = case.applicant
    if exams.step_3.passed:
        return Idea("step_3", title, "You have passed it.", None)
    if not person.type.international:
        why = "It is not counted for graduates of US schools, who take it in residency."
        return Idea("step_3", title, why, None)
    if not (exams.step_1.passed and exams.step_2_ck.passed):
        return Idea("step_3", title, "It needs Step 1 and Step 2 CK passed first.", None)
    if person.certification.status is not CertificationStatus.CERTIFIED:
        return Idea("step_3", title, "It needs the ECFMG certificate first.", None)
    return Idea(
        "step_3", title, f"Step 3: {exams.step_3.result.replace('_', ' ')}.",
        lambda old: change.with_pass(old, "step_3"), "step_3", "step_3", whole=True,
    )  # fmt: skip


def _papers(case: Case) -> Iterator[Idea]:
    person = case.applicant
    waiting = (CertificationStatus.IN_PROGRESS, CertificationStatus.NOT_STARTED)
    if person.certification.status in waiting:
        yield Idea(
            "certificate", "The ECFMG certificate in hand",
            f"Certificate: {person.certification.status.replace('_', ' ')}.",
            change.with_certificate, "certification", "certification",
        )  # fmt: skip
    if person.type.international and person.education.california_recognised is None:
        yield Idea(
            "california_school", "Look up that the California board recognises your school",
            "Not looked up; programs there are asked about until it is.",
            change.with_recognised_school, whole=True,
        )  # fmt: skip
