"""Rank lists: nobody may be asked for a place on one, and no place may be traded or promised."""

import re
from collections.abc import Iterator

from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.phrase_rule import PhraseRule, patterns
from thirdfriday.kit.word_screen import watched

RULE = "rank_communication"
_PROGRAM = r"(?:you|your program|the program|program|committee|department|they)"
_TOP = r"(?:first|1st|number[- ]one|#\s?1|no\. ?1|top)"

ranks = PhraseRule(
    RULE,
    Severity.ERROR,
    "This asks for, trades or promises a place on a rank order list. The NRMP's rules let you say "
    "that you are interested, and keep both lists free of questions, deals and promises.",
    "Take it out. If it is true, say once what you like about the program and leave the lists out.",
    patterns(
        r"\b(?:where|how (?:high|low|strong)\w*|whether|if|what)\b[^.?!]{0,80}\b(?:on|in)\b"
        r"[^.?!]{0,12}\b(?:your|the program's|the committee's|the) (?:\w+ )?(?:rank|rol\b|"
        r"match list|"
        r"list you submit)",
        r"\bwhether I (?:will|would|might) be (?:on|in) (?:the|your)\b[^.?!]{0,20}\blist",
        r"\b(?:where|how|whether|if|know|hear|tell|learn)\b[^.?!]{0,60}\bon your (?:\w+ )?list\b",
        r"\bpre-?match (?:agreement|offer|contract|position|deal|commitment)",
        r"\b(?:tell|know|hear|learn|ask|asking|"
        r"wonder\w*)\b[^.?!]{0,25}\bwhere I (?:currently )?stand\b",
        r"\b(?:mutual|verbal|informal|private|written) (?:rank\w*|commitment|agreement|promise)\b",
        r"\b(?:should|shall) I rank you\b|\bcan I expect to match\b",
        r"\brank(?:ing|s)? me\b",
        r"\b(?:likely|going|able|about|sure) to match (?:at|with|into|here|in) (?:your?|this|"
        r"here)\b",
        r"\b(?:whether|if) I (?:will|would|have|am going to|might|may)? ?match(?:ed)? (?:at|"
        r"with|here|into)\b",
        r"\brank(?:ed|ing)? (?:your program|you|this program)\b[^.?!]{0,25}\b(?:number (?:two|"
        r"three|four|five)|"
        r"second|third|fourth|fifth|2nd|3rd|lower|right after|just (?:behind|below|after))\b",
        r"\brank(?:ed|ing)? (?:your program|you)\b[^.?!]{0,15}#\s?[2-9]",
        r"\byou(?:'ve| have| had)? (?:already )?ranked me\b",
        r"\branked?[- ]to[- ]match\b",
        r"\bmy (?:position|place|standing|spot|number|rank)\b[^.?!]{0,15}\b(?:on|in|within)\b"
        r"[^.?!]{0,12}\b(?:your|the program's|the)\b[^.?!]{0,12}\b(?:rank|list|rol\b)",
        r"\b(?:know|share|tell|disclose|reveal|hear)\b[^.?!]{0,30}\bmy (?:rank|ranking)\b",
        r"\b(?:chances?|odds|likelihood|probability)\b of (?:my )?(?:matching|being ranked|a match|"
        r"getting (?:in|ranked))\b[^.?!]{0,40}\b(?:your?|here|there)\b",
        r"\b(?:will I match|am I (?:going to be |being )?(?:ranked|on (?:your|the) (?:rank|list)))",
        r"\b(?:do|did|would|will|are) you (?:plan|intend|expect|going|planning)?[^.?!]{0,12}\b"
        r"rank(?:ing)? (?:me|us)\b",
        rf"\b{_PROGRAM}\b[^.?!]{{0,25}}\b(?:guarantee|assure|promise|reserve|hold|save|secure)\b"
        r"(?: of)?[^.?!]{0,14}\b(?:me|my|for me)\b",
        r"\b(?:guarantee|assure|promise|reserve|secure)d? (?:me )?(?:of )?(?:a|the|my) (?:spot|"
        r"position|place|slot|seat) (?:at|in|with) (?:you|the)\b",
        r"\bI\b[^.?!]{0,40}\b(?:promise|commit|guarantee|pledge|swear|vow|my word|assure you)\b"
        r"[^.?!]{0,60}\brank",
        rf"\b(?:commit(?:ment|ted|ting)?|promise|pledge|guarantee|my word)\b[^.?!]{{0,50}}"
        rf"\b(?:rank|put|place|list)(?:ing)?\b[^.?!]{{0,40}}\b{_TOP}\b",
        r"\bif you\b[^.?!]{0,40}\brank",
        r"\bin (?:exchange|return)\b[^.?!]{0,50}\brank|\brank[^.?!]{0,60}\bin (?:exchange|"
        r"return)\b",
        r"\b(?:agreement|arrangement|deal|understanding|contract|offer)\b[^.?!]{0,30}"
        r"\b(?:outside|before|without|prior to)\b (?:of )?the match",
        r"\b(?:told|informed|assured|hinted|promised|indicated to)\b[^.?!]{0,20}\b(?:me|that I)\b"
        r"[^.?!]{0,60}\b(?:rank(?:ed|ing)?\b(?! in my class)|match list|will match)",
        r"\brank(?:ed|ing)? (?:me|us) (?:highly|first|high|number|at)",
        r"\bhow (?:other|the other) (?:applicants|candidates)\b[^.?!]{0,30}\brank",
    ),
    patterns(r"\brank(?:ed|s)? me\b[^.?!]{0,25}\b(?:class|school|quartile|students)\b"),
    needs=patterns(
        r"rank|match|\bstand\b|commitment|agreement|promise|\blist\b|\brol\b|guarantee|assur|"
        r"promise|reserve|\bhold\b|\bsave\b|secure"
    )[0],
)

