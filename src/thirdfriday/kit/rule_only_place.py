"""One place only: wording that closes the door on the program that reads it."""

import re
from collections.abc import Iterator

from thirdfriday.domain.region import region_of
from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import Mention
from thirdfriday.kit.phrase_rule import patterns
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import watched

_HARD = patterns(
    r"\bI(?:'m| am| will| would|'ll|'d| have)? (?:really |truly )?only (?:want|wish|plan|hope|"
    r"intend|train|live|"
    r"interested|consider\w*|appl\w+|see myself|looking|willing|going to|be happy|accept|"
    r"rank\w*|match)",
    r"(?<!\ba )(?<!\bthe )(?<!\bour )(?<!\bthis )\b(?:want|wish|hope|plan|intend|willing|"
    r"interested|applying|applied|looking|consider\w*|train)\b[^.?!]{0,40}"
    r"\b(?:only|exclusively|solely)\b|\b(?:exclusively|solely) (?:interested|focused|committed|"
    r"appl|look|in|on|want)",
    r"\bonly (?:place|city|region|area|state|location|part of the country)\b[^.?!]{0,30}\b(?:I|"
    r"for me|where)\b"
    r"(?! (?:have |'ve |had )?(?:ever |always |once )?(?:known|lived|called|call|been|grew|know|"
    r"learned|was))",
    r"\b(?:anywhere|nowhere|no ?where|no place|any place|anyplace|any other place|no city|"
    r"no other (?:place|city))"
    r"(?: else)? (?:but|other than|except|outside|besides|than)\b|\bno other (?:place|city|"
    r"region|state)\b",
    r"\banywhere else would\b|\bany(?:thing|where) (?:less|else)\b[^.?!]{0,20}\b(?:second best|"
    r"settling|compromise|"
    r"failure|disappoint)",
    r"\bor (?:nothing|bust|nowhere)\b|\bnon-?negotiable\b|\bmy (?:only|sole) (?:goal|option|"
    r"choice|dream|wish)\b",
    r"\b(?:not|never|no interest|won't|wouldn't|no desire)\b[^.?!]{0,30}\b(?:programs?|anything|"
    r"positions?) (?:outside|beyond|"
    r"elsewhere|in other)\b",
    r"\b(?:not|never|cannot|can't|couldn't|don't|hardly) (?:\w+ )?(?:see|imagine|picture|"
    r"envision|think of) (?:myself|"
    r"living|being|training|working|a life)?\b[^.?!]{0,30}\b(?:anywhere|elsewhere|any other|"
    r"somewhere else|outside)",
    r"\bwhere I (?:truly |really )?belong\b|\bno other (?:city|place|region) (?:compares|"
    r"will do|comes close)|"
    r"\bnothing else (?:will|would) do\b|\bsettle for (?:less|another|any other|somewhere)",
    r"\b(?:heart|mind) (?:is|was|has been|remains|has always been) (?:\w+ )?set on\b",
    r"\b(?:not|never|won't|wouldn't|cannot|can't|unwilling|unable|no (?:interest|desire|"
    r"intention|plans?|wish)|"
    r"refuse|reluctant)\b[^.?!]{0,25}\b(?:leav(?:e|ing)|relocat\w+|mov(?:e|ing) (?:away|"
    r"elsewhere|to another|out)|"
    r"train(?:ing)? (?:elsewhere|anywhere else|outside)|consider(?:ing)? (?:\w+ )?(?:elsewhere|"
    r"other (?:regions|"
    r"cities|states|places|locations)|anywhere)|(?:live|living) (?:elsewhere|anywhere else|"
    r"outside))",
    r"\b(?:as soon as|immediately after|right after|the moment|"
    r"the day)\b[^.?!]{0,40}\b(?:residency|training|"
    r"graduat\w+|finish\w*|program)\b[^.?!]{0,60}\b(?:back|return|move|home|leave)\b",
    r"\b(?:back|return\w*|mov\w+|leave) (?:\w+ ){0,2}(?:to|for) [^.?!]{0,40}\b(?:as soon as|"
    r"immediately|right after|"
    r"the moment)\b",
    r"\b(?:must|have to|has to|need to|got to) (?:be|stay|train|live|remain|match|work) (?:in|"
    r"there|near|close)\b",
    r"\b(?:committed to|insist on|set on|determined to) (?:stay|remain|train|liv|match)\w*",
    r"\b(?:sole|single|one|only) (?:city|state|place|region|area|coast|county|market|corner)\b"
    r"[^.?!]{0,30}\b(?:I|for me|where|that|on my)\b[^.?!]{0,20}\b(?:look\w*|consider\w*|want\w*|"
    r"appl\w+|care|need|belong|see|fit|target\w*|list|would)\b",
    r"\bno (?:real |true )?(?:alternative|substitute|replacement|plan b|second choice|backup|"
    r"equal|comparison)\b[^.?!]{0,12}\b(?:to|of|for|than|but)\b",
    r"\b(?:over my dead body|and nowhere|nowhere (?:else|besides)|by (?:necessity|obligation)|"
    r"(?:just|only|simply) because (?:it is|it's|I have|I must|I need)|out of necessity|because I "
    r"have to)\b",
    r"\b(?:not|never|nor|no|don't|won't|wouldn't|can't|cannot|couldn't|isn't|nobody)\b[^.?!]{0,40}"
    r"\b(?:anywhere|somewhere) else\b",
    r"\b(?:everywhere|anywhere|everything) else\b[^.?!]{0,30}\b(?:is|are|would be|feels?|comes?|"
    r"only)\b|\bother (?:regions|cities|states|places|programs|parts)\b[^.?!]{0,40}\b(?:backups?|"
    r"safet(?:y|ies)|second best|compromise|fallbacks?|plan b|insurance|just in case|necessary|"
    r"necessity|settl\w+)\b",
    r"\b(?:rather|sooner) (?:\w+ ){0,3}(?:not match|reapply|wait|go unmatched|sit out|quit|"
    r"unmatched|leave medicine|than (?:leave|move|live|train|go|be))\b",
    r"\b(?:stop|stepping[- ]stone|stopover|detour) (?:on (?:the|my) way|to|before|until)\b",
)
_HERE_FOR_GOOD = patterns(
    r"\bis (?:\w+ ){0,2}(?:where|the place) (?:I|my (?:life|future|heart|career))\b[^.?!]{0,12}\b"
    r"(?:must|belongs?|needs?|wants?|have to|has to|will|plan|intend|mean|lies|is)\b(?! from)",
    r"\bis (?:my|the) (?:\w+ ){0,2}(?:last stop|destiny|end|destination|final|everything|"
    r"one place)",
    r"\b(?:intend|hop(?:e|ing)|plan|planning|want|wanting|wish|mean|meant|going|promised|need|"
    r"determined|bound|expect|would (?:like|love|prefer)|prefer|trying|aim) (?:to |"
    r"on )(?:\w+ ){0,2}"
    r"(?:remain|stay|staying|stay put|settle|live|living|go back|go home|return|get back|be back|"
    r"raise my|build my life|grow old|make my life|put down roots|end up|be closer?)\b",
    r"\bI(?:'m| am| was| will always be) (?:\w+ )?an? [\w ]{1,20}(?:person|girl|boy|guy|kid|woman|"
    r"man|native)\b[^.?!]{0,20}\b(?:and|through|at heart|always|staying|forever)\b",
    r"\b(?:not|never|no|isn't|aren't|won't|wouldn't|cannot|can't|couldn't|unthinkable|impossible|"
    r"refuse|done|hardly|shall not|out of the question)\b[^.?!]{0,60}\b(?:any other|"
    r"another (?:city|"
    r"state|place|region|part|coast)|elsewhere|anywhere (?:else|outside|beyond)|for me|"
    r"far (?:again|"
    r"away|from)|too far|other (?:cities|states|places|regions))\b",
    r"\b(?:any other|anywhere else|elsewhere|another (?:city|state|place|region|"
    r"coast))\b[^.?!]{0,60}"
    r"\b(?:unthinkable|impossible|out of the question|not|never|hard|unbearable|wrong|exile|"
    r"compromise|mistake)\b",
    r"\b(?:plan b|backup|back-up|fallback|second best|consolation|safety)\b[^.?!]{0,20}\b(?:for me|"
    r"plan|choice|program|option|prize)?\b",
)
_SOFT = patterns(
    r"\b(?:return|go back|move back|come back|going back|returning|settle|"
    r"practice)\b[^.?!]{0,60}\b(?:after|following|upon|once|"
    r"when)\b[^.?!]{0,30}\b(?:residency|training)\b",
    r"\b(?:dream|goal|hope|wish|strong(?:est)? preference|first preference|plan|aim|desire|"
    r"ambition|priority)\b"
    r"[^.?!]{0,40}\b(?:train\w*|residency|match\w*|live|practice there)\b[^.?!]{0,25}\b(?:in|to)\b",
    r"\bI (?:want|wish|hope|plan|would (?:like|love|prefer)|prefer)\b[^.?!]{0,30}\b(?:train|"
    r"match|do my residency|"
    r"complete (?:my )?residency)\b[^.?!]{0,20}\b(?:in|to)\b",
)
_OPEN = re.compile(
    r"\b(?:at home|gladly|happy|happily|glad|content|pleased|love to|like to|welcome|be well|"
    r"thrive|"
    r"train|work|live|settle|go|move|apply\w*|open|learn|grateful|fine|interview)\b[^.?!]{0,40}"
    r"\b(?:anywhere|any (?:program|place|city|town|part)|wherever) (?:from|within|in|across|"
    r"between|"
    r"along|near|around|that|with|where|of|I|on|the|there)\b(?! else)",
    re.IGNORECASE,
)  # a wide door, whatever else the sentence says
_OTHERS_OR_PAST = re.compile(
    r"\b(?:parents|grandparents|mother|father|grandmother|grandfather|brothers?|sisters?|"
    r"patients?|he|she|"
    r"they|who|family)\b(?: \w+)? (?:will|would|can|could|does|do|has|have|had)(?:n't| not| "
    r"never)\b|"
    r"\b(?:never|not) (?:have )?(?:lived|worked|been|trained|studied|known|traveled)\b[^.?!]{0,30}"
    r"\b(?:anywhere|elsewhere|outside|away)|\bonly (?:city|state|place|region|town|country) "
    r"(?:that |where "
    r"|in which )?I(?: have|'ve) (?:ever |so far )?(?:lived|known|worked|seen|been|studied|called)",
    re.IGNORECASE,
)  # somebody else's roots, or what was so until now
_AND_I = re.compile(
    r"\b(?:and|nor|neither) (?:I|we|will I|do I|can I|would I)\b(?! (?:am|'m|look|want to see|"
    r"would love"
    r"|hope|can))|\bI (?:will|would|do|could|can|intend|mean|plan|want)(?:n't| not| never)?"
    r" (?:never|not|to (?:stay|keep|remain))\b",
    re.IGNORECASE,
)
_SHUTTING = re.compile(
    r"\b(?:not|never|n't|cannot|no|only|nothing|nowhere|rather than|sooner than|except|but for|"
    r"unless|refuse|hard to)\b|n't\b",
    re.IGNORECASE,
)


