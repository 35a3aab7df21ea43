"""Form: what the application's plain text breaks, what is too long, what was left blank."""

import re
from collections.abc import Iterator

from thirdfriday.facts.registry import load_facts
from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.phrase_rule import PhraseRule, patterns

_MARKUP = (
    (re.compile(r"\*\*[^*\n]+\*\*|(?<!\w)__[^_\n]+__(?!\w)"), "bold marks"),
    (re.compile(r"(?<![\w*])\*[^*\s][^*\n]*[^*\s]\*(?![\w*])"), "italic marks"),
    (re.compile(r"^#{1,6} +\S.*$", re.MULTILINE), "a heading mark"),
    (
        re.compile(
            r"</?(?:p|b|i|u|br|div|span|strong|em|h\d|li|ul|ol|a|font|table|tr|td)\b[^>\n]*>", re.I
        ),
        "HTML",
    ),
    (re.compile(r"&(?:nbsp|amp|quot|lt|gt|rsquo|ldquo|rdquo|mdash|ndash|#\d+);"), "HTML"),
    (re.compile(r"\[[^\]\n]+\]\(https?:[^)\s]+\)"), "a link mark"),
    (re.compile(r"^```|`[^`\n]+`", re.MULTILINE), "code marks"),
    (
        re.compile(r"\\(?:textbf|textit|emph|section|begin|item)\b|\{\\rtf"),
        "markup of a typesetter",
    ),
    (re.compile(r"^[^\n]*\S\t+\S[^\n]*$", re.MULTILINE), "a tab"),
)
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
_BULLETS = re.compile(r"(?:^[ \t]*[-*+•] +\S[^\n]*(?:\n|\Z)){2,}", re.MULTILINE)
_STEPS = re.compile(r"(?:^[ \t]*\d{1,2}[.)] +\S[^\n]*(?:\n|\Z)){2,}", re.MULTILINE)
_LIMITS = {
    "statement": "writing.statement_characters",
    "text": "writing.statement_characters",
    "geographic": "geography.narrative_characters",
    "experience": "writing.experience_characters",
    "meaningful": "writing.meaningful_characters",
}
_PLAIN_FORMS = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": " - ",
    "…": "...",
    "•": "-",
    "\xa0": "a space",
    "é": "e",
    "è": "e",
    "ñ": "n",
    "ö": "o",
    "ü": "u",
    "á": "a",
    "í": "i",
    "ó": "o",
}
_BLANK_WORDS = (
    r"(?:insert|your|program|hospital|institution|name|city|state|date|specialty|dr|doctor|"
    r"director|last|"
    r"first|university|topic|faculty|interviewer|residency|add|fill|detail|reason|tie|"
    r"coordinator|title|surname|recipient|addressee|salutation|chair|chairman|pd|number|region|"
    r"town|mentor|attending|clinic|month|year|country|school|field|link)"
)

