"""The steps of the guided form: what is asked first, and what only who wants."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormStep:
    """One step: paths of the schema asked of everybody, and further ones behind a fold."""

    key: str
    title: str
    words: str
    asked: tuple[str, ...]
    further: tuple[str, ...] = ()


STEPS = (
    FormStep(
        "you",
        "You",
        "Who applies. Programs publish their chances by these few facts.",
        (
            "season",
            "name",
            "applicant.type",
            "applicant.citizenship",
            "applicant.work_authorization",
            "applicant.visa_need",
            "applicant.education.school",
            "applicant.education.country",
            "applicant.education.region",
            "applicant.education.graduation_year",
        ),
        (
            "applicant.other_citizenships",
            "applicant.previous_matches",
            "applicant.education.graduation_month",
            "applicant.education.california_recognised",
            "applicant.education.class_quartile",
            "applicant.education.clerkships_honored",
            "applicant.education.clerkships_graded",
            "applicant.education.honor_societies",
            "applicant.education.further_degrees",
        ),
    ),
    FormStep(
        "examinations",
        "Examinations",
        "The latest result of each, and how many times you sat it.",
        (
            "applicant.examinations.step_1",
            "applicant.examinations.step_2_ck",
            "applicant.certification",
        ),
        (
            "applicant.examinations.step_3",
            "applicant.examinations.comlex_1",
            "applicant.examinations.comlex_2",
            "applicant.examinations.comlex_3",
        ),
    ),
    FormStep(
        "experience",
        "Experience",
        "What you leave out is taken as the average of your applicant type, and the plan says so.",
        ("applicant.clinical_experience", "applicant.letters", "applicant.ties"),
        (
            "applicant.research",
            "applicant.languages",
            "applicant.service",
            "applicant.red_flags",
        ),
    ),
    FormStep(
        "wants",
        "What you want",
        "The specialty and the place. Being open elsewhere is usually worth more than it feels.",
        ("wants.specialties", "wants.level", "wants.target"),
        (
            "wants.specialty_weights",
            "wants.next_areas",
            "wants.non_negotiables",
            "wants.preferences",
            "wants.position_types",
            "wants.programs_required",
            "wants.programs_excluded",
        ),
    ),
    FormStep(
        "limits",
        "Limits",
        "What you can spend. Leave a line empty for no limit.",
        ("limits.budget_usd", "limits.applications", "limits.interview_days"),
        ("limits.usd_per_percentage_point", "limits.tiers", "limits.signals_kept"),
    ),
)