def wide_open(text: str) -> bool:
    """Whether a sentence welcomes a stretch of places, or tells of others or of the past only.

    >>> wide_open("I would be at home anywhere from the coast to the valley.")
    True
    """
    if _OTHERS_OR_PAST.search(text) and not _AND_I.search(text):
        return True
    return bool(_OPEN.search(text)) and not _SHUTTING.search(text)


_CUES = (*_HARD, *_HERE_FOR_GOOD, *_SOFT)
_WATCH = watched(*_CUES)
_PLACES = ("city", "state", "region")


def only_places(context: LintContext) -> Iterator[Finding]:
    """Wording that shuts out every place but one, in a text that another place will read."""
    sentences = context.sentences
    placed = [bool(places_in(context, [one])) for one in sentences]
    cues = _CUES if context.program else _HARD
    for index, sentence in enumerate(sentences):
        if not any(placed[max(0, index - 1) : index + 2]):
            continue
        fitting = (cues[one] for one in context.fitting(_WATCH, sentence) if one < len(cues))
        hit = next((hit for cue in fitting if (hit := cue.search(sentence.lower))), None)
        if hit is None or wide_open(sentence.text):
            continue
        near = with_neighbours(context, index)
        places = _meant(context, near, hit)
        if places and hit.re in _SOFT and places[0].kind == "city" and context.program:
            continue  # a wish for another city is a name left in: rule_names tells it
        if places and not reader_is_there(context, places):
            start = sentence.start + hit.start()
            end = max(sentence.start + hit.end(), start + 1)
            yield shut_out((start, end), _shown(context, places[0]))


