"""Applicants like those of the two advice articles: their examples, varied as a seed says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from thirdfriday.domain.applicant import Applicant
from thirdfriday.domain.case import Case
from thirdfriday.domain.experience import ClinicalExperience, ClinicalKind
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.plan.prices import in_specialty

EXAMPLES = Path(__file__).parents[1] / "examples"
MIDDLING, STRONG, LOW = "img_internal_medicine", "img_psychiatry_la_ties", "md_low_score_la"
LOW_WITH_TIES = f"{LOW} with ties"
FIELDS = {LOW: ("family_medicine",)}
"""The one specialty in which an article's example is measured, where its file names more."""
SPREAD = 6.0
"""Standard deviation of Step 2 CK around the article's figure [score]."""


def applicants(example: str, count: int, seed: int = 1) -> Iterator[Case]:
    """The example itself, then others like it: score, years, months, publications, shifts.

    Every second low scorer has no ties, letters or rotations in Los Angeles.
    """
    name = example.removesuffix(" with ties")
    case = read_case(EXAMPLES / f"{name}.toml")
    fields = FIELDS.get(name, case.wants.specialties)
    case = replace(case, wants=in_specialty(case.wants, fields[0]))
    yield case
    rng = np.random.default_rng(seed)
    for number in range(1, count):
        person = _varied(case.applicant, rng)
        if example == LOW and number % 2:
            person = without_ties(person)
        yield replace(case, applicant=person)


def without_ties(person: Applicant) -> Applicant:
    """The same person with nothing that binds them to a place."""
    return replace(
        person,
        ties=(),
        letters=tuple(replace(letter, place=None) for letter in person.letters),
        clinical_experience=tuple(
            replace(stay, place=None, program_id=None) for stay in person.clinical_experience
        ),
    )


def _varied(person: Applicant, rng: np.random.Generator) -> Applicant:
    exams, education = person.examinations, person.education
    score = round((exams.step_2_ck.score or 0) + SPREAD * float(rng.standard_normal()))
    research = replace(person.research, publications=int(rng.poisson(1.0)))
    service = replace(person.service, volunteer_experiences=int(rng.integers(0, 9)))
    years = int(rng.integers(0, 3)) if person.type.international else 0
    stays = person.clinical_experience
    if person.type.international and rng.random() < 0.5:
        stays = (*stays, ClinicalExperience(ClinicalKind.HANDS_ON, float(rng.integers(1, 4))))
    return replace(
        person,
        examinations=replace(exams, step_2_ck=replace(exams.step_2_ck, score=score)),
        education=replace(education, graduation_year=education.graduation_year - years),
        research=research,
        service=service,
        clinical_experience=stays,
    )
