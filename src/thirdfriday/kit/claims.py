"""What a text claims about its writer: scores, months, counts, dates, ties, languages, status."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from thirdfriday.facts.tables import load_table
from thirdfriday.intake.number_words import NUMBERS, number_of
from thirdfriday.intake.read_dates import MONTHS
from thirdfriday.kit.claim import Claim, claim_at
from thirdfriday.kit.claim_phrases import CLAIM_PHRASES, CLAIMS_WATCHED
from thirdfriday.kit.counted_claims import (
    COUNTED,
    COUNTS_WATCHED,
    SUBI_WATCHED,
    counts,
    may_be_abroad,
    sub_internships,
)
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import Watch, watched

USMLE_SHAPE, COMLEX_SHAPE = (150, 300), (100, 999)  # what in a text can be meant as a score

_DATE = re.compile(rf"\b(?P<date>(?:{'|'.join(MONTHS)}) (?:19|20)\d\d)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|my|I'm|I've|me|being|having|we|our)\b", re.IGNORECASE)


def claims_of(context: LintContext) -> tuple[Claim, ...]:
    """Every claim of the text, in reading order."""
    found = [
        claim
        for reader, watch in _READERS
        for sentence, _ in context.watched(watch)
        for claim in reader(context, sentence)
    ]
    found += [claim for sentence in context.sentences for claim in _ties(context, sentence)]
    return tuple(sorted(found, key=lambda claim: claim.start))


_EXAMS = {
    "step_1": r"step\s?(?:1|one|I)\b",
    "step_2_ck": r"(?:step\s?(?:2|two|II)(?:\s?ck)?|\bCK)\b",
    "step_3": r"step\s?(?:3|three|III)\b",
    "comlex_1": r"(?:comlex(?:-usa)? )?level\s?(?:1|one)\b",
    "comlex_2": r"(?:comlex(?:-usa)? )?level\s?(?:2|two)(?:-?\s?ce)?\b",
    "comlex_3": r"(?:comlex(?:-usa)? )?level\s?(?:3|three)\b",
}
_EXAM_PATTERNS = {
    name: (
        re.compile(
            rf"\b{text}(?![^.?!]{{0,30}}\bstep\b)[^.?!\d]{{0,45}}\b(?P<n>[1-9]\d\d)\b",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?P<n>[1-9]\d\d)\b[^.?!\d,;]{{0,25}}\b(?:on|in|for)\b[^.?!\d,;]{{0,20}}{text}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b{text}\b[^.?!\d]{{0,30}}\bscored (?:a )?(?P<n>[1-9]\d\d)\b", re.IGNORECASE),
    )
    for name, text in _EXAMS.items()
}
_EXAM_NAMES = {name: re.compile(rf"\b{text}", re.IGNORECASE) for name, text in _EXAMS.items()}


def exam_named(sentence: str) -> list[str]:
    """The examinations that a sentence names. [keys of Examinations]"""
    return [name for name, pattern in _EXAM_NAMES.items() if pattern.search(sentence)]


def _scores(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    for name, shapes in _EXAM_PATTERNS.items():
        low, high = COMLEX_SHAPE if name.startswith("comlex") else USMLE_SHAPE
        for shape in shapes:
            hit = shape.search(sentence.text)
            if hit and low <= int(hit["n"]) <= high and not _meant_otherwise(sentence.text, hit):
                yield claim_at(f"score.{name}", hit["n"], sentence, hit.span())
                break


_MEAN = re.compile(
    r"\b(?:average|mean|median|cutoff|minimum|at least|threshold|goal|aim|target|hop\w+|"
    r"expect\w*|practice|would have|could have)\b",
    re.IGNORECASE,
)


def _meant_otherwise(text: str, hit: re.Match[str]) -> bool:
    """Whether a figure is an average, an aim or a practice test: said before it or beside it."""
    rest = re.split(r", (?:so|and|but|which|because|though)\b|;", text[hit.end() :])[0]
    return bool(_MEAN.search(text[: hit.end()]) or _MEAN.search(rest))


_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|should|may|must) (?:\w+ )?have (?:\w+ )?$|\b(?:hop|want|wish|aim|"
    r"plan|try|tri)\w* to (?:have )?$"
)  # what would have been or is hoped for is no claim


def _statements(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    for place in context.fitting(CLAIMS_WATCHED, sentence):
        about, value, pattern, spare = CLAIM_PHRASES[place]
        hit = pattern.search(sentence.lower)
        if hit and _HYPOTHETICAL.search(sentence.lower[: hit.start()]):
            continue
        if hit and not (spare and spare.search(sentence.lower)):
            yield claim_at(about, value, sentence, hit.span())


_SPEAKS = re.compile(
    r"\b(?:fluent|bilingual|proficient|native(?: speaker| fluency| language)?|fluency|fluently|"
    r"mother tongue|first "
    r"language|conversational|speak|spoken)\b",
    re.IGNORECASE,
)
_FLUENT = re.compile(
    r"\b(?:fluent(?:ly)?|bilingual|native|fluency|mother tongue|first language|proficient)\b",
    re.IGNORECASE,
)
_LEVELS = re.compile(
    r"\b(?:fluent(?:ly)?|bilingual|native|fluency|mother tongue|first language|proficient|"
    r"conversational(?:ly)?|basic|some|a little|intermediate)\b",
    re.IGNORECASE,
)
_SAID_TO_BE = re.compile(
    rf"(?: skills| level)? (?:is|was|are|remains)(?: still| only| now)?(?: at an?)?(?: \w+)?? "
    rf"{_LEVELS.pattern[2:]}",
    re.IGNORECASE,
)  # said of the language just named
_IN_WORDS = re.compile(
    r",? (?:I can |I |to |at |in |well enough to |enough to )+(?:hold a )?convers\w+", re.IGNORECASE
)
_OTHERS_TONGUE = re.compile(
    r"\b(?:my (?:\w+ )?(?:roommates?|partner|wife|husband|mother|father|parents|grandmother|"
    r"grandfather|"
    r"sister|brother|mentor|attending|friend|neighbors?|patients?|aunt|uncle|cousin)|he|she|they|"
    r"residents|nurses|patients|clerk|interpreter)(?: \w+)? (?:speaks?|spoke|is|are|was|were|"
    r"has|had|"
    r"prays?|sang|sings?|knows?)\b(?!.*\bI (?:speak|am|can|do|answer)\b)[^,;]*$",
    re.IGNORECASE,
)
_GETS_BY = re.compile(
    r"\b(?:hold (?:a |up )?(?:my end of a )?(?:simple |basic |short )?convers\w+|convers(?:e|"
    r"ing)|get by|"
    r"getting by|manage|find my way|make myself understood|chat|follow|understand|enough|some|"
    r"a little)(?: (?:a|simple|basic|visit|history|interview))* (?:in |of )?$",
    re.IGNORECASE,
)  # said before a language in which one is not fluent
_LEARNING = re.compile(
    r"\b(?:learning|interpreters?|translator|patients? (?:who )?(?:speak|spoke)|basic|some|"
    r"a little|beginner|improv\w+|"
    r"hope to|want to|studying|classes|not fluent|families (?:who )?speak|who (?:speak|spoke)|"
    r"speaking (?:patients?|"
    r"famil|panel|communit|clinic|population)|will speak|them speak|not)\b",
    re.IGNORECASE,
)
_SAME_LANGUAGE = {
    "farsi": "persian",
    "mandarin": "chinese",
    "filipino": "tagalog",
    "cantonese": "chinese",
}


@cache
def _languages() -> re.Pattern[str]:
    names = [
        name for name in load_table("case_file/languages").columns["language"] if len(name) > 3
    ]
    names += [name.capitalize() for name in _SAME_LANGUAGE]
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")


def same_language(name: str) -> str:
    """One name for a language that has two.

    >>> same_language("Farsi") == same_language("Persian")
    True
    """
    return _SAME_LANGUAGE.get(name.lower(), name.lower())


def _tongues(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    text = sentence.text
    if not _SPEAKS.search(text) or not _FIRST_PERSON.search(text):
        return
    if _LEARNING.search(text) and not _FLUENT.search(text):
        return
    for hit in _languages().finditer(text):
        if _OTHERS_TONGUE.search(text[: hit.start()]):
            continue
        speaker = re.match(r"[- ]speaking (?!skills|ability)", text[hit.end() :])
        if hit.group() != "English" and not speaker:
            level = _level(text, hit.start(), hit.end())
            yield claim_at(f"language.{same_language(hit.group())}", level, sentence, hit.span())


def _level(text: str, start: int, end: int) -> str:
    """How well a language is claimed: by what it is said to be, a word before it, or one after."""
    if re.search(r"\bnot (?:yet )?fluent", text):
        return "spoken"
    said = _SAID_TO_BE.match(text, end)
    if said:
        return "fluent" if _FLUENT.search(said.group()) else "spoken"
    if _IN_WORDS.match(text, end) or _GETS_BY.search(text, 0, start):
        return "spoken"
    words = [hit.group() for hit in _LEVELS.finditer(text, 0, start)]
    after = _LEVELS.search(text, end)
    word = words[-1] if words else after.group() if after else ""
    return "fluent" if _FLUENT.search(word) else "spoken"


_HOME = re.compile(
    r"\b(?:grew up|grown up|growing up|raised|born and raised|was born|childhood|hometown|"
    r"native of|spent my (?:childhood|youth))\b"
    r"[^.?!]{0,30}\b(?:in|of|is|outside|near)(?: (?:the|suburban|downtown|south|east|west|"
    r"north))* ?$|\b(?:a|an|the|proud|lifelong) (?:\w+ )?(?:native|daughter|son|child) of(?: "
    r"the)? ?$|"
    r"\bI (?:am|come) (?:originally )?from(?: the)? ?$",
    re.IGNORECASE,
)
_HOME_AFTER = re.compile(
    r"^,? (?:is|has always been|will always be|was) (?:my |our )?(?:home(?: for me| to "
    r"me)?(?=[.,;:]| and |"
    r" because|$)|home ?town|childhood home)|^,? (?:is )?where I (?:grew up|was raised|was born|"
    r"come from|"
    r"spent my childhood|went to (?:high|grade) school)|^ (?:raised|reared) me\b|,? my home "
    r"?town\b|"
    r"^ (?:girl|boy|kid|native) (?:born|and proud|through|at heart)",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\bmy (?:\w+ ){0,2}(?:family|parents|mother|father|sisters?|brothers?|siblings|"
    r"grandparents|grandmother|grandfather|"
    r"aunt|uncle|cousins?|in-laws|relatives|partner|wife|husband|spouse|fianc\w+|"
    r"friends)\b(?! and I\b)[^.?!]{0,60}\b(?<!\bto )(?:liv\w+|resid\w+|"
    r"settled|moved|wait\w*|has (?:her|his|their|a|the) (?:house|home)|have (?:their|"
    r"a) (?:house|home)|(?:is|are|is all|are all) (?:based |located |still )?|based|work\w*|"
    r"home)\b[^.?!]{0,25}\b(?:in|to|near|outside)"
    r"(?: (?:the|greater|downtown))* ?$|\b(?:family|relatives|roots|ties|friends|parents|"
    r"siblings|sisters?|brothers?|aunt|uncle|cousins?) (?:back )?(?:in|to|near)(?: the)? ?$",
    re.IGNORECASE,
)
_LIVED = re.compile(
    r"\bI (?:have |had |'ve )?(?:lived|worked|resided|spent (?:\w+ )?(?:years|months|summers?)|"
    r"called|"
    r"(?:went to|attended|finished|did) (?:\w+ )?(?:high|elementary|middle|grade) school)\b"
    r"[^.?!]{0,40}\b(?:in|near)(?: the)? ?$",
    re.IGNORECASE,
)
_ROTATION = re.compile(
    r"\b(?:my|I|a|an|the|our|during|completed|did|months? of|weeks of) (?:\w+ "
    r"){0,4}(?P<what>sub-?internships?|"
    r"acting internships?|sub-?i|away rotations?|rotations?|rotated|"
    r"clerkships?|electives?|externships?|observerships?)\b"
    r"(?:(?!\b(?:who|whose|whom|which|where|that)\b)[^.?!]){0,60}\bin(?: the)? ?$",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|not|never|whether|when|until|city|from|to|of|their|his|her|who|patients?|partner|"
    r"wife|"
    r"husband|mother|father|attending|mentor)\b",
    re.IGNORECASE,
)  # said before a place that is then somebody else's home, or none
_STAYED = re.compile(
    rf"\b{COUNTED}[- ]months?(?: (?:that |which )?I (?:spent|worked|had|was|did))? in $",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\b(?:hands-on|clinical|rotations?|clerkships?|externship)\b", re.IGNORECASE
)
_FOR_YEARS = re.compile(
    rf"\b(?:for|since|(?:the )?(?:last|past)|of) (?:over |about |more than |almost |nearly |"
    rf"the last |"
    rf"the past )?{COUNTED} years\b|\b(?P<n2>{'|'.join(NUMBERS)}|\d+) years (?:now|in|there|"
    rf"long)\b",
    re.IGNORECASE,
)


_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|neither|nor|nobody|none)\b|n't\b)(?! only)[^,;:.?!]*$",
    re.IGNORECASE,
)


def _ties(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    for one in context.names_in(sentence):
        if one.kind not in ("city", "state", "region"):
            continue
        before, after = context.before(sentence, one.start), context.after(sentence, one.end)
        if may_be_abroad(one, after):
            continue
        where = f"{one.key}|{','.join(sorted(one.values))}"
        span = (one.start - sentence.start, one.end - sentence.start)
        for about, pattern in (("home", _HOME), ("kin", _KIN), ("lived", _LIVED)):
            if pattern.search(before) and not _DENIED.search(before):
                yield claim_at(f"tie.{about}", where, sentence, span)
                long = _FOR_YEARS.search(sentence.text)
                if long:
                    years = number_of(long["n"] or long["n2"])
                    yield claim_at(
                        "years", f"{years:g}|{where.partition('|')[2]}", sentence, long.span()
                    )
                break
        if _HOME_AFTER.match(after) and not _HOME.search(before) and not _IF.search(before):
            yield claim_at("tie.home", where, sentence, span)
        stay = _STAYED.search(before) if "month" in before.lower() else None
        if stay and _CLINICAL.search(sentence.text):
            yield claim_at("stay", f"{number_of(stay['n'])}|{where}", sentence, stay.span())
        hit = _ROTATION.search(before)
        if hit:
            what = "away" if re.search(r"sub|acting|away", hit["what"], re.IGNORECASE) else "any"
            yield claim_at(f"rotation.{what}", where, sentence, span)
            date = _DATE.search(after)
            if date:
                yield claim_at(f"rotation.date.{one.key}", date["date"].lower(), sentence, span)


_READERS: tuple[tuple[Callable[[LintContext, Sentence], Iterator[Claim]], Watch], ...] = (
    (_scores, watched(*(shape for shapes in _EXAM_PATTERNS.values() for shape in shapes))),
    (_statements, CLAIMS_WATCHED),
    (counts, COUNTS_WATCHED),
    (_tongues, watched(_SPEAKS)),
    (sub_internships, SUBI_WATCHED),
)
