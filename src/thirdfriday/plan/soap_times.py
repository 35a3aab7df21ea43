"""The times of Match Week in the applicant's own zone, and the steps before it with their days."""

import datetime as dt

from thirdfriday.domain.applicant import Applicant
from thirdfriday.facts.registry import Facts
from thirdfriday.plan.soap import PreparationStep, SoapMoment

TITLES = {
    "status": "You learn whether you matched; the list of unfilled programs opens",
    "applications_from": "Applications may be prepared and sent",
    "round_1": "Offer round 1",
    "round_2": "Offer round 2",
    "round_3": "Offer round 3",
    "round_4": "Offer round 4",
    "ends": "SOAP ends; only now may you write to programs freely",
}
SECONDS_PER_HOUR = 3600.0
STEPS = (
    ("list", "Write down the specialties and regions you would take, and what you would not."),
    (
        "documents",
        "Have a statement and letters for each of those specialties uploaded, and the "
        "transcript released.",
    ),
    (
        "visa",
        "Lay out certificate, passport, visa papers and a telephone number that works "
        "everywhere: programs ask within hours.",
    ),
    (
        "people",
        "Tell advisers and letter writers how to reach you, and that nobody may approach a "
        "program for you.",
    ),
    (
        "rehearsal",
        "Rehearse one interview of ten minutes, check devices, and check these times in "
        "your own zone.",
    ),
)


def soap_times(facts: Facts, zone: dt.tzinfo) -> tuple[SoapMoment, ...]:
    """The times of Match Week, Eastern and in `zone`; an offer round ends after its hours.

    Facts: calendar.soap.status, calendar.soap.round_1, soap.round_hours
    """
    lasts = dt.timedelta(hours=facts.value("soap.round_hours"))
    found = []
    for name, title in TITLES.items():
        number = facts.number(f"calendar.soap.{name}")
        moment = facts.moment(f"calendar.soap.{name}")
        local = moment.astimezone(zone)
        ahead = (local.utcoffset() or dt.timedelta()) - (moment.utcoffset() or dt.timedelta())
        ends = (moment + lasts).astimezone(zone) if name.startswith("round") else None
        found.append(
            SoapMoment(
                name=name,
                title=title,
                eastern=moment.isoformat(),
                local=local.isoformat(),
                local_weekday=f"{local:%A}",
                ends_local=ends.isoformat() if ends else None,
                hours_ahead_of_eastern=ahead.total_seconds() / SECONDS_PER_HOUR,
                confirmed=number.confirmed and number.kind == "fact",
            )
        )
    return tuple(found)


def soap_checklist(applicant: Applicant, facts: Facts) -> tuple[PreparationStep, ...]:
    """What to have ready, each with its day before the status is known.

    Facts: soap.checklist.list_days, soap.checklist.documents_days
    """
    status = facts.moment("calendar.soap.status").date()
    found = []
    for name, text in STEPS:
        if name == "visa" and not (applicant.needs_visa or applicant.type.international):
            continue
        day = status - dt.timedelta(days=facts.value(f"soap.checklist.{name}_days"))
        found.append(PreparationStep(day.isoformat(), text))
    return tuple(found)


def soap_conduct(facts: Facts) -> tuple[str, ...]:
    """What may not be done in Match Week, as the season's rules say.

    Facts: soap.applications_maximum, soap.contact_before_program_contacts
    """
    most = round(facts.value("soap.applications_maximum"))
    rules = [
        f"At most {most} applications in all rounds together; they stay live through every round.",
        "An accepted offer binds like a match, and takes you out of the later rounds.",
        "An offer declined, or left to expire, is gone.",
        "Whoever is not eligible may not approach programs of the Match before SOAP ends.",
    ]
    if not facts.flag("soap.contact_before_program_contacts"):
        rules.insert(
            1,
            "No contact before a program contacts you: no call, e-mail or message, by you or "
            "by anyone for you. Once it has, you may answer.",
        )
    return tuple(rules)
