"""The columns of a roster: what each means, how it is written, where it goes in a case."""

from dataclasses import dataclass
from enum import StrEnum

from thirdfriday.faces.toml_places import FieldPath


class Cell(StrEnum):
    """How the cell of a column is read."""

    TEXT = "text"
    CODE = "two letters"
    WORD = "a word of the case file"
    WHOLE = "a whole number"
    NUMBER = "a number"
    YES_NO = "yes or no"
    WORDS = "words, separated by ;"
    EXAMINATION = "a score, or pass, fail, pending, scheduled, not taken"
    AREA = "presets, states, divisions, or `60 min of Los Angeles, CA`, separated by ;"
    PAIRS = "`kind: place`, separated by ;"


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """One column: its name, how it is read, the field of the case it fills, other names for it."""

    name: str
    cell: Cell
    path: FieldPath
    meaning: str
    aliases: tuple[str, ...] = ()


_A: FieldPath = ("applicant",)
_EDUCATION: FieldPath = (*_A, "education")
_EXAMS: FieldPath = (*_A, "examinations")
_LIMITS: FieldPath = ("limits",)

STUDENT, CASE_FILE, TYPE = "student", "case_file", "type"

PLAIN = (
    RosterColumn("name", Cell.TEXT, ("name",), "what the report calls the student; optional"),
    RosterColumn("season", Cell.WHOLE, ("season",), "year of the Match", ("match year",)),
    RosterColumn(
        TYPE, Cell.WORD, (*_A, "type"), "md_senior, md_graduate, do_senior, do_graduate, us_img "
        "or non_us_img", ("applicant type", "degree type"),
    ),
    RosterColumn(
        "citizenship", Cell.CODE, (*_A, "citizenship"), "ISO code; US if held", ("citizen",)
    ),
    RosterColumn(
        "work_authorization", Cell.WORD, (*_A, "work_authorization"), "as in the case file",
        ("work permit", "immigration status"),
    ),
    RosterColumn(
        "visa_need", Cell.WORD, (*_A, "visa_need"), "none, j1, h1b_only, j1_or_h1b or "
        "h1b_preferred", ("visa", "visa needed"),
    ),
    RosterColumn(
        "previous_matches", Cell.WHOLE, (*_A, "previous_matches"), "earlier seasons applied in",
        ("reapplicant", "prior applications"),
    ),
    RosterColumn("school", Cell.TEXT, (*_EDUCATION, "school"), "medical school", ("med school",)),
    RosterColumn(
        "school_country", Cell.CODE, (*_EDUCATION, "country"), "ISO code", ("country of school",)
    ),
    RosterColumn(
        "school_region", Cell.WORD, (*_EDUCATION, "region"), "us, caribbean, south_asia, ...",
        ("region of school",),
    ),
    RosterColumn(
        "graduation_year", Cell.WHOLE, (*_EDUCATION, "graduation_year"), "year of the degree",
        ("yog", "grad year", "year of graduation"),
    ),
    RosterColumn(
        "class_quartile", Cell.WHOLE, (*_EDUCATION, "class_quartile"), "1 for the top quarter",
        ("quartile", "class rank quartile"),
    ),
    RosterColumn(
        "clerkships_honored", Cell.WHOLE, (*_EDUCATION, "clerkships_honored"),
        "core clerkships with honors", ("honors",),
    ),
    RosterColumn(
        "clerkships_graded", Cell.WHOLE, (*_EDUCATION, "clerkships_graded"),
        "core clerkships that were graded",
    ),
    RosterColumn(
        "honor_societies", Cell.WORDS, (*_EDUCATION, "honor_societies"),
        "aoa; ghhs; sigma_sigma_phi", ("aoa ghhs",),
    ),
    RosterColumn(
        "further_degrees", Cell.WORDS, (*_EDUCATION, "further_degrees"), "phd; mph; mba",
        ("degrees",),
    ),
    RosterColumn(
        "california_recognised", Cell.YES_NO, (*_EDUCATION, "california_recognised"),
        "whether California recognises the school",
    ),
    RosterColumn(
        "certification", Cell.WORD, (*_A, "certification", "status"),
        "certified, in_progress, not_started or not_needed", ("ecfmg", "ecfmg status"),
    ),
    RosterColumn(
        "research_experiences", Cell.WHOLE, (*_A, "research", "experiences"), "as ERAS counts them"
    ),
    RosterColumn(
        "publications", Cell.WHOLE, (*_A, "research", "publications"), "peer-reviewed", ("pubs",)
    ),
    RosterColumn(
        "abstracts", Cell.WHOLE, (*_A, "research", "abstracts"), "abstracts and posters",
        ("posters",),
    ),
    RosterColumn(
        "research_years", Cell.NUMBER, (*_A, "research", "years"), "full-time years in research"
    ),
    RosterColumn(
        "volunteer_experiences", Cell.WHOLE, (*_A, "service", "volunteer_experiences"), "count",
        ("volunteering",),
    ),
    RosterColumn(
        "work_experiences", Cell.WHOLE, (*_A, "service", "work_experiences"), "count"
    ),
    RosterColumn("underserved", Cell.YES_NO, (*_A, "service", "underserved"), "main part of it"),
    RosterColumn("primary_care", Cell.YES_NO, (*_A, "service", "primary_care"), "main part of it"),
    RosterColumn(
        "specialties", Cell.WORDS, ("wants", "specialties"), "keys in order of desire",
        ("specialty", "field"),
    ),
    RosterColumn("target", Cell.AREA, ("wants", "target"), "the area wanted most", ("region",)),
    RosterColumn(
        "level", Cell.WORD, ("wants", "level"), "must, strong or ideal", ("preference level",)
    ),
    RosterColumn(
        "applications", Cell.WHOLE, (*_LIMITS, "applications"), "most applications",
        ("max applications", "number of applications"),
    ),
    RosterColumn(
        "budget_usd", Cell.NUMBER, (*_LIMITS, "budget_usd"), "application fees altogether",
        ("budget",),
    ),
    RosterColumn(
        "interview_days", Cell.WHOLE, (*_LIMITS, "interview_days"), "interviews they can attend",
        ("interviews",),
    ),
)  # fmt: skip
EXAMINATIONS = ("step_1", "step_2_ck", "step_3", "comlex_1", "comlex_2", "comlex_3")
_EXAM_ALIASES = {
    "step_1": ("step 1", "usmle step 1"),
    "step_2_ck": ("step 2", "step 2 ck", "ck", "usmle step 2 ck"),
    "step_3": ("step 3", "usmle step 3"),
    "comlex_1": ("level 1", "comlex level 1"),
    "comlex_2": ("level 2", "comlex level 2", "level 2 ce"),
    "comlex_3": ("level 3", "comlex level 3"),
}
SITTINGS = tuple(
    column
    for exam in EXAMINATIONS
    for column in (
        RosterColumn(
            exam, Cell.EXAMINATION, (*_EXAMS, exam), "score or result of the latest sitting",
            _EXAM_ALIASES[exam],
        ),
        RosterColumn(
            f"{exam}_attempts", Cell.WHOLE, (*_EXAMS, exam, "attempts"),
            "sittings so far; 1 if empty and it was sat",
            tuple(f"{alias} attempts" for alias in _EXAM_ALIASES[exam]),
        ),
    )
)  # fmt: skip
MONTHS = {
    "hands_on_months": "hands_on",
    "sub_internship_months": "sub_internship",
    "externship_months": "externship",
    "observership_months": "observership",
}
LISTED = (
    *(
        RosterColumn(
            name, Cell.NUMBER, (*_A, "clinical_experience"),
            f"months of US clinical experience: {kind.replace('_', ' ')}",
            ("usce months", "usce") if kind == "hands_on" else (),
        )
        for name, kind in MONTHS.items()
    ),
    RosterColumn(
        "us_letters", Cell.WHOLE, (*_A, "letters"),
        "letters from US faculty in the first specialty, moderately close",
        ("letters", "letters from us faculty"),
    ),
    RosterColumn("languages", Cell.PAIRS, (*_A, "languages"), "`Spanish: fluent; Hindi: native`"),
    RosterColumn(
        "ties", Cell.PAIRS, (*_A, "ties"), "`family: Los Angeles, CA; lived: CA`"
    ),
    RosterColumn("red_flags", Cell.WORDS, (*_A, "red_flags"), "leave; gap; ..."),
    RosterColumn(
        "next_areas", Cell.AREA, ("wants", "next_areas"), "the area taken next", ("next area",)
    ),
)  # fmt: skip
KEYS = (
    RosterColumn(
        STUDENT, Cell.TEXT, (), "an identifier of your own, such as S-014; a digest if left out",
        ("student id", "id", "identifier"),
    ),
    RosterColumn(
        CASE_FILE, Cell.TEXT, (), "a case file beside the roster that the row's cells change",
        ("case", "toml"),
    ),
)  # fmt: skip
COLUMNS: dict[str, RosterColumn] = {
    column.name: column for column in (*KEYS, *PLAIN, *SITTINGS, *LISTED)
}
