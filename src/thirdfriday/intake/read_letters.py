"""How many letters of recommendation a page asks for."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_numbers import COUNT, NUMBER, number_of, range_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_NOUN = (
    r"(?:letters? of recs?\b|letters?|lors?|s?loes?|references?|recommendations?|recommenders?"
    r"|referees)"
)
_TRIGGER = re.compile(
    rf"\b{_NOUN}\b|\bwrit\w+ (?:for you|on your behalf|one for you)\b"
    rf"|\b{NUMBER} (?:[\w-]+ ){{0,3}}\w+[^.;]{{0,20}} (?:to )?write\b|\bvouch\b"
)
_NOT_THESE = re.compile(
    r"letters? of (?:interest|intent|eligibility|good standing|thanks|evaluation status|need"
    r"|explanation)|cover letters?|status letter|newsletter|ministry|love letters?"
    r"|letters? (?:and|or) numbers|letters? (?:spell|to the editor|after)|evaluation status|thank"
)
_WORDS = rf"(?:(?!{NUMBER}\b)(?!by\b|from\b|who\b|which\b|one\b|medicine\b)[\w().'-]+[ ]+){{0,5}}?"
_BEFORE = re.compile(
    rf"(?<![\w$/-])(?:(?P<least>at least|minimum(?: of)?|no fewer than"
    rf"|a minimum of) )?{COUNT}(?P<more>,? or more| \([^)]{{0,40}}\)| additional"
    rf"| \w+)? ?{_WORDS}\b{_NOUN}\b"
)
_AFTER = re.compile(
    rf"\b{_NOUN}(?: of (?:recommendation|reference|support))?(?: \(lors?\))?[ ]*(?:\(|:|-|,|\|"
    rf"|[ ]{{2,}}|required:?|\bare\b|needed:?|=|[x×])+[ ]*(?:a |an |at least |minimum(?: of)? "
    rf"|min\.? "
    rf"|no fewer than |total of |we (?:prefer|require|need|ask for|want) |usually |preferably "
    rf"|exactly |up to |\()*{COUNT}(?!\d|th\b|st\b|rd\b|nd\b| of (?:them|which|whom|these)\b)"
)
_FROM_PEOPLE = re.compile(
    rf"\b{_NOUN}\b[^.;]{{0,15}} (?:from|by) (?:at least "
    rf"|a minimum of )?{COUNT} (?:[\w-]+ ){{0,4}}(?:physicians?|faculty|attendings?|doctors?"
    rf"|people|clinicians?|supervisors?|writers?|referees|members|physicians)\b"
)
_PEOPLE_WRITE = re.compile(
    rf"\b{COUNT} (?:[\w-]+ ){{0,3}}(?:people|faculty|physicians|doctors|attendings"
    rf"|supervisors|surgeons|\w+(?:ists|icians))[^.;]{{0,25}}(?:write|vouch)"
)
_ASKS = re.compile(
    rf"how many[^?]{{0,50}}\b{_NOUN}|\bwho\b[^?]{{0,20}}\bwrite\b|\b(?:which|whose|what) letters"
    rf"|\b(?:need|require"
    rf"|want)\b[^?]{{0,25}}{_NOUN}"
    rf"|number of[^?]{{0,30}}\b{_NOUN}|^\W*(?:what about "
    rf"|and )?(?:\w+ )?{_NOUN}\W*$|{_NOUN}[^?]{{0,40}}(?:how many|required|needed|must|should)"
)
_LEAD_NUMBER = re.compile(
    rf"\W*(?:(?:any|we (?:require|need|ask for|want|prefer)|(?:yes|yep|yeah|yup),?|usually|at least"
    rf"|a minimum of"
    rf"|minimum of|exactly|no fewer than|(?:please )?(?:send|submit|provide|upload|attach"
    rf"|include)|you (?:need"
    rf"|should (?:send|submit|have))|a total of|all applicants (?:need|must (?:have"
    rf"|submit))) )*{COUNT}\b(?! ?(?:%|years|months|weeks))"
)
_EACH = re.compile(rf"\b(?P<n>{NUMBER})(?: letter)?(?: must be| should be)? (?:from|by|is from)\b")
_CHAIR = re.compile(
    r"\b(?:plus|and|as well as) (?:one|1|another|a letter) (?:from|by) (?:your "
    r"|the )?(?:department )?chair"
    r"|(?:chair\w*|department\w*|departmental)(?: of \w+(?: \w+)?)?(?:'s)?(?: \([^)]*\))? letter"
    r"|letter[^.;]{0,20}(?:by|from)[^.;]{0,12}(?:chair|department)"
)
_OTHERS = re.compile(
    r"\bother\b|\badditional\b|\bfurther\b|\bmore letters|\bin addition\b|\bplus\b|\balso\b"
)
_AND_ONE = re.compile(
    r"\band (?:one|a|1)(?: letter)? (?:by|from)\b|\band (?:one|a|1)\b[^.;,]{0,15}chair"
)
_MOST = re.compile(
    r"(?:up to|max(?:imum)?(?: of)?|no more than|most|limit(?:ed)? (?:of|to)|not exceed)\W*(?:a "
    r"|of )?$"
)
_INCLUDED = re.compile(r"\bof (?:which|whom|these|them|the)\b|includ\w+")
_OPTIONAL = re.compile(
    r"additional letters?|extra letters?|not (?:required|needed)|optional|more letters"
)
_SIZE = 8


def find_letters(unit: Unit, earlier: list[Unit]) -> Iterator[Finding]:
    """Candidate answers for `lors` in one sentence. [findings]"""
    text = _NOT_THESE.sub(lambda found: " " * len(found[0]), unit.text)
    asked = unit.rank == 0 and bool(_ASKS.search(unit.question))
    header = unit.bullet and bool(_TRIGGER.search(unit.intro))
    lettered = bool(_LEAD_NUMBER.match(text)) and bool(_TRIGGER.search(unit.heading))
    if unit.asks or not (_TRIGGER.search(text) or asked or lettered):
        return
    if unit.for_fellows or re.search(r"transfer|pgy-?[23]\b", unit.heading):
        return
    if re.search(
        r"(?:experience|patient care|clinical)[^.;]{0,50}with (?:at least )?\w+ (?:references"
        r"|letters)",
        text,
    ):
        return
    if re.search(r"\bused to\b|\bformerly\b|\b(?:up to|until|before) (?:19|20)\d\d\b", text):
        return
    asked = asked or bool(re.search(rf"^\W*(?:\w+ ){{0,3}}{_NOUN}\W*$", unit.heading))
    count = _count(text, asked=asked, earlier=earlier)
    most = 0 if count else _most_only(text)
    count = count or most
    if count and 0 < count <= _SIZE and not header:
        yield Finding(
            "lors",
            count,
            unit.start,
            unit.end,
            "explicit" if count > 1 and not most else "weak",
            "stated",
            "letters",
        )


def _count(text: str, *, asked: bool, earlier: list[Unit]) -> int:
    of_which = re.search(
        rf"{_NOUN}[^.;]{{0,25}}of which (?:at least )?{COUNT} (?:are |is )?(?:requir|need"
        rf"|mandat)",
        text,
    )
    if of_which:
        return range_of(of_which)[0]
    if _PARTS.search(text):
        return _sum_of_parts(text)
    third = re.search(rf"\btwo {_NOUN}\b[^.;]{{0,50}}\band a third (?:from|by)\b", text)
    if third:
        return 3
    if asked and (answered := _in_answer(text)):
        return answered
    for pattern in (_BEFORE, _AFTER, _FROM_PEOPLE, _PEOPLE_WRITE):
        for found in pattern.finditer(text):
            low = range_of(found)[0]
            if (
                low == 1
                or low > _SIZE
                or _MOST.search(text[: found.start("low")])
                or re.search(r"\bpgy|\bstep", found[0])
                or (pattern is _AFTER and _one_of_parts(text, found))
            ):
                continue
            listed = text[found.end() : found.end() + 1] == ":"  # "three letters: one from ..."
            return low + (0 if listed else _chair_too(text, found, earlier))
    return _sum_of_parts(text)


_PARTS = re.compile(
    rf"\b(?P<n>{NUMBER}) {_WORDS}{_NOUN}[^.;,:]{{0,25}}?(?:,? and|,? plus"
    rf"|,) (?P<more>{NUMBER}) (?:additional|other"
    rf"|more|further)\b"
)


def _in_answer(text: str) -> int:
    """The number that answers how many letters are asked for; 0 where there is none. [count]"""
    parts = [number_of(found["n"]) for found in _EACH.finditer(text)]
    if len(parts) > 1 and not _INCLUDED.search(text):
        return sum(parts)
    told = re.search(rf"\b(?:number|answer) is {COUNT}", text) or _LEAD_NUMBER.match(text)
    return range_of(told)[0] if told else 0


def _one_of_parts(text: str, found: re.Match[str]) -> bool:
    """Whether a number is only the first of several ("two from faculty, one from the chair")."""
    return bool(re.match(r" (?:by|from)\b", text[found.end() :])) and _sum_of_parts(text) > 0


def _most_only(text: str) -> int:
    for found in _BEFORE.finditer(text):
        low, _high = range_of(found)
        if 1 < low <= _SIZE and not _OPTIONAL.search(text):
            return low
    return 0


def _chair_too(text: str, found: re.Match[str], earlier: list[Unit]) -> int:
    """One more letter where a chair's letter is asked for besides these others."""
    extra = re.search(
        r"\+|on top of|in addition to|besides|\bplus\b"
        r"|as well as",
        text[found.end() :],
    )
    if extra and _CHAIR.search(text[found.end() :]):
        return 1
    if _AND_ONE.search(text, found.end()) and not _INCLUDED.search(text):
        return 1
    if not _OTHERS.search(found[0]) and not re.search(
        r"(?:plus|in addition to)[^.;]{0,20}$", text[: found.start()]
    ):
        return 0
    if _CHAIR.search(text[: found.start()]):
        return 1
    near = [unit for unit in earlier[-2:] if unit.bullet]
    return 1 if any(_CHAIR.search(unit.text) for unit in near) and _OTHERS.search(found[0]) else 0


def _sum_of_parts(text: str) -> int:
    """Letters named one by one ("1 by the chair and 1 by faculty"). [count]"""
    if not re.search(r"letters?|lors?|loe|recommendation", text) or _INCLUDED.search(text):
        return 0
    two = _PARTS.search(text)
    parts = [number_of(found["n"]) for found in _EACH.finditer(text)]
    if two:
        parts = [number_of(two["n"]), number_of(two["more"])]
    return sum(parts) if len(parts) >= 2 and sum(parts) <= _SIZE else 0
