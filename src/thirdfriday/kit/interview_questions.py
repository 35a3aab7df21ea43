"""The questions an interview will ask this applicant: skeleton, facts, follow-ups; red flags."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from thirdfriday.domain.applicant import VisaKind
from thirdfriday.domain.case import Case
from thirdfriday.domain.examinations import Examination
from thirdfriday.domain.experience import RedFlagKind
from thirdfriday.facts.registry import Facts
from thirdfriday.kit.case_facts import clinical_lines, fact, target_states, tie_lines
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.outline import Fact, Line, Page, Section, gap, line, section
from thirdfriday.models.eligibility import Result
from thirdfriday.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, the steps of an answer, the facts to use, what comes next."""

    key: str
    asked: str
    why: str
    skeleton: tuple[str, ...]
    facts: tuple[Line, ...]
    follow_ups: tuple[str, ...]


def questions_for(case: Case, plan: Plan) -> tuple[Question, ...]:
    """The questions that this profile will draw, the hardest first."""
    return (
        *_examinations(case),
        *_record(case),
        *_time(case),
        *_history(case),
        *_visa(case),
        *_place(case, plan),
        *_always(case),
    )


def failed_examinations(case: Case) -> list[tuple[str, Examination]]:
    """Examinations with at least one failed sitting, by name."""
    examinations = case.applicant.examinations
    pairs = [(f.name, getattr(examinations, f.name)) for f in fields(examinations)]
    return [(name.replace("_", " "), one) for name, one in pairs if one.failed_attempts]


def examination_fact(name: str) -> Fact:
    """The name of an examination as people write it."""
    words = name.replace(" ", "_").split("_")
    shown = [words[0].capitalize(), *words[1:]]
    if words[0] == "comlex":
        shown = ["COMLEX Level", *words[1:]]
    return Fact(
        " ".join(shown[:2] + [one.upper() for one in shown[2:]]), "case: applicant.examinations"
    )


def failure_line(name: str, examination: Examination) -> Line:
    """The bare fact of a failed examination."""
    origin = "applicant.examinations"
    return line(
        "{}: sittings {}, failed {}, latest result {}.",
        examination_fact(name),
        fact(origin, examination.attempts),
        fact(origin, examination.failed_attempts),
        fact(origin, examination.result),
    )


def _examinations(case: Case) -> Iterator[Question]:
    failed = failed_examinations(case)
    if failed:
        yield Question(
            "failed_examination",
            "Tell me about the examination you did not pass.",
            "The file shows a failed sitting, so somebody will ask.",
            (
                "what happened, in one sentence, as your own doing",
                "what you changed, with its name",
                "what has shown since that it works",
                "stop, and let them ask",
            ),
            tuple(failure_line(name, one) for name, one in failed),
            (
                "What would you do if it happened again?",
                "How will you prepare for the boards of your specialty?",
            ),
        )
    scores = [
        line("{}: {}.", examination_fact(name), fact(f"applicant.examinations.{name}.score", score))
        for name, score in _scores(case)
    ]
    if scores:
        yield Question(
            "scores",
            "How do you read your own scores?",
            "A number is on the first page, so have two sentences ready whichever way it points.",
            (
                "the number once, without adjectives",
                "what it does not show and your evaluations do",
            ),
            tuple(scores),
            ("How do you learn best?",),
        )
    if case.applicant.group == "do" and not case.applicant.examinations.has_usmle:
        yield Question(
            "no_usmle",
            "Why did you not sit the USMLE?",
            "The file holds COMLEX alone, and some programs compare by the other number.",
            ("the decision, as your own", "what your COMLEX shows", "no complaint about either"),
            (line("USMLE: none recorded."),),
            ("Would you still sit it?",),
        )


def _scores(case: Case) -> Iterator[tuple[str, int]]:
    """Every score recorded, by the name of its examination."""
    examinations = case.applicant.examinations
    for each in fields(examinations):
        score = getattr(examinations, each.name).score
        if score is not None:
            yield each.name, score


def _record(case: Case) -> Iterator[Question]:
    for flag in case.applicant.red_flags:
        if flag.kind is RedFlagKind.FAILED_EXAM:
            continue
        own = line(
            "Your own note: {}", fact("applicant.red_flags", flag.explanation or "none written")
        )
        yield Question(
            f"red_flag_{flag.kind}",
            f"What happened around the {str(flag.kind).replace('_', ' ')} in your record?",
            "It is in the file; a short and complete answer ends the matter.",
            ("what happened", "your part in it", "what changed", "what shows it"),
            (line("Recorded: {}.", fact("applicant.red_flags", flag.kind)), own),
            ("What did you learn about yourself?", "Who helped you?"),
        )


def _time(case: Case) -> Iterator[Question]:
    if case.applicant.education.graduation_year < case.season:
        year = fact("applicant.education.graduation_year", case.applicant.education.graduation_year)
        yield Question(
            "years_since_graduation",
            "What have you done since you graduated?",
            "Readers look for the last day on which you saw patients.",
            ("what you do now", "the line from then to now", "what keeps you current"),
            (line("Graduated in {}.", year), *clinical_lines(case)),
            ("When did you last look after a patient?", "Why now?"),
        )


def _history(case: Case) -> Iterator[Question]:
    if case.applicant.previous_matches:
        count = fact("applicant.previous_matches", case.applicant.previous_matches)
        yield Question(
            "reapplicant",
            "Why do you think you did not match before?",
            "They want to hear what is different this time.",
            (
                "your reading of it, without blame",
                "what you added since",
                "why this list of programs",
            ),
            (line("Earlier seasons: {}.", count),),
            ("What did your advisers say?",),
        )


