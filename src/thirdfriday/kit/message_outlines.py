"""Messages: when to send each, to whom, and when not; an outline, never the words."""

import datetime as dt

from thirdfriday.domain.case import Case
from thirdfriday.domain.season import Season
from thirdfriday.kit.case_facts import fact
from thirdfriday.kit.interview_questions import VISAS
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.outline import Fact, Line, Page, Section, gap, line, section
from thirdfriday.plan.plan import Plan


def kit_fact(name: str) -> Fact:
    """A number of data/kit."""
    return Fact(f"{kit_value(name):g}", f"data: {name}")


def date_fact(day: dt.date, origin: str) -> Fact:
    """A day in the form 2027-03-03."""
    return Fact(day.isoformat(), f"data: {origin}")


def message_page(case: Case, plan: Plan, season: Season) -> Page:
    """The page of messages with their dates."""
    see = season.deadline("eras.programs_see")
    deadline = season.deadline("nrmp.rank_deadline")
    interest = see.day + dt.timedelta(weeks=kit_value("message.interest.weeks"))
    decide = deadline.day - dt.timedelta(weeks=kit_value("message.decision.weeks"))
    confirm = "" if see.confirmed and deadline.confirmed else " (dates not yet published: confirm)"
    parts = [
        _interest(interest, confirm),
        _thanks(),
        _update(),
        _first_choice(decide, deadline.day, confirm),
        _scheduling(),
        _withdrawal(),
        _letter(case),
        _waiver(case, plan),
    ]
    return Page("messages.md", "Messages: when, to whom, and when not", tuple(parts))


_ASKED_NOT = "When not: the program's page or invitation asks for no contact. Then silence is best."


def _message(title: str, when: Line, to: str, body: list[Line], never: str) -> Section:
    return section(title, [when, line(f"To: {to}"), *body, line(never)])


def _interest(day: dt.date, confirm: str) -> Section:
    return _message(
        "Interest, before any invitation",
        line(
            "When: once, from about {}" + confirm + "; earlier the file has not been read.",
            date_fact(day, "message.interest.weeks"),
        ),
        "the program coordinator, with the director named in the greeting.",
        [
            gap("one tie or one fact of yours that fits this program"),
            gap("one thing of theirs that you can name"),
            line(
                "At most five sentences. No scores, no pleading, no attachment that they have "
                "already."
            ),
        ],
        _ASKED_NOT,
    )


def _thanks() -> Section:
    return _message(
        "Thank-you, after an interview",
        line("When: within {} days.", kit_fact("message.thank_you.days")),
        "each interviewer whose address you were given; otherwise one note to the coordinator.",
        [
            gap("one thing that was said, and why it stayed with you"),
            line("Nothing about rank lists."),
        ],
        _ASKED_NOT,
    )


def _update() -> Section:
    return _message(
        "Update",
        line(
            "When: only with news, and at least {} weeks after the last message.",
            kit_fact("message.update.weeks"),
        ),
        "the program coordinator.",
        [
            gap("the news in one sentence: accepted, passed, finished, certified"),
            line("One sentence of interest at the end, if true."),
        ],
        _ASKED_NOT,
    )


def _first_choice(day: dt.date, deadline: dt.date, confirm: str) -> Section:
    return _message(
        "First choice",
        line(
            "When: once, to one program, about {}; rank lists close on {}" + confirm + ".",
            date_fact(day, "message.decision.weeks"),
            date_fact(deadline, "calendar.nrmp.rank_deadline"),
        ),
        "the program director.",
        [
            line("You may say it; nobody may ask for it. It must be true of one program only."),
            gap("the reason that is true of no other program"),
        ],
        "When not: you are not sure, or the program asks for no contact. Ask for nothing in "
        "return.",
    )


def _scheduling() -> Section:
    return _message(
        "Scheduling",
        line("When: the day the invitation comes; dates go within hours."),
        "the coordinator, or the scheduling site that the invitation names.",
        [gap("two dates that suit you, in order"), line("Thanks in one sentence; no reasons.")],
        "When not: a date can be chosen on the site; then write nothing.",
    )


def _withdrawal() -> Section:
    return _message(
        "Withdrawal",
        line(
            "When: as soon as you know, at the latest {} days before the interview.",
            kit_fact("message.withdrawal.days"),
        ),
        "the coordinator.",
        [line("Thanks, the date you release, no reasons."), gap("the date")],
        "When not: never stay away without a word.",
    )


def _letter(case: Case) -> Section:
    count = fact("applicant.letters", len(case.applicant.letters))
    return _message(
        "Letter request",
        line(
            "When: {} weeks before it is due. Letters recorded: {}.",
            kit_fact("improve.letter.weeks"),
            count,
        ),
        "somebody who has seen you work, best in your specialty.",
        [
            gap("what you did together, and when"),
            line("Ask whether they could write a strong letter, and make it easy to say no."),
            line("Send your CV and the outline of your statement."),
        ],
        "When not: they hardly know you; a famous name does not mend that.",
    )


def _waiver(case: Case, plan: Plan) -> Section:
    start = "When: as soon as you learn that you cannot start on time."
    usable = " or ".join(VISAS[kind] for kind in case.applicant.visa_need.usable)
    needed = [fact("applicant.visa_need", usable)] if usable else []
    return _message(
        "Waiver or later start",
        line(start + (" Visa you need: {}." if needed else ""), *needed),
        "the program first; a waiver itself is asked of the NRMP.",
        [
            gap("what happened, since when, and the earliest day on which you can start"),
            line("Attach the document that says so."),
        ],
        "When not: you would rather be elsewhere. A match binds.",
    )
