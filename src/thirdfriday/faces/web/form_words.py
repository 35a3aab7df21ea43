"""Plain words for the fields and choices of the form, where the name of a field is not enough."""

from typing import Final

LABELS: Final = {
    "season": "Match year",
    "name": "What to call this plan",
    "applicant.type": "Which applicant are you?",
    "applicant.citizenship": "Citizenship (country code)",
    "applicant.other_citizenships": "Other citizenships (country codes)",
    "applicant.work_authorization": "Right to work in the US today",
    "applicant.visa_need": "Visa sponsorship you need",
    "applicant.previous_matches": "Earlier seasons you applied in",
    "applicant.education.school": "Medical school",
    "applicant.education.country": "Country of the school (code)",
    "applicant.education.region": "Part of the world",
    "applicant.education.graduation_year": "Year of your degree",
    "applicant.education.graduation_month": "Month of your degree",
    "applicant.education.california_recognised": "Recognised by the Medical Board of California?",
    "applicant.education.class_quartile": "Quarter of your class",
    "applicant.education.clerkships_honored": "Clerkships with honors",
    "applicant.education.clerkships_graded": "Clerkships graded",
    "applicant.examinations": "Examinations",
    "applicant.examinations.step_1": "USMLE Step 1",
    "applicant.examinations.step_2_ck": "USMLE Step 2 CK",
    "applicant.examinations.step_3": "USMLE Step 3",
    "applicant.examinations.comlex_1": "COMLEX-USA Level 1",
    "applicant.examinations.comlex_2": "COMLEX-USA Level 2-CE",
    "applicant.examinations.comlex_3": "COMLEX-USA Level 3",
    "applicant.certification": "ECFMG certification",
    "applicant.clinical_experience": "US clinical experience",
    "applicant.clinical_experience.program_id": "Program id",
    "applicant.letters": "Letters of recommendation",
    "applicant.letters.us_faculty": "Writer on a US faculty?",
    "applicant.letters.closeness": "How well they know your work",
    "applicant.letters.chair": "A chair's letter?",
    "applicant.letters.program_id": "Program of the writer",
    "applicant.ties": "Ties to a place or program",
    "applicant.ties.program_id": "Program id",
    "applicant.red_flags": "Things programs will ask about",
    "wants.specialties": "Specialty, first choice first",
    "wants.level": "How firmly do you want your target area?",
    "wants.target": "Target area",
    "wants.target.presets": "Ready-made areas",
    "wants.target.within": "Everything within a drive of a city",
    "wants.target.states": "States (two letters)",
    "wants.target.divisions": "Census divisions",
    "wants.next_areas": "Areas you would take next",
    "wants.next_areas.presets": "Ready-made areas",
    "wants.next_areas.within": "Everything within a drive of a city",
    "wants.non_negotiables": "What rules a program out",
    "wants.non_negotiables.visas": "It must sponsor one of",
    "wants.non_negotiables.within": "It must lie within a drive of",
    "wants.non_negotiables.states_excluded": "States you would not train in",
    "wants.non_negotiables.maximum_price_parity": "Highest cost of living",
    "wants.non_negotiables.minimum_program_age": "Years it must have existed",
    "wants.preferences": "What makes a program nicer (0 to 5)",
    "wants.programs_required": "Programs that must be on the list",
    "wants.programs_excluded": "Programs to leave out",
    "limits.budget_usd": "Budget for application fees",
    "limits.applications": "Most applications",
    "limits.interview_days": "Most interviews you can attend",
    "limits.usd_per_percentage_point": "Worth of one point of chance",
    "limits.tiers": "Limits by geographic tier",
    "limits.signals_kept": "Signals to keep for yourself",
}