def _visa(case: Case) -> Iterator[Question]:
    if case.applicant.needs_visa:
        usable = " or ".join(VISAS[kind] for kind in case.applicant.visa_need.usable)
        yield Question(
            "visa",
            "What is your visa situation?",
            "Programs plan for it, and an exact answer is worth more than a hopeful one.",
            (
                "which visa, in one sentence",
                "what is done and what is not",
                "no guess about policy",
            ),
            (
                line("You need: {}.", Fact(usable, "case: applicant.visa_need")),
                line(
                    "Certification: {}.",
                    fact("applicant.certification.status", case.applicant.certification.status),
                ),
                line(
                    "Step 3: {}.",
                    fact(
                        "applicant.examinations.step_3.result",
                        case.applicant.examinations.step_3.result,
                    ),
                ),
            ),
            ("When will Step 3 be done?", "Would you accept another visa?"),
        )


VISAS = {VisaKind.J1: "J-1", VisaKind.H1B: "H-1B"}


def _place(case: Case, plan: Plan) -> Iterator[Question]:
    target = Fact(plan.case.target, "plan: case.target")
    ties = tie_lines(case, states=target_states(case))
    yield Question(
        "geography",
        "Do you have a geographic preference?",
        "Every program outside your target wonders whether you would come; those inside, "
        "whether you would stay.",
        (
            "the true preference, in half a sentence",
            "what you look for in any program",
            "one fact that makes you credible in the reader's region",
            "no other city praised above it",
        ),
        (
            line("Target by the case file: {}.", target),
            *(ties or [line("No tie to it is recorded: claim none.")]),
        ),
        ("Would you really move here?", "Have you been here before?"),
    )
    asks = [
        choice for choice in plan.choices if any(g.result == Result.ASK for g in choice.eligibility)
    ]
    if asks:
        count = Fact(str(len(asks)), "count: programs with a rule to ask about")
        yield Question(
            "eligibility",
            "Do you meet our requirements?",
            "The plan found rules that only the program can confirm.",
            ("answer what is asked", "offer the document"),
            (line("Programs with a rule to confirm: {}.", count),),
            ("When will you have it?",),
        )


def _always(case: Case) -> Iterator[Question]:
    first = fact("wants.specialties", case.wants.specialties[0])
    yield Question(
        "why_specialty",
        "Why this specialty?",
        "Asked of everybody; the other answers lean on it.",
        ("one scene", "what in the work it showed you", "what you have done since to test it"),
        (line("Specialty: {}.", first), *clinical_lines(case)),
        ("What else did you consider?", "What will you dislike about it?"),
    )
    if len(case.wants.specialties) > 1:
        second = fact("wants.specialties", case.wants.specialties[1])
        yield Question(
            "two_specialties",
            "Are you applying in another specialty?",
            "You are; a plain yes with one reason is better than a discovery.",
            ("yes, and which", "what both have in common", "why this program all the same"),
            (line("Also applied in: {}.", second),),
            ("Which would you take?",),
        )
    yield Question(
        "why_us",
        "Why our program?",
        "It tells them whether you read about them.",
        ("two things of theirs that you can name", "the fact of yours that meets each"),
        (gap("the two things, looked up the evening before"),),
        ("What would you change here?",),
    )


def interview_page(case: Case, plan: Plan) -> Page:
    """The page of questions with skeletons, facts and follow-ups."""
    parts = []
    for question in questions_for(case, plan):
        lines = [
            line(f"Why it will come: {question.why}"),
            line(f"Steps: {'; '.join(question.skeleton)}."),
            *question.facts,
            gap("your answer, in your own words, then aloud until it takes a minute"),
            line(f"Then: {' '.join(question.follow_ups)}"),
        ]
        parts.append(section(question.asked, lines))
    parts.append(
        section(
            "What they may not ask",
            [
                line(
                    "Programs may not ask where else you applied, whom you signalled or how you "
                    "rank. You need not answer; you may say what you like about them."
                ),
                line("Nobody may ask about family plans, religion, age or health."),
            ],
        )
    )
    return Page("interview.md", "Interview: the questions your file will draw", tuple(parts))


def red_flag_page(case: Case, facts: Facts) -> Page | None:
    """Outlines of explanations; None where the record holds nothing to explain."""
    parts: list[Section] = []
    sentences = Fact(f"{kit_value('red_flag.sentences'):g}", "data: red_flag.sentences")
    steps = [
        gap("what happened: one sentence, no adjectives, your own part first"),
        gap("what you learned or changed: name the method, the person's role, the month"),
        gap("the evidence: a result, an evaluation, a habit that has lasted"),
        line("Keep it to about {} sentences, and leave out whose fault it was.", sentences),
    ]
    failed = failed_examinations(case)
    notes = [
        line("Your own note: {}", fact("applicant.red_flags", flag.explanation))
        for flag in case.applicant.red_flags
        if flag.kind is RedFlagKind.FAILED_EXAM and flag.explanation
    ]
    for name, examination in failed:
        lines = [failure_line(name, examination), *notes, *steps]
        parts.append(section("Failed: {}", lines, examination_fact(name)))
    for flag in case.applicant.red_flags:
        if failed and flag.kind is RedFlagKind.FAILED_EXAM:
            continue
        own = (
            [line("Your own note: {}", fact("applicant.red_flags", flag.explanation))]
            if flag.explanation
            else []
        )
        parts.append(
            section("Recorded: {}", [*own, *steps], fact("applicant.red_flags", flag.kind))
        )
    return (
        Page("red-flags.md", "Red flags: what happened, what changed, what shows it", tuple(parts))
        if parts
        else None
    )
