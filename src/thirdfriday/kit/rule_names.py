"""Wrong names: another program or city left in from another version."""

import re
from collections.abc import Iterator

from thirdfriday.domain.distance import great_circle_miles
from thirdfriday.domain.program import Program
from thirdfriday.kit.finding import Finding
from thirdfriday.kit.kit_numbers import kit_value, kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import (
    Mention,
    cities,
    generic_words,
    hospitals,
    states,
)
from thirdfriday.kit.slip_findings import wrong_city, wrong_program

_PAST = re.compile(
    r"\b(?:rotat\w+|clerkships?|electives?|sub-?internships?|externships?|observ\w+|"
    r"volunteer\w*|worked|"
    r"research(?:ed)?|graduat\w+|stud(?:y|ied|ying)|attended|degree|born|shadow\w*|presented|"
    r"conference|"
    r"attending|months? (?:in|at|with)|years? (?:in|at|with)|fellow(?:ship)?|letter|mentor\w*|"
    r"spent|treated|"
    r"admitted|student at|internship at|position at|employed|during|while|when I|alumn\w+|"
    r"grew up|raised|"
    r"famil(?:y|ies) (?:live|in|is|are|from)|my (?:parents?|sisters?|brothers?|partner|wife|"
    r"husband|uncle|aunt|"
    r"friends?|grand\w+|training|time|home|family)\b(?! and I)|taught me|showed me|convinced me|"
    r"from my|"
    r"born in|"
    r"moved (?:from|to the)|(?:leave|leaving|left)(?: \w+)? $|lived|came from|visited|flew|"
    r"drive from|hours? from|miles from|used to|"
    r"as a (?:medical )?student|collaborat\w+|published with|residents from|faculty from|"
    r"trained under|my work|(?:has|have) (?:prepared|taught|shown|given|made|convinced) me|"
    r"transferred|referred|founded|Dr\. [A-Z]\w+ (?:of|at|from))\b",
    re.IGNORECASE,
)
_TOWARD = re.compile(
    r"(?:\b(?:train(?:ing)?|join(?:ing)?|resident|residency|residencies|residents|interns?|"
    r"programs?|"
    r"match(?:ing|ed)?|appl(?:y|ying|ied|ication)|interest(?:ed)?|excited|thrilled|eager|draws?|"
    r"drawn|attract\w*|"
    r"thrive|fit|interview(?:ing|ed)?|invitation|invit\w+|meet(?:ing)?|impressed|choos\w+|chose|"
    r"contribut\w+|"
    r"look(?:ing)? forward|sure that|certain that|why|future|opportunity|chance|home|part of|"
    r"member of|bring|"
    r"learn(?:ing)?|come to|work(?:ing)? (?:at|with)|honou?red|consider(?:ing|ation)?|select\w*|"
    r"want to|hope to|"
    r"would (?:love|like|be)|dream|ideal|perfect|place for me|rank\w*|position at|privilege|"
    r"admire|believe|"
    r"serve|visit(?:ing)? day|(?:thank you|thanks|grateful|gratitude|thankful) (?:to|for|all|so|"
    r"again|very)|enjoy\w*|appreciat\w+|welcom\w+|hospitality)\b|^\s*(?:dear|to|hello|hi)\b)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^,? I (?:would|could|hope|will|want|look)\b|^(?:'s)?[^.?!]{0,30}\b(?:residency|program|"
    r"residents|faculty|is (?:where|my|the|an? )|"
    r"would|offers?|because|"
    r"stands? out|emphasis|commitment|reputation|mission|dedication|strengths?|curriculum|focus|"
    r"values|"
    r"approach|has (?:an?|the)|provides?|attracts?|gives?|appeals?|for residency|combines?|"
    r"this (?:march|"
    r"july|season))\b",
    re.IGNORECASE,
)
_CITY_BEFORE = re.compile(
    r"(?:\b(?:your|the|this|a|this) (?:\w+ ){0,3}(?:program|residency|hospital|clinic|"
    r"department|community|city)"
    r"(?: program)? (?:in|of)"
    r"|\b(?:live|living|work|working|train|training|residency|residencies|program|resident|"
    r"residents|move|moving|"
    r"relocate|relocating|settle|settling|practi[cs]e|practi[cs]ing|life|come|coming|stay|"
    r"staying|match|matching|"
    r"future|career|home|doctor|physician|roots) (?:\w+ ){0,2}(?:in|to)"
    r"|\b(?:serve|serving|care for|caring for|treat|treating|learn from|help|"
    r"helping)\b[^.?!]{0,60}\b(?:of|in)"
    r"|\b(?:diversity|community|communities|people|patients|populations?|culture|families|"
    r"residents|underserved|"
    r"neighborhoods|needs) (?:of|in|across|throughout)"
    r"|\b(?:drawn|attracted|look forward|excited|relocat\w+|mov\w+|com(?:e|ing)) (?:to|about|"
    r"by)(?: \w+ing)?(?: in| to)?"
    r"|\bserve|\bcall)(?: (?:the|greater|downtown|inner-city))?(?: city of)? ?$",
    re.IGNORECASE,
)
_YOUR_PROGRAM = re.compile(
    r"\b(?:your (?:\w+ ){0,2}(?:program|residency|residents|hospital|department|institution|clinic|"
    r"team|faculty|class|interns?)|as (?:a|your) (?:\w+ )?(?:resident|intern)|match with you|"
    r"join(?:ing)? you|with you|train(?:ing)? with you|next (?:three|four|five|few) years|"
    r"residency years|come july|this (?:summer|july|june))\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|to|of|around|near|across|for|throughout|into|within|with|like)"
    r"(?: (?:and|the|greater|downtown|south|north|east|west|around|near))*(?: city of)? ?$",
    re.IGNORECASE,
)
_EXPLORE = re.compile(
    r"\b(?:explor|discover|experienc)\w* $|\bget(?:ting)? to know $", re.IGNORECASE
)
_HANDY = re.compile(
    r"\b(?:(?:location|site|address) of your|your (?:location|city)|(?:close|near|nearby|next) to "
    r"(?:you|your))\b",
    re.IGNORECASE,
)  # said of where the reader is, whatever was done there
_MOVES = re.compile(
    r"\b(?:will|going to|plan to|hope to|ready to|happy to|glad to|able to|can|could|would)"
    r" (?:\w+ ){0,3}(?:move|relocate|come)\b[^.?!]{0,25}\bto $",
    re.IGNORECASE,
)
_HOPES = re.compile(
    r"\b(?:I|we) (?:\w+ )?(?:hope|want|plan|intend|wish|aim|mean|would (?:like|love)|look forward)|"
    r"\bI'd (?:like|love)|\b(?:chance|opportunity|privilege|prospect|eager|excited|thrilled|ready|"
    r"happy|glad) (?:to|of|for|about)\b|\b(?:my|our) (?:goal|dream|hope|plan|aim|future)\b",
    re.IGNORECASE,
)
_HOUSING = re.compile(
    r"\b(?:apartments?|housing|house|houses|home|homes|place to live|lease|rent|rentals|"
    r"schools for|commute|neighborhoods?|flat|condo|studio)\b[^.?!]{0,25}$",
    re.IGNORECASE,
)
DONE = re.compile(
    r"\b(?:\w{2,}(?<!ne)(?<!bree)ed|saw|did|was|were|had|began|grew|met|taught|spent|came|left|"
    r"went|"
    r"knew|found|felt|made|took|gave|kept|ran|led|wrote|since|after|from|back)\b",
    re.IGNORECASE,
)
HOPED = re.compile(
    r"\b(?:(?:excited|thrilled|interested|prepared|delighted|committed|dedicated|motivated|"
    r"inspired|underserved|would be|honou?red|privileged|needed|drawn|attracted|determined)\b)",
    re.IGNORECASE,
)
_BROUGHT = re.compile(r"\b(?:bring to|join|at|with|match at|of|choose|chose) $", re.IGNORECASE)
BEFORE_A_NAME = 24  # characters in which "residency at" stands before a name
_SCHOOL = re.compile(
    r"\b(?:residency|program|train(?:ing)?|residents?|faculty|department) at $", re.IGNORECASE
)
_AS_SCHOOL = re.compile(r"^ (?:family|residency|faculty|housestaff|program)\b")
_DRAWN = re.compile(
    r"\b(?:draw\w*|attract\w*|join\w*|match\w*|train\w*) (?:me )?(?:to|at|with)? ?$"
)
_GREETED = re.compile(r"^\s*(?:dear|hi|hello|to)\b", re.IGNORECASE | re.MULTILINE)
_CITY_AFTER = re.compile(
    r"^'s (?:\w+ )?(?:divers\w+|communit\w+|people|population|patients|culture|food|residents|"
    r"neighborhoods|"
    r"underserved|arts|weather|hospitals)",
    re.IGNORECASE,
)