placeholder = PhraseRule(
    "placeholder",
    Severity.ERROR,
    "A blank of a form letter was left in.",
    "Fill it in, or cut the sentence.",
    patterns(
        rf"\[(?:\s*\.\.\.\s*|[^\]\n]{{0,30}}\b{_BLANK_WORDS}\b[^\]\n]{{0,50}})\](?!\()",
        rf"<(?:\w+ )?{_BLANK_WORDS}(?: \w+){{0,3}}>",
        r"\{\{[^}\n]*\}\}|\{[A-Za-z_ ]{2,30}\}",
        r"\[(?:add|insert|describe|mention|fill in|include|replace|explain|something|specific|some|"
        r"what|why|how|your|an?|one|personal\w*|example|anecdote|placeholder|optional|more|"
        r"details?|link)\b[^\]\n]{0,200}\](?!\()",
        r"[_*#@](?:(?<=_)__+|(?<=_)(?<![\w_]_)_(?=[ ,.;:%]|$)|"
        r"(?<=\*)(?<!\S\*)\*\*+(?=[ ,.;:%]|$)|"
        r"(?<=[#@])(?<!\w[#@])[#@]+(?= ?%| [a-z]+s\b))",
        r"\?\?(?= [a-z])|(?<=[a-z] )\?\?$|\?{3,}|\(\?{1,3}\)",
        r"\bmm/(?:dd/)?yy(?:yy)?\b|\bdd/mm/yy(?:yy)?\b",
        r"\$x{2,}",
        r"\bx{3,}\b",
        r"\((?:mention|describe|explain|state|give|name|say|list|reason|reasons|why|something|"
        r"specific|"
        r"topic|detail|details|example)(?: (?:a|an|the|your|one|some|why|how|what|about|"
        r"specific|here|"
        r"curriculum|research|faculty|reason|reasons|tie|ties|something|interest)[^)\n]{0,40})?\)|"
        r"^(?:insert|add|describe|mention|fill in) (?:a |the |your |one |more )?(?:paragraph|"
        r"sentence|"
        r"story|example|anecdote|details?|name|reason|something|closing|"
        r"line)\b[^.?!\n]{0,40}(?:here|"
        r"later|about|\.|$)|"
        r"\((?:date|name\??|which \w+\?|program|city|hospital|specialty|time|state|program name|"
        r"hospital name|"
        r"city name|your name|name of [^)\n]{1,30})\)|\bdr\.? ?(?:\.\.\.|--+|\?\?+)",
        r"\b(?:TODO|TBD|FIXME|lorem ipsum)\b|\bnn (?:patients|hours|years|months|people|cases)\b",
        rf"\((?:insert|fill in|add) [^)\n]{{1,60}}\)|\bINSERT {_BLANK_WORDS}\b",
        r"\((?:check|confirm|verify|look up|find out|fill in|to come|tbc|cite|citation|dates?)"
        r"(?: (?:this|the|exact|number|date|name|later|with|before|spelling)[^)\n]{0,40})?\??\)",
        r"\btbc\b",
        r"\bdear (?:dr|mr|ms|prof)\.? ?(?:,|:|$)|"
        r"\bdear (?:dr|doctor|professor)\.? (?:last ?name|surname|name|so[- ]and[- ]so)\b",
        r"<<[^<>\n]{1,40}>>|\[\s*\]|\[_+\]|%[A-Z_]{3,20}%|\$[A-Z_]{4,20}\b",
        r"\bso[- ]and[- ]so (?:hospital|medical center|university)\b",
    ),
    cased=(
        re.compile(r"\[[A-Z][A-Z .,'/&-]{1,40}\]"),
        re.compile(
            r"\[(?!Generated|Written|Drafted|AI\b|Note\b|(?:[Tt]he|[Mm]y|[Hh]is|[Hh]er) "
            r"patients?\b|sic\b|Patients?\]|Name\] (?:is|was)|He\b|She\b|They\b|It\b|I\b|The\b|"
            r"We\b|You\b|My\b|His\b|Her\b|Their\b|"
            r"Our\b|A\b|An\b|This\b|That\b|In\b|Dr\b)[A-Z][A-Za-z]*(?:[ /'-][A-Za-z]+){0,4}\](?!\()"
        ),
        re.compile(
            r"\b(?:XX|YY|ZZ|NN|N|X|Y)(?= ?%| percent\b| (?:to (?=[XYZN\d])|patients|hours|years|"
            r"months|weeks|days|people|students|cases|publications|papers|abstracts|families|visits|"
            r"charts|participants)\b)"
        ),
        re.compile(r"\b[nN] ?= ?(?:XX?|NN?|_+)(?!\w)"),
        re.compile(r"\b(?:20XX|20YY|20xx)\b|\bXX,?XXX\b"),
        re.compile(r"\b(?:Dear|Dr\.?|Hello|Hi) (?:Dr\.? )?(?:X|XX|Y|Z|N\.? ?N\.?)(?=[,.:;\s]|$)"),
        re.compile(
            r"\b(?:Firstname|Lastname|LastName|FirstName|ProgramName|Program X|Hospital X|"
            r"City X|University X|Hospital ABC|ABC Hospital|XYZ (?:Hospital|University|"
            r"Medical Center|program)|(?:Hospital|University|program) XYZ)\b"
        ),
        re.compile(r"<[A-Z][A-Z _]{2,30}>"),
        re.compile(
            r"\b(?:PROGRAM|HOSPITAL|CITY|STATE|SPECIALTY|INSTITUTION|YOUR|FACULTY|DOCTOR|RESIDENCY|"
            r"DIRECTOR|LAST|FIRST|UNIVERSITY) (?:NAME|HERE|TITLE)\b"
        ),
        re.compile(
            r"\b(?:at|to|of|in|for|with|from|the|your|Dear|join|on) (?:PROGRAM|HOSPITAL|CITY|STATE|"
            r"SPECIALTY|INSTITUTION|FACULTY|UNIVERSITY|NAME|DEPARTMENT|DATE|TOWN|REGION|DOCTOR)\b"
            r"(?! [A-Z]{2})|\bXX[:/]XX\b|\b(?:on|at|in|of|by|until|the) XX\b|"
            r"\bXX (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
        ),
    ),
)

