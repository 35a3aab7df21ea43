"""A second "first choice": it can be true of one program only."""

import re
from collections.abc import Mapping

from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.phrase_rule import patterns
from thirdfriday.kit.reader_rules import reading_of
from thirdfriday.kit.word_screen import watched

RULE = "second_first_choice"
_TOP = r"(?:first|1st|top|number[- ]one|no\. ?1|#\s?1|foremost)"
_CLAIMS = patterns(
    *(
        rf"\b(?:my|the) (?:\w+ )?(?:\w+ )?{_TOP} (?:choice|pick|preference|program|"
        rf"choice program)\b",
        rf"\b{_TOP}[- ]choice\b",
        r"\b(?:you|you're|your program|it|this|[a-z']+) (?:are |is |comes? |come |stands? )?first "
        r"for (?:me|us)\b|\bfor (?:me|us),? (?:[a-z']+ ){1,3}(?:is|are|comes?) first\b",
        r"\bmy (?:clear |absolute |one |true )?favou?rite (?:program |one |place )?"
        r"(?:among|of|by far|above|over)\b",
        r"\bthe (?:one|program|place) (?:that )?I (?:want|would like|prefer|love) (?:the )?most\b",
        r"\b(?:prefer|like|want|love)\b[^.?!]{0,30}\b(?:to|over|more than|above|beyond|ahead of) "
        r"(?:every|any|all|everything|the) (?:other|others|else|rest)\b",
        r"\bno (?:other )?program (?:that )?I (?:would|'d) (?:sooner|rather)\b",
        r"\b(?:nobody|no one|nothing|none|no (?:other )?program)(?: else)? (?:comes|"
        r"came) (?:anywhere )?"
        r"(?:close|near)\b|\b(?:you are|you're|is) my #\s?1\b",
        r"\brank(?:ing|ed)?\b[^.?!]{0,50}(?:\b(?:first|1st|number[- ]one|no\. ?1|highest)\b|"
        r"#\s?1)",
        r"\b(?:at|to) the (?:very )?(?:top|head) of my (?:rank |match )?(?:order )?list",
        r"\btop(?:s|ped|ping)? my (?:rank |match )?(?:order )?list",
        r"\bno (?:other )?(?:program|place|residency) (?:that |where |at which )?I (?:would|"
        r"'d) (?:rather|"
        r"prefer)",
        r"\bno (?:other )?(?:\w+ )?(?:program|place|residency|department|hospital|team|group|"
        r"clinic|"
        r"city|door|name|residents)\b[^.?!]{0,35}\b(?:I(?:'d| would)|would I) (?:rather|sooner|"
        r"prefer|"
        r"choose)|\b(?:one|place|program|residency|department|only one) (?:that |which |where "
        r")?I (?:want|"
        r"wish|hope|long|prefer|would choose|'d choose|would pick|'d pick|would take|'d take)\b"
        r"[^.?!]{0,25}\b(?:above|before|over|more than|ahead of|beyond) (?:every|all|any|the|"
        r"each)\b|"
        r"\bif I (?:could|had to|were to|was to|can) (?:only )?(?:choose|pick|have|name|pick) "
        r"(?:only |just )?"
        r"(?:one|a single|today|now|tonight)\b[^.?!]{0,40}\b(?:it|you|yours|this|that|here|"
        r"[a-z]+)\b"
        r"[^.?!]{0,20}(?:would|is|'d|'s)\b|"
        r"\bwhere I (?:most|would most|want most|hope most|most of all) (?:want|hope|wish|"
        r"like)?[^.?!]{0,12}"
        r"\b(?:to )?(?:train|be|match|go|spend|learn)\b|\bsecond to (?:none|no one|nobody)\b|"
        r"\b(?:would|'d) (?:choose|pick|take) (?:you|your program|it|this program|[a-z]+) "
        r"(?:over|before|"
        r"ahead of) (?:any|every|all|anybody|anyone|anything|everything)\b|\b(?:stands?|sits?|"
        r"comes?|is|"
        r"are) (?:alone |still |now )?(?:at the (?:very )?(?:top|head)|above (?:them )?all|"
        r"before all|in "
        r"first place|ahead of (?:all|every|any))\b",
        r"\bat the (?:very )?top for (?:me|us)\b|\b(?:come|comes|coming|came) first (?:to|with) "
        r"(?:you|[a-z]+)\b",
        r"\bthere is nowhere (?:else )?I would rather (?:train|match|be)",
        r"\b(?:you are|you're|your program is|is) my (?:clear |absolute )?(?:number one|"
        r"favorite|first)"
        r"(?! (?:language|year|name|patient|rotation|experience|clinic|day|month))",
        r"\b(?:above|over|before|ahead of) (?:all|every|any) (?:the )?(?:other|"
        r"others)\b[^.?!]{0,20}"
        r"(?:program|residenc|\.)",
        r"\bmore than (?:any|every) other program\b|\bthe (?:one )?program (?:that )?I (?:would )?"
        r"(?:want|like|prefer|love) (?:the )?(?:most|best)\b",
    )
)
_WATCH = watched(*_CLAIMS)
_SHARED = re.compile(
    r"\b(?:and|but) so (?:is|are) [A-Z]|\bmy (?:other|second) (?:first|number one|top|#1)\b|"
    r"\b(?:together|along|level|even|on a par|shared?|jointly) with [A-Z]|\bboth (?:to )?you "
    r"and [A-Z]|"
    r"\btied (?:with [A-Z]|for first)|"
    r"\b(?:told|wrote to|written to|said to) (?:\w+ ){1,4}the same\b|"
    r"\bboth (?:are )?my (?:first|top|number one)\b|"
    r"\b(?:gave|made) (?!you\b)[^.?!]{3,40}\b(?:that|the same) (?:promise|pledge|word)\b|"
    r"\b(?:saying|said|say|telling|writing|wrote) (?:this|it|so|"
    r"the same) to (?:you and (?:to )?[A-Z]|"
    r"[A-Z]\w+(?: [A-Z]\w+)* and (?:to )?you\b)"
)
_AGAIN = re.compile(
    r"\b(?:same|also|too|both|twice|another|others?|likewise|equally|two|three|several|again|each|"
    r"every(?:one|body)?|as well|more than one)\b",
    re.IGNORECASE,
)
_SPARED = re.compile(
    r"\b(?:not|never|wasn't|isn't|among|one of) (?:my|the)?\s*(?:\w+ )?(?:first|top|number)"
    r"|\bfirst (?:program|place|one|hospital) (?:to|that|which|where|I)\b"
    r"|\b(?:class|specialty|career|author|school|college|patient'?s?|quartile|prize|antibiotic|"
    r"treatment|therapy|medication)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^\s*(?:dear|hi|hello|to)\b[^\n]*", re.IGNORECASE | re.MULTILINE)


