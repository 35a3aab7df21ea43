"""The dates of a season in words, by the name that the season's calendar gives them."""

WORDS = {
    "eras.opens": "ERAS opens to applicants",
    "eras.submit_from": "First day to submit applications in ERAS",
    "eras.programs_see": "Programs see the applications",
    "eras.ends": "The ERAS season ends",
    "nrmp.registration_opens": "NRMP registration opens",
    "nrmp.registration_late_after": "Last day to register with the NRMP without the late fee",
    "nrmp.rank_deadline": "Rank order lists must be certified",
    "nrmp.match_week": "Match Week begins: whether you matched",
    "nrmp.match_day": "Match Day: where you matched",
    "soap.status": "SOAP: status and the list of unfilled programs",
    "soap.applications_from": "SOAP: applications may be sent",
    "soap.round_1": "SOAP: first round of offers",
    "soap.round_2": "SOAP: second round of offers",
    "soap.round_3": "SOAP: third round of offers",
    "soap.round_4": "SOAP: fourth round of offers",
    "soap.ends": "SOAP ends",
}
SERVICES = {"eras": "ERAS", "residencycas": "ResidencyCAS", "nrmp": "NRMP", "soap": "SOAP"}
STEPS = {
    "programs_see": "programs see the applications",
    "submit_from": "first day to submit",
    "opt_out_by": "programs say by this day whether they take signals",
}


def deadline_words(name: str) -> str:
    """What happens on a date of the calendar, in words.

    >>> deadline_words("nrmp.match_day")
    'Match Day: where you matched'
    >>> deadline_words("residencycas.emergency_medicine.programs_see")
    'ResidencyCAS, emergency medicine: programs see the applications'
    """
    if name in WORDS:
        return WORDS[name]
    first, *middle, last = name.split(".")
    where = ", ".join([SERVICES.get(first, first), *(word.replace("_", " ") for word in middle)])
    return f"{where}: {STEPS.get(last, last.replace('_', ' '))}"


def concerns(name: str, specialty: str) -> bool:
    """Whether a date of the calendar is one of this applicant's season.

    Dates of fellowships, and of other specialties, are not.

    >>> concerns("fellowship.july.submit_from", "pediatrics"), concerns("soap.ends", "pediatrics")
    (False, True)
    """
    parts = name.split(".")
    return parts[0] != "fellowship" and (len(parts) < 3 or specialty in parts)