ai = PhraseRule(
    "ai_reminder",
    Severity.INFO,
    "This reads as if a program had written it. The application service lets tools help you to "
    "find "
    "ideas, proofread and edit; what you send must be your own work, and you certify so.",
    "Write it anew from your own notes, read this season's certification, and then check it here.",
    patterns(
        r"\bas an? (?:ai|artificial intelligence)(?: language)?(?: model| assistant)\b|"
        r"\blanguage model\b"
        r"(?=[^.]*\bI\b)",
        r"\b(?:chatgpt|gpt-?\d|claude|gemini|copilot|bard)\b[^.?!]{0,40}\b(?:wrote|written|"
        r"generated|drafted|"
        r"helped|improved|rewrote|created|composed|polished)",
        r"\bI (?:\w+ )?(?:asked|used|let|had|prompted|told|got) (?:chatgpt|gpt-?\d*|claude|gemini|"
        r"copilot|an? ai\b|ai\b|a chatbot)",
        r"\b(?:written|generated|drafted|composed|rewritten|created|produced|"
        r"polished) (?:\w+ )?(?:by|with|using)"
        r"(?: the help of)? (?:\w+ )?(?:chatgpt|gpt-?\d?|an? ai\b|ai\b|claude|gemini|copilot|"
        r"artificial)",
        r"\b(?:here is|here's|below is) (?:a|an|your|the) (?:\w+,? ){0,3}?(?:revised |"
        r"polished |improved |"
        r"rewritten )?(?:version|draft|personal statement|statement|email|e-mail|rewrite|edit|"
        r"paragraph)\b"
        r"(?: of| for|:| that)",
        r"^(?:certainly|sure|of course|absolutely)[!,]+ (?:here|i'd be|i can|below)",
        r"\b(?:let me know if you(?:'d| would) like (?:me to|any)|feel free to (?:adjust|modify|"
        r"customi[sz]e|"
        r"personali[sz]e))\b[^.]{0,60}(?:revis|adjust|chang|tone|shorten|detail|version|"
        r"statement|draft|further|it|"
        r"this)",
        r"\bbelow is (?:a|an|your|the) (?:[\w-]+,? ){0,4}(?:statement|version|draft|email|letter|"
        r"message|paragraph)\b|\bbased on the (?:details|information|notes|bullet points|"
        r"experiences|"
        r"facts) you(?:'ve| have)? (?:provided|gave|given|shared)\b",
        r"\butm_source=(?:chatgpt|openai|copilot|perplexity|gemini|claude|bard)|\boaicite\b|"
        r"\bcontentreference\b|\bturn\d+(?:search|view|news)\d+\b|\bciteturn\d",
        r"\bI(?:'ve| have)? (?:kept|preserved|replaced|tightened|shortened|polished|rewritten|"
        r"rewrote|"
        r"adjusted|incorporated|edited|revised) (?:your (?:original|story|voice|tone|text|"
        r"wording|draft|"
        r"key|main|opening|essay)|the (?:original|tone|wording|cliche))\b",
        r"\b(?:character|word) count\b\W{0,4}\d+|\b(?:within|under) (?:the|"
        r"your) \d+[- ](?:character|"
        r"word) limit (?:you|that you)\b",
        r"\b(?:certainly|sure|of course|absolutely|here you go|great)[!,.:]+ (?:here(?:'s| is)|"
        r"i'd be|"
        r"i can|below)\b",
        r"\bhere(?:'s| is) (?:a|an|your|the) (?:[\w-]+,? ){0,5}(?:email|e-mail|statement|version|"
        r"draft|"
        r"letter|message|paragraph|entry|rewrite)\b(?: to| that| for| of|:)[^.?!]{0,60}\b(?:your|"
        r"you)\b",
        r"\byour (?:original (?:story|text|draft|wording|version|essay)|cliche opening)\b",
        r"(?:^|\()(?:approximately |about |~)?\d+ (?:words|characters)\)|\[(?:generated|written|"
        r"drafted)"
        r" (?:by|with)[^\]]*\]|^\W*(?:key|main|suggested|notable) (?:improvements|edits|revisions|"
        r"suggestions|strengths of this)\b ?:|^\W*(?:prompt|task|instruction|user|assistant|"
        r"system): \w|"
        r"^\W*(?:option|version|variant|alternative|draft|variation|take) (?:\d|[a-c]|one|two|"
        r"three)\b"
        r" ?(?:\([^)\n]{2,60}\))?\W{0,3}(?:$|\n|:|-)|^\W*(?:shorter|warmer|more formal|revised|"
        r"polished|concise|final|longer|edited|improved|alternate|alternative) (?:version|draft|"
        r"opening|option)\W{0,3}(?:\([^)\n]*\))?\W{0,3}(?:$|\n|:)|^\W*(?:subject line options|key "
        r"changes|changes made|notes on (?:the )?(?:revision|edits|changes)|why this works|"
        r"explanation "
        r"of changes)\b",
        r"\b(?:here are|below are|these are) (?:a few |some |several |the |my |three |two |four "
        r"|five |"
        r"\d+ )?(?:possible |alternative )?"
        r"(?:quick |key |additional |further |minor )?(?:openings|endings|subject lines|"
        r"closings|suggestions?|suggested|edits|options|"
        r"versions|variations|alternatives|tips|ways to (?:improve|strengthen)|revisions|"
        r"recommendations|drafts|ideas (?:for|to)|improvements|changes I)\b|"
        r"\bconsider (?:adding|mentioning|replacing|including|expanding|naming|ending|opening) "
        r"(?:a|an|"
        r"the|one|more|your|specific|this|with)\b",
        r"\bwould you like me to (?:expand|shorten|revise|polish|soften|adjust|rewrite|tailor|"
        r"refine|"
        r"tighten|make (?:it|this)|add (?:a|more|another)|draft|change|create|generate|help)\b|"
        r"\b(?:anything|something) else (?:that )?you(?:'d| would) like me to (?:\w+)\b(?! "
        r"(?:you|the "
        r"transcript))|\bfeel free to (?:swap|plug|insert|substitute|replace|tweak|edit|"
        r"change)\b|\bdo you want me to (?:adjust|revise|shorten|expand|make|change|"
        r"rewrite|add|write)\b|\bif you(?:'d| would) like,? I can\b|\bI can also (?:make|provide|"
        r"shorten|write|create|adjust|tailor|offer|expand|produce)\b|"
        r"\blet me know (?:if|whether|which|what) (?:you(?:'d| would|) (?:like|prefer|want)|"
        r"version|"
        r"tone|option)\b[^.?!]{0,60}\b(?:revis\w+|adjust\w*|version|tone|shorten\w*|expand\w*|"
        r"tailor\w*|"
        r"draft|option|edits?|changes?)\b|\bto (?:strengthen|improve) (?:this|the|your) (?:section|"
        r"paragraph|essay|statement|draft|opening|ending)\b",
        r"\b(?:the|this|your) (?:paragraph|draft|essay|version|text|statement) (?:above |below )?"
        r"(?:now |is now |has been |maintains |keeps |flows |reads |highlights |emphasizes )"
        r"(?:\w+ )?(?:under|within|below|better|polished|revised|shortened|tightened|more|your|"
        r"the)\b[^.?!]{0,60}\b(?:your|you|tone|flow|limit|words|characters|voice)\b",
        r"\bI hope (?:this|that|the) (?:draft|version|statement|rewrite|revision) helps\b|"
        r"\b(?:regenerate response|word count: \d+|my training data|"
        r"i do not have personal experiences)\b",
    ),
)
_AI_NOTE = (
    "Tools may help you to find ideas, to proofread and to edit; the text you send must be your "
    "own work. "
    "Some read the certification more strictly, so read this season's before you certify."
)


