"""The applicant's own facts in words: what may be claimed, and what may not."""

from collections.abc import Iterator

from thirdfriday.domain.case import Case
from thirdfriday.domain.experience import ClinicalExperience, ClinicalKind, LanguageLevel, TieKind
from thirdfriday.domain.region import region_of
from thirdfriday.facts.registry import Facts
from thirdfriday.kit.outline import Fact, Line, gap, line

KIND_WORDS = {
    ClinicalKind.SUB_INTERNSHIP: "sub-internship",
    ClinicalKind.HANDS_ON: "hands-on work",
}


def fact(origin: str, value: object) -> Fact:
    """A value of the case, its underscores as spaces."""
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return Fact(shown.replace("_", " "), f"case: {origin}")


def number_fact(facts: Facts, name: str) -> Fact:
    """A number of the record."""
    return Fact(f"{facts.value(name):,.0f}", f"data: {name}")


def status_of(facts: Facts, name: str) -> str:
    """A note where a number was carried over from an earlier season."""
    return "" if facts.number(name).confirmed else " (last season's; confirm)"


def tie_lines(case: Case, *, states: frozenset[str] | None = None) -> list[Line]:
    """Each recorded tie as a claim with its gap; those of some states only where given."""
    found = []
    for tie in case.applicant.ties:
        if tie.place is None or (states is not None and tie.place.state not in states):
            continue
        kind, place = fact("applicant.ties", tie.kind), fact("applicant.ties", tie.place)
        private = " Yours to tell or not: nobody may ask." if tie.kind is TieKind.PARTNER else ""
        if tie.years is None:
            found.append(line("Tie: {} in {}." + private, kind, place))
        else:
            years = fact("applicant.ties", tie.years)
            unit = "year" if tie.years == 1 else "years"
            found.append(line("Tie: {} in {}, {} " + unit + "." + private, kind, place, years))
        if tie.note:
            found.append(line("Your own note on it: {}", fact("applicant.ties", tie.note)))
        found.append(gap("one scene that shows this tie, with what you did in it"))
    return found


def target_states(case: Case) -> frozenset[str]:
    """The states in which the target area lies."""
    return region_of(case.wants.target).reached_states()


def stay_line(stay: ClinicalExperience, *, unnamed: bool = False, specialty: str = "") -> Line:
    """One stay as a claim: its kind, specialty and months, its place unless that is left out.

    In a text for `specialty` a stay in another one is marked.
    """
    origin = "applicant.clinical_experience"
    parts = [fact(origin, KIND_WORDS.get(stay.kind, stay.kind))]
    words = "Clinical: {}"
    if stay.specialty:
        parts.append(fact(origin, stay.specialty))
        words += " ({})"
    parts.append(fact(origin, stay.months))
    words += ", months: {}"
    if unnamed:
        words += "; leave the place out."
    elif stay.place is None:
        words += "; the place is not recorded."
    else:
        parts.append(fact(origin, stay.place))
        words += ", in {}."
    if specialty and stay.specialty and stay.specialty != specialty:
        parts.append(Fact(specialty.replace("_", " "), "kit: specialty"))
        words += " Weak for {}: say what of it carries over."
    return line(words, *parts)


def clinical_lines(
    case: Case, *, unnamed: frozenset[str] = frozenset(), specialty: str = ""
) -> list[Line]:
    """Each stay of US clinical experience as a claim with its gap; no place of `unnamed` states."""
    found = []
    for stay in case.applicant.clinical_experience:
        hidden = stay.place is not None and stay.place.state in unnamed
        found.append(stay_line(stay, unnamed=hidden, specialty=specialty))
        found.append(
            gap("one patient or one day there (no name, no date, no number), what you learned")
        )
    if not found and case.applicant.type.international:
        found.append(
            line("Weak: no US clinical experience is recorded, so do not speak as if there were.")
        )
    return found


def other_lines(case: Case) -> Iterator[Line]:
    """Languages, service, research and honors as claims with gaps; the weak ones marked."""
    person = case.applicant
    for tongue in person.languages:
        name, level = (
            fact("applicant.languages", tongue.name),
            fact("applicant.languages", tongue.level),
        )
        careful = tongue.level not in (LanguageLevel.NATIVE, LanguageLevel.FLUENT)
        ending = " Weak: do not call it fluent." if careful else ""
        yield line("Language: {}, {}." + ending, name, level)
    service = person.service
    if service.volunteer_experiences:
        count = fact("applicant.service.volunteer_experiences", service.volunteer_experiences)
        yield line("Volunteering: experiences recorded: {}; choose the one you know best.", count)
        yield gap("who was helped, by what you did, how you know")
    if service.underserved:
        yield line(
            "You recorded work for underserved people: name the place and the work, not the virtue."
        )
    research = person.research
    if research.publications or research.abstracts:
        texts = fact("applicant.research.publications", research.publications)
        posters = fact("applicant.research.abstracts", research.abstracts)
        yield line(
            "Research: publications {}, abstracts {}; use one, for the question it asked.",
            texts,
            posters,
        )
        if not research.publications:
            yield line("Weak: nothing is published yet, so do not write of publications.")
    else:
        yield line(
            "Weak: no publication or abstract is recorded: do not call yourself a researcher."
        )
    for society in person.education.honor_societies:
        yield line("Honor: {}.", fact("applicant.education.honor_societies", society.upper()))