_TALK = re.compile(
    r"\brank(?:ed|ing|ings|s|able)?\b|\brol\b|\b(?:match|certified|final) list\b|"
    r"\b(?:know|told|tell|hear|learn|sure|find out|say)\b[^.?!]{0,60}\bmatch(?:ed)? (?:with|"
    r"at|here)\b",
    re.IGNORECASE,
)
_TALK_WATCH = watched(_TALK)
_VOLUNTEERED = re.compile(
    r"\b(?:I|we)(?:'ll|'m| will| am| plan| intend| would| have| shall| hope|"
    r" expect)\b[^.?!]{0,40}\b"
    r"rank(?:ing|ed)? (?:you|your|this|the|it|[A-Z])",
)
_ASKED = re.compile(
    r"\?|\b(?:if you|provided|whether|would you|could you|promise|commit\w*|guarantee|in return|"
    r"second|third|number two|other programs|before i do|let me know|tell me)\b",
    re.IGNORECASE,
)
_LEFT_ALONE = re.compile(
    r"\b(?:not asking|do not ask|don't ask|do not discuss|cannot discuss|may not discuss|"
    r"not discuss|"
    r"need not|no need to|not expect|class|school|quartile|author|abstracts?|posters?|prize|"
    r"competition|students|nationally|in the (?:country|state|nation|world|exam)|boys|girls|"
    r"rank (?:(?:the|these|their|our|all|every) )?(?:findings?|problems?|diagnos\w+|lesions?|"
    r"risks?|tasks?|"
    r"priorities|complaints?|symptoms?|urgency|causes|options|differentials?|hypotheses|studies|"
    r"treatments|cases|calls|pages|orders|referrals|admissions|goals|reasons|by)|"
    r"(?:ranked|ranking|ranks) (?:the |their |our |all |these |each )?(?:findings?|problems?|"
    r"diagnos\w+|"
    r"lesions?|risks?|tasks?|priorities|complaints?|symptoms?|causes|cases|admissions|by)|"
    r"(?:department|program|hospital|clinic|state|city|school|chief|dean|it|which|"
    r"who) (?:\w+ )?ranks|"
    r"rank(?:ing|ings)? (?:list )?(?:deadline|opens?|closes?|is (?:open|closed|due))|"
    r"university|percentile|top \d+ ?%|military|rank (?:and file|of)|withdraw\w*)\b",
    re.IGNORECASE,
)


def rank_talk(context: LintContext) -> Iterator[Finding]:
    """Any other talk of lists in a message; a first choice may be volunteered once."""
    if context.kind not in ("message", "text"):
        return
    for sentence, _ in context.watched(_TALK_WATCH):
        hit = _TALK.search(sentence.text)
        if hit is None or _LEFT_ALONE.search(sentence.text):
            continue
        if _VOLUNTEERED.search(sentence.text) and not _ASKED.search(sentence.text):
            continue
        start = sentence.start + hit.start()
        yield Finding(
            RULE, Severity.ERROR, start, sentence.start + hit.end(), ranks.message, ranks.fix
        )