HELPS: Final = {
    "applicant.type": "A student graduates by the summer of the Match, a graduate did so before.",
    "applicant.education.clerkships_graded": "Core clerkships that were graded at all; needed if "
    "those with honors are given.",
    "applicant.certification.status": "How far it has come. Not needed for US and Canadian "
    "schools.",
    "applicant.clinical_experience.kind": "Care for patients (sub-internship, clerkship, hands "
    "on, externship), watching (observership), or other.",
    "applicant.clinical_experience.specialty": "Begin to type, and choose.",
    "wants.specialties": "Begin to type, and choose; several with commas between, first choice "
    "first.",
    "wants.level": "What a place outside it is worth to you.",
    "wants.target": "The area you want most: everything named here together.",
    "wants.target.presets": "Begin to type, and choose; several with commas between.",
    "wants.target.within": "Circles around cities, by minutes in a car.",
    "wants.next_areas.presets": "Begin to type, and choose; several with commas between.",
    "wants.next_areas.within": "Circles around cities, by minutes in a car.",
    "wants.non_negotiables": "Leave empty whatever you could live with: each line closes programs.",
    "limits.signals_kept": "Signals that the plan is to leave to you.",
}
"""Where the words of the case file speak of its keys, what the form says instead."""

SAID_UNITS: Final = frozenset(
    {
        "applications",
        "count",
        "interviews",
        "minutes",
        "months",
        "points",
        "signals",
        "tier",
        "weight, 0 to 5",
        "year",
        "years",
    }
)
"""Units that the label or the help of every such field says already."""

CHOICES: Final = {
    "md_senior": "MD student, graduating this year",
    "md_graduate": "MD graduate",
    "do_senior": "DO student, graduating this year",
    "do_graduate": "DO graduate",
    "us_img": "US citizen, school abroad (US IMG)",
    "non_us_img": "Not a US citizen, school abroad (non-US IMG)",
    "us_citizen": "US citizen",
    "permanent_resident": "Green card",
    "work_permit": "Work permit",
    "f1_opt": "F-1 student or OPT",
    "h1b_holder": "H-1B today",
    "j1": "J-1",
    "h1b": "H-1B",
    "h1b_only": "H-1B only",
    "j1_or_h1b": "J-1 or H-1B, either",
    "h1b_preferred": "H-1B rather, J-1 if need be",
    "must": "Must: I apply nowhere else",
    "strong": "Strong: rather there, but open",
    "ideal": "Ideal: the career matters more",
    "mph": "MPH",
    "phd": "PhD",
    "aoa": "Alpha Omega Alpha",
    "ghhs": "Gold Humanism Honor Society",
    "sigma_sigma_phi": "Sigma Sigma Phi",
    "sub_internship": "Sub-internship",
    "latin_america": "Latin America",
    "middle_east": "Middle East",
    "sub_saharan_africa": "Sub-Saharan Africa",
    "south_asia": "South Asia",
    "east_asia": "East Asia",
}

SMALL_WORDS: Final = {
    "us": "US",
    "id": "id",
    "usd": "USD",
    "md": "MD",
    "do": "DO",
    "mba": "MBA",
    "ms": "MS",
    "img": "IMG",
    "j1": "J-1",
    "h1b": "H-1B",
}


def spoken(word: str) -> str:
    """A key as a person says it.

    >>> spoken("us_faculty"), spoken("hands_on")
    ('US faculty', 'Hands on')
    """
    words = [SMALL_WORDS.get(part, part) for part in word.split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def label_of(name: str) -> str:
    """The label of a field or group by its name in the form, rows numbered from one.

    >>> label_of("applicant.letters.0.closeness"), label_of("applicant.letters.1")
    ('How well they know your work', 'Letters of recommendation, 2')
    """
    parts = name.split(".")
    pattern = ".".join(part for part in parts if not part.isdecimal())
    label = LABELS.get(pattern, spoken(pattern.split(".")[-1]))
    return f"{label}, {int(parts[-1]) + 1}" if parts[-1].isdecimal() else label


def choice_label(word: str) -> str:
    """A word of an enumeration as the form says it."""
    return CHOICES.get(word, spoken(word))