def shut_out(span: tuple[int, int], place: str) -> Finding:
    """The finding of a wording that shuts out every place but one."""
    return Finding(
        "only_one_place",
        Severity.WARNING,
        span[0],
        span[1],
        f"A program outside {place} reads here that you would rather not come.",
        "Keep this for the version that goes there. Elsewhere say what you look for in a "
        "program, and any true tie to the reader's region.",
    )


def _meant(context: LintContext, near: list[Sentence], hit: re.Match[str]) -> list[Mention]:
    """The places that a wording is about; a wish is about those of the target only."""
    if hit.re in _HARD:
        return said_after(context, near[0], hit) or places_in(context, near)
    firm = hit.re in _HERE_FOR_GOOD
    places = places_in(context, near if firm else near[:1])
    if firm:
        middle = near[0].start + hit.end()
        places = sorted(places, key=lambda one: abs(one.start - middle))[:1]
    return places if _in_target_states(context, places) else []


_WANTS_IN = re.compile(
    r"\b(?:train\w*|live|living|stay\w*|be|being|match\w*|residency|work\w*|practi\w+|future|"
    r"life|myself)"
    r"\b[^.?!,;]{0,20}\b(?:in|to|near)(?: the)? ?$",
    re.IGNORECASE,
)


def said_after(context: LintContext, sentence: Sentence, hit: re.Match[str]) -> list[Mention]:
    """The one place wanted of a sentence that names the reader's before it."""
    start = sentence.start + hit.start()
    after = [one for one in places_in(context, [sentence]) if one.start > start]
    wanted = [one for one in after if _WANTS_IN.search(context.before(sentence, one.start))]
    return wanted[:1]