def first_choices(context: LintContext) -> list[tuple[int, int]]:
    """Where the text says that a program is the first choice. [characters]"""
    spans = []
    read = {sentence.start for sentence, _ in reading_of(context).likely("first")}
    for sentence in context.sentences:
        hits = (_CLAIMS[one].search(sentence.lower) for one in context.fitting(_WATCH, sentence))
        hit = next((hit for hit in hits if hit), None)
        if hit is None and sentence.start not in read:
            continue
        if _SPARED.search(sentence.text):
            continue
        if hit:
            spans.append((sentence.start + hit.start(), sentence.start + hit.end()))
        else:
            spans.append((sentence.start, sentence.end))
    return spans


def _shared(context: LintContext, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a text with such a claim says that another program was told the same. [characters]"""
    hit = _SHARED.search(context.plain)
    if hit:
        return hit.span()
    every = [
        one
        for one in reading_of(context).likely("shared")
        if _AGAIN.search(one[0].text)
        or any(not context.is_own(name) for name in context.names_in(one[0]))
        or not any(one[0].start <= start < one[0].end for start, _ in spans)
    ]
    likely = max(every, key=lambda one: one[1], default=None)
    return (likely[0].start, likely[0].end) if likely else None


def _greetings(context: LintContext) -> list[re.Match[str]]:
    if "greetings" not in context.kept:
        context.kept["greetings"] = list(_GREETING.finditer(context.plain))
    found: list[re.Match[str]] = context.kept["greetings"]
    return found


def addressee(context: LintContext, position: int) -> frozenset[str]:
    """Whom the message around a position is to: its greeting and the hospitals it names."""
    every = _greetings(context)
    greetings = [hit for hit in every if hit.start() <= position]
    start = greetings[-1].start() if greetings else 0
    later = every[len(greetings) :]
    end = later[0].start() if later else len(context.plain)
    words = {
        one.key for one in context.names if one.kind == "hospital" and start <= one.start < end
    }
    if context.program:
        words.add(context.program.program_id)
    if greetings:
        name = re.sub(r"[^a-z]+", " ", greetings[-1].group().split(",")[0].lower()).strip()
        if not re.search(r"\b(director|committee|coordinator|whom|team|program)\b", name):
            words.add(name)
    return frozenset(words)


def second_first_choices(contexts: Mapping[str, LintContext]) -> list[Finding]:
    """A finding for each further program that is told that it is the first choice."""
    told: list[tuple[str, frozenset[str]]] = []
    found = []
    for file, context in contexts.items():
        spans = first_choices(context)
        shared = _shared(context, spans)
        if shared and spans:
            found.append(_finding(file, shared, ""))
        for start, end in spans:
            who = addressee(context, start)
            same_text = [name for name, known in told if name == file and known == who]
            others = [name for name, known in told if not (known & who)]
            if same_text or any(known & who for _, known in told):
                continue
            if others:
                found.append(_finding(file, (start, end), others[0]))
            told.append((file, who))
    return found


def _finding(file: str, span: tuple[int, int], other: str) -> Finding:
    where = f" ({other})" if other and other != file else ""
    return Finding(
        RULE,
        Severity.ERROR,
        span[0],
        span[1],
        f"Another program was told the same already{where}. Directors compare notes, and only one "
        "can be first.",
        "Keep it for the one program of which it is true; tell the others what you liked there.",
        file,
    )