def wrong_programs(context: LintContext) -> Iterator[Finding]:
    """A hospital other than the one written to, named as the place to train."""
    wanted = [one for one in context.names if hospital(context, one) and _toward(context, one)]
    if context.program:
        own = context.own
        named = any(one.kind == "hospital" and context.is_own(one) for one in context.names)
        for one in wanted:
            words = one.values if one.kind == "hospital" else frozenset(one.key.split())
            shared = words & own - generic_words()
            mine = context.is_own(one) if one.kind == "hospital" else words <= own
            if not mine and not (named and shared):
                yield wrong_program((one.start, one.end), context.program.name)
        return
    for part in _letters(context.plain, wanted):
        for one in part[1:]:
            alike = one.values & part[0].values or one.key in part[0].key or part[0].key in one.key
            if not alike and context.sentence_at(one.start) != context.sentence_at(part[0].start):
                yield wrong_program(
                    (one.start, one.end), context.plain[part[0].start : part[0].end]
                )
                return


def _letters(text: str, names: list[Mention]) -> list[list[Mention]]:
    """The names of each letter, where one text holds several with a greeting each."""
    starts = [hit.start() for hit in _GREETED.finditer(text)]
    parts: dict[int, list[Mention]] = {}
    for one in names:
        parts.setdefault(sum(start <= one.start for start in starts), []).append(one)
    return list(parts.values())


