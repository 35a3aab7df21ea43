"""Wrong names: another specialty named as the writer's own."""

import re
from collections.abc import Iterator
from functools import cache

from thirdfriday.kit.finding import Finding
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import Mention
from thirdfriday.kit.rule_names import DONE, HOPED
from thirdfriday.kit.slip_findings import wrong_specialty

_FIELD_BEFORE = re.compile(
    r"(?:\b(?:residency|residencies|career|training|position|specialist|certification|program|"
    r"spot|future|life|"
    r"interest|passion|path|place|applicant|candidate|match|matching|specializ\w+|train|"
    r"major) (?:\w+ )?(?:in|for|to|is|into)"
    r"|\b(?:pursu\w+|cho(?:se|ose|osing|sen)|apply(?:ing)?(?: to| in| for)?|appli(?:ed|"
    r"cation)(?: to| for)|"
    r"committed to|dedicated to|devot\w+ (?:\w+ )?to|enter(?:ing)?|specializ\w+ in|"
    r"practi[cs](?:e|ing)|"
    r"drawn to|love(?: for| of| with)?|why|calling (?:is|to)|field of|specialty of|goal is|"
    r"want to do|"
    r"decided on|"
    r"dream of|future in|contribute to|excel in|"
    r"(?:devot|dedicat|commit|giv|pledg|consecrat|spend|turn)\w* [^.?!]{0,50}\b(?:to|in|on)|"
    r"(?:one|any) of your|spots? in|positions? in|belong (?:in|to)|meant for|made for|"
    r"suited (?:to|for)|"
    r"heart (?:is|lies) in|fell in love with|fall in love with|called to|return to|won over by)"
    r")(?: (?:a|an|the|your|my|academic|community|clinical|career in|residency in|training in|"
    r"field of|specialty of|"
    r"on|in|\w+ing))* ?$",
    re.IGNORECASE,
)
_FIELD_AFTER = re.compile(
    r"^ (?:residenc(?:y|ies)|program|programs|spots?|slots?|openings?|positions?|rewards|asks|"
    r"suits|"
    r"chose me|found me|called me|won me|drew me|has (?:always |"
    r"long )?been my|training program|residency program|career|"
    r"applicants?|"
    r"categorical|position|as (?:a|my) (?:career|specialty|life)|is (?:the|"
    r"my) (?:\w+ )?(?:specialty|"
    r"field|calling|right|career|path|choice|passion|vocation|home)|is (?:for me|where I))\b",
    re.IGNORECASE,
)
_YOURS = re.compile(
    r"\b(?:your|this|the|a|an|my|our|in|to|into|of) (?:\w+ )?$|^\s*$|\bdear (?:\w+ )*$",
    re.IGNORECASE,
)
_PERSON_BEFORE = re.compile(
    r"\b(?:become|becoming|became|make|train(?:ing)? as|train as|to be|will be|be|being|future|"
    r"as your next|make me|makes|made me|"
    r"into|kind of|type of) (?:an? |the |your )?(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_AS_ONE = re.compile(r"\b(?:as|into) (?:an?|your|the) (?:\w+ ){0,2}$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:look\w* forward|hop(?:e|ing)|want|will|would|eager|excited|goal|ready|prepared|grow\w*|"
    r"develop\w*|years|join\w*|serve|train\w*|continue|aim|career|ambition|dream|future|"
    r"plan|intend|life)\b",
    re.IGNORECASE,
)
_TURNED_AWAY = re.compile(
    r"\b(?:at first|initially|once|used to|thought|considered|planned|had wanted|before|until|but|"
    r"expected|instead|rather than|not|never|although|though|rotation|clerkship|elective|month|"
    r"months|"
    r"attending|taught|my (?:mother|father|uncle|aunt|mentor|sister|brother)|service|ward|"
    r"consult\w*|"
    r"patient|patients|worked with|the \w+ who|a \w+ who|fellowship|research|project|paper|"
    r"colleagues?|"
    r"from (?:internal|family|general|pediatric|emergency)|shadow\w*|department taught|"
    r"intersection|"
    r"together with|between|alongside|collaborat\w+|interface)\b",
    re.IGNORECASE,
)

_PART_OF = re.compile(
    r"^[- ](?:rotations?|clerkships?|electives?|months?|attendings?|services?|wards?|consult\w*|"
    r"research|"
    r"projects?|departments?|fellow\w*|patients?|clinics?|interest group|colleagues?|nurses?|"
    r"team|floors?|unit|"
    r"sub-?internship|shelf|conference|meeting|journal|literature|textbook|courses?|rounds|"
    r"didactics|lectures?|slides|exposure|coverage|backup)\b|^ (?:at first|"
    r"initially|once)\b",
    re.IGNORECASE,
)
_RESIDENT = re.compile(r"^ (?:residents?|physicians?|interns?|doctors?|trainee)\b", re.IGNORECASE)