def reminder() -> Finding:
    """The reminder of the rule on writing tools, for whoever asks for it."""
    return Finding("ai_reminder", Severity.INFO, 0, 0, _AI_NOTE, "Nothing to change.")


def non_ascii(context: LintContext) -> Iterator[Finding]:
    """Characters that the application's plain text may turn into question marks."""
    if context.message or context.text.isascii():
        return
    odd = [hit.start() for hit in _NOT_PLAIN.finditer(context.text)]
    if odd:
        letters = list(dict.fromkeys(context.text[index] for index in odd))
        shown = ", ".join(
            f"{one} ({_PLAIN_FORMS[one]})" if one in _PLAIN_FORMS else one for one in letters[:8]
        )
        yield Finding(
            "non_ascii",
            Severity.WARNING,
            odd[0],
            odd[0] + 1,
            f"{len(odd)} characters are not plain ASCII and may arrive as question marks: {shown}",
            "Type the plain form, and look at the text in the application's own preview.",
        )


def formatting(context: LintContext) -> Iterator[Finding]:
    """Marks of formatting that arrive as they are typed."""
    seen: set[str] = set()
    for pattern, what in _MARKUP:
        hit = pattern.search(context.text)
        if hit and what not in seen:
            seen.add(what)
            yield _format_finding(hit.span(), what)
    if not context.message:
        hit = _BULLETS.search(context.text) or _STEPS.search(context.text)
        if hit:
            yield _format_finding(hit.span(), "a list of points")