def hospital(context: LintContext, one: Mention) -> bool:
    """Whether a name is a hospital's, or a city's said in place of the hospital called after it."""
    if one.kind != "city":
        return one.kind == "hospital"
    before = context.plain[max(0, one.start - BEFORE_A_NAME) : one.start]
    called = _BROUGHT if " " in one.key else _SCHOOL
    if one.key in kit_words("names")["hospitals"] and _DRAWN.search(before):
        return True
    after = context.plain[one.end : one.end + BEFORE_A_NAME]
    schools = (f"{one.key} university", f"{one.key} health")
    if _AS_SCHOOL.match(after) and any(school in hospitals() for school in schools):
        return True
    known = one.key in hospitals() or f"{one.key} university" in hospitals()
    return known and bool(called.search(before))


def _toward(context: LintContext, one: Mention) -> bool:
    """Whether the sentence names the hospital as where the writer wants to be."""
    sentence = context.sentence_at(one.start)
    before, after = context.before(sentence, one.start), context.after(sentence, one.end)
    if _PAST.search(before) or re.match(r"[^.?!]{0,40}\b(?:taught me|showed me)", after):
        return False
    return bool(_TOWARD.search(before) or _AFTER.search(after))


def wrong_cities(context: LintContext) -> Iterator[Finding]:
    """A city other than the program's, named as where the writer will live."""
    program = context.program
    if program is None:
        return
    own = context.own
    for one in context.names:
        if one.kind != "city" or frozenset(one.key.split()) <= own or hospital(context, one):
            continue
        sentence = context.sentence_at(one.start)
        before = context.before(sentence, one.start)
        after = context.after(sentence, one.end)
        handy = _MOVES.search(before) or (_HANDY.search(sentence.text) and _PLACED.search(before))
        toward = (
            _CITY_BEFORE.search(before)
            or _CITY_AFTER.match(after)
            or _ahead(sentence.text, before, after)
        )
        if not handy and (not toward or _PAST.search(sentence.text)):
            continue
        if far_city(program, one.key):
            yield wrong_city((one.start, one.end), program)


def far_city(program: Program, key: str) -> bool:
    """Whether no city of that name is near the program."""
    if program.lat is None or program.lon is None or states().get(key) == program.state:
        return False
    miles = [
        float(great_circle_miles(program.lat, program.lon, to_lat=place.lat, to_lon=place.lon))
        for place in cities()[key]
    ]
    return min(miles) > kit_value("lint.near_miles")


def _ahead(sentence: str, before: str, after: str) -> bool:
    """Whether a city stands in a sentence on the years with the reader, nothing past told."""
    if DONE.search(HOPED.sub("", before)):
        return False
    yours = bool(_YOUR_PROGRAM.search(sentence))
    if _PLACED.search(before):
        return yours or bool(_HOUSING.search(before) or _HOPES.search(before))
    if _EXPLORE.search(before):
        return True
    return yours and after.startswith("'s")