def wrong_specialties(context: LintContext) -> Iterator[Finding]:
    """A specialty other than the program's, named as the writer's own."""
    wanted = wanted_by(context)
    for one in context.specialties:
        sentence = context.sentence_at(one.start)
        before, after = context.before(sentence, one.start), context.after(sentence, one.end)
        if not_a_slip(context, one) or _TURNED_AWAY.search(before):
            continue
        if _own_specialty(one, before, after) or _own_field(one, context, sentence.text, wanted):
            yield wrong_specialty((one.start, one.end), one.key, wanted)


def not_a_slip(context: LintContext, one: Mention) -> bool:
    """Whether a specialty is wanted, or part of what is, or another's, or one of two applied to."""
    wanted, sentence = wanted_by(context), context.sentence_at(one.start)
    if any(covers(key, own) for key in one.values for own in wanted):
        return True
    if any(one.key in _parts().get(own, ()) for own in wanted):
        return True
    before, after = context.before(sentence, one.start), context.after(sentence, one.end)
    if _PART_OF.match(after) or somebody_elses(before):
        return True
    beside = {key for other in context.specialties for key in other.values
              if sentence.start <= other.start < sentence.end}  # fmt: skip
    both = bool(one.values & set(context.case.wants.specialties)) and bool(beside & set(wanted))
    return both or (one.kind == "field" and bool(_OF_US_BOTH.search(sentence.text)))


@cache
def _parts() -> dict[str, tuple[str, ...]]:
    """Words for parts of a specialty that name another: obstetrics of family medicine."""
    return {own: tuple(words) for own, words in kit_words("names")["parts"].items()}


_OF_US_BOTH = re.compile(
    r"\b(?:couples? match|couple|couples|both of us|two of us)\b|\bwe have\b[^.?!]*\bprograms\b",
    re.IGNORECASE,
)


def somebody_elses(before: str) -> bool:
    """Whether the words before a specialty say that it is another person's."""
    return bool(_OTHERS.search(before)) and not _AND_MINE.search(before)


_OTHERS = re.compile(
    r"\b(?:my (?:\w+ )?(?:partner|wife|husband|spouse|fianc\w+|boyfriend|girlfriend|friends?|"
    r"roommates?|classmates?|cousins?|sisters?|brothers?|siblings?|son|daughter|mother|father|"
    r"parents?|uncle|aunt)|he|she|(?<!\band )they)\b(?!'s advice)",
    re.IGNORECASE,
)
_AND_MINE = re.compile(
    r"\b(?:and|but|so|while|or|then) (?:I|we|mine)\b|\bI (?:am|want|hope|will|would|chose|know|"
    r"knew|decided|applied|apply)\b[^.?!]*$",
    re.IGNORECASE,
)


def wanted_by(context: LintContext) -> list[str]:
    """The specialties that a text may name as the writer's own."""
    wanted = list(context.case.wants.specialties)
    if context.program:
        preliminary = context.program.specialty not in wanted
        wanted = [context.program.specialty, *(wanted if preliminary else ())]
    return wanted


def covers(key: str, own: str) -> bool:
    """Whether a specialty named fits one's own, combined ones and general words included."""
    if key == own or key in own or own in key:
        return True
    return key == "general_surgery" and own.endswith("surgery")


def _own_field(one: Mention, context: LintContext, sentence: str, wanted: list[str]) -> bool:
    """Whether a sentence on the writer's years ahead names this field and none that is wanted."""
    if one.kind != "field" or not _VOCATION.search(sentence) or _TURNED_AWAY.search(sentence):
        return False
    if DONE.search(HOPED.sub("", sentence)):
        return False
    named = {key for other in context.specialties for key in other.values
             if context.sentence_at(other.start).text == sentence}  # fmt: skip
    return not any(covers(key, own) for key in named for own in wanted)


_VOCATION = re.compile(
    r"\b(?:journey|calling|right (?:field|fit|specialty|path|home|choice)|the field|my (?:field|"
    r"specialty|future|calling|home|life|career|vocation|passion)|for me|who I am|see myself|"
    r"I (?:am |'m )?(?:\w+ )?(?:hope|want|aim|intend|plan|excited|eager|ready|determined|"
    r"belong|believe|look forward))\b",
    re.IGNORECASE,
)


def _own_specialty(one: Mention, before: str, after: str) -> bool:
    if one.kind == "person":
        as_one = _AS_ONE.search(before) and _AHEAD.search(before)
        return bool(_PERSON_BEFORE.search(before) or as_one)
    if one.kind == "adjective":
        return bool(re.match(r"^ (?:residency|resident|program)\b", after)) and bool(
            re.search(r"\byour (?:\w+ )?$", before)
        )
    if _RESIDENT.match(after):
        return bool(_PERSON_BEFORE.search(before)) or bool(
            _AS_ONE.search(before) and _AHEAD.search(before)
        )
    if _FIELD_AFTER.match(after):
        return bool(_YOURS.search(before))
    return bool(_FIELD_BEFORE.search(before))