def with_neighbours(context: LintContext, index: int) -> list[Sentence]:
    """A sentence by its number, then those before and after it."""
    lines = context.sentences
    return [lines[index], *lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]


def places_in(context: LintContext, near: list[Sentence]) -> list[Mention]:
    """The places of the first of some sentences that names any."""
    for sentence in near:
        found = [one for one in context.names_in(sentence) if one.kind in _PLACES]
        if found:
            return found
    return []


def reader_is_there(context: LintContext, places: list[Mention]) -> bool:
    """Whether the program lies in a place that is named, or in the target around it."""
    program = context.program
    if program is None:
        return False
    for one in places:
        if one.kind == "city" and one.key == program.city.lower():
            return True
        if one.kind == "state" and program.state in one.values:
            return True
        if one.kind == "region" and one.key not in ("la", "l a") and program.state in one.values:
            return True
    target = context.case.wants.target
    in_target = not target.everywhere and region_of(target).contains(program)
    return in_target and any(program.state in one.values for one in places)


def _in_target_states(context: LintContext, places: list[Mention]) -> bool:
    """Whether a place lies in a state of the applicant's target: the dream left in, no slip."""
    reached = region_of(context.case.wants.target).reached_states()
    return any(one.values & reached for one in places)


def _shown(context: LintContext, one: Mention) -> str:
    return context.plain[one.start : one.end]