_LISTS = re.compile(
    r"\brank(?:ed|ing)?\b(?=[^.?!]*\b(?:first|1st|#\s?1|number one)\b)"
    r"(?=[^.?!]*\b(?:second|third|2nd|3rd|#\s?[23]|number (?:two|three))\b)[^.?!]*",
    re.IGNORECASE,
)
_YOU = r"(?:you|you guys|you all|y'all|your program|yours|your place|your hospital)"
_AT = (
    r"(?:(?:at|in|as|is|are|'re|sits? at|come in at|right now|currently|sitting|stay|still|for now)"
    r" )*(?:at |in |as )?(?:number |no\. ?|#\s?|my |the )?"
)
_PLACE = (
    r"(?:second|third|fourth|fifth|2nd|3rd|4th|5th|[2-9](?!\d|[:.]\d| ?(?:am|pm|o'clock))|two|"
    r"three|"
    r"four|five)(?! (?:choice|week|month|year|day|hour|time|block|of|p\.?m|a\.?m|interview|thing|"
    r"letter|message|and|to|patient|reason|in)\w*)"
)
_ORDERED = re.compile(
    rf"\b(?:I|we) (?:currently |now |still |'ve |have |had |'d |got |would |do )*(?:put|have|had|"
    rf"got|place|placed|slot|slotted|keep|see)\b[^.?!]{{0,50}}\b(?:at|in|as) (?:number |no\. ?|"
    rf"#\s?|"
    rf"spot |slot |place )?(?:1|one|first|2|two|second|3|three|third)\b[^.?!]{{0,40}}\b{_YOU}\b|"
    rf"\b(?:I|we) (?:currently |now |still |'ve |have |'d |got )*(?:have|put|placed|slotted|"
    rf"got|see) {_YOU} (?:guys )?{_AT}{_PLACE}\b(?=,|\.|;| (?:behind|after|right|just|on|for now|"
    rf"overall|at the moment)|$)|"
    rf"\b(?:first|on top|at the top|number one|#\s?1|1\.|1st)\b[^.?!]{{0,40}}(?:,|;|then|and)"
    rf" (?:then |next )?{_YOU}\b[^.?!]{{0,15}}(?:,|;|\band) then\b|"
    rf"\b{_YOU}(?:'re| are| is| come| comes| sit| sits| would be) (?:\w+ )?{_AT}{_PLACE},?"
    rf" (?:right |just |close )?(?:behind|after|below)\b|"
    rf"\b{_YOU}(?:'re| are| is| come| comes| sit| sits) (?:right |just |only |narrowly )?"
    rf"(?:behind|below|ahead of) (?:only )?[A-Z]\w+|"
    rf"\bmy (?:top (?:three|four|five|3|4|5)|order|lineup|list|ranking)\b[^.?!]{{0,40}}(?::|\bis\b|"
    rf"\bgoes\b|\bare\b|\breads\b|\bruns\b)[^.?!]{{0,60}}\b{_YOU}\b|"
    rf"[A-Z]\w+ ?> ?(?:you|your)\b|\b(?:you|yours) ?> ?[A-Z]\w+",
)  # an order told without the word, to one of those in it
_LISTS_WATCH = watched(_LISTS, _ORDERED)
_NOT_LISTS = re.compile(
    r"\b(class|school|quartile|author|prize|competition|poster)\b", re.IGNORECASE
)


def stated_lists(context: LintContext) -> Iterator[Finding]:
    """Telling one program where it and others stand on one's own list."""
    message = context.kind in ("message", "text")
    for sentence, _ in context.watched(_LISTS_WATCH):
        hit = _LISTS.search(sentence.text)
        if hit is None and message:
            hit = _ORDERED.search(sentence.text)
        if hit and not _NOT_LISTS.search(sentence.text):
            yield Finding(
                RULE,
                Severity.ERROR,
                sentence.start + hit.start(),
                sentence.start + hit.end(),
                "This tells one program where others stand on your list.",
                "Take it out: your list is yours. You may say that you are very interested.",
            )