def _format_finding(span: tuple[int, int], what: str) -> Finding:
    return Finding(
        "formatting",
        Severity.WARNING,
        span[0],
        span[1],
        f"There is {what} here; the application shows plain text, so the reader sees the marks.",
        "Take the marks out and let sentences and paragraphs do the work.",
    )


def too_long(context: LintContext) -> Iterator[Finding]:
    """A text beyond the length that its field or its reader takes."""
    if context.message:
        words, most = len(context.text.split()), round(kit_value("lint.message_words"))
        if words > most:
            text = f"The message has {words} words; beyond about {most} it is put aside."
            yield _long_finding(len(context.text), len(context.text), text)
        return
    name = _LIMITS.get(context.kind)
    facts = load_facts(context.case.season)
    if name and facts.known(name):
        number = facts.number(name)
        limit, length = round(number.amount), len(context.text.strip("\n"))
        if length > limit:
            kept = "" if number.confirmed else " (last season's limit: confirm it)"
            yield _long_finding(
                limit, len(context.text), f"{length:,} characters; the field takes {limit:,}{kept}."
            )


def _long_finding(start: int, end: int, message: str) -> Finding:
    fix = "Cut what another part of the application already says, then the weakest claim."
    return Finding("too_long", Severity.ERROR, min(start, end - 1), end, message, fix)
