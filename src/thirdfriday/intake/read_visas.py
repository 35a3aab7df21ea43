"""What a page says of J-1 and H-1B sponsorship, clause by clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_J1 = r"\bj[ -]?1s?\b(?:[ -](?:exchange visitor |clinical |training )?(?:visas?|status))?(?: sponsorships?)?|exchange visitor(?: \(j-?1\))?(?: visas?)?"
_ECFMG_VISA = (
    r"visas?(?: that are| which are)? (?:sponsored|issued) (?:only )?(?:by|through|via) (?:the )?(?:ecfmg|intealth)"
    r"|(?:ecfmg|intealth)[ -]sponsored visas?|visa sponsorship (?:only )?(?:by|through|via|from) (?:the )?(?:ecfmg|intealth)"
)
_H1 = r"\bh visas?\b|\bh[ -]?1(?:[ -]?b)?s?\b(?:[ -](?:work |worker )?(?:visas?|status))?(?: sponsorships?)?|\bhb-?1\b(?: visas?)?(?: sponsorships?)?"
_OTHER_VISA = r"\b(?:f|h|o|e|l|b|tn)[ -]?[2-5]s?\b(?:[ -]visas?)?|\b[foltb][ -]?1s?\b(?:[ -]visas?)?|\btn\b(?: visas?)?"
_ANY = r"\bvisas?\b|\bsponsorships?\b"
_MENTION = re.compile(
    rf"(?P<ecfmg>{_ECFMG_VISA})|(?P<j1>{_J1})|(?P<h1b>{_H1})|(?P<other>{_OTHER_VISA})|(?P<any>{_ANY})"
)
_TRIGGER = re.compile(r"visa|sponsor|\bj[ -]?1|\bh[ -]?1|exchange visitor|\bh visas?")
_CUT_STRONG = re.compile(
    r";|\bexclud\w+|\(|\bbut\b|\bhowever\b|\bwhile\b|\bwhereas\b|\balthough\b|\bthough\b|\byet\b|\brather than\b|\binstead of\b"
    r"|\bin place of\b|\bin lieu of\b|\bnor\b|: |\. "
)
_CUT_WEAK = re.compile(r",|\band\b|\bor\b|\bas well as\b|/|&|\bplus\b| - ")
_NEGATIVE = re.compile(
    r"\bnot\b|n't\b|\bcannot\b|\bno\b|\bnone\b|\bnever\b|\bneither\b|\bnor\b|\bnobody\b|\bno one\b|\bbeyond what\b|\bended\b|\bagainst\b|\bclosed to\b|\blacks?\b|\blacking\b|\bno longer\b|\bstopp?\w*\b|\bphased out\b|\bwithdrawn\b|\bunable\b|\bwithout\b|\bdeclines?\b"
    r"|\brefuses?\b|\bineligible\b|\bexclud\w+|\bdiscontinued\b|\bceased?\b|\bstopped\b|\bunavailable\b|\bimpossible\b"
    r"|\bprohibit\w*|\brather than\b|\binstead of\b|\bin place of\b|\bin lieu of\b|\bhardly\b|\bnon-?sponsor\w*"
)
_SPONSORING = re.compile(
    r"sponsor|support|accept|offer|provid|consider|\btak(?:e|es|ing|en)\b|eligib|process|allow|permit|grant|honou?r|issue|available|possible|\buse|\bfile|recogni|\bdo\b"
    r"|participat|\bhire|\bable\b|\boption|\bhonor|\baccommodat|\bwork with|\bhandle|\bobtain|\barrange|\bpursue|\bfund|\bpay|\bappoint|\bamong\b|\bgiv|\bdoes\b|\bsomething\b|\bpart of\b|\bmeans\b|\bpermit|\btrain\b|\bqualif|\bget\b"
)
_NOTHING_MORE = re.compile(
    r"\W*(?:(?:at|for|right|currently|presently|this|now|under|in|as|yet|sorry|however|anymore|any longer|to|by)\b.*)?$"
)
_WHOLE_REFUSALS = frozenset(
    {
        "none",
        "nobody",
        "no one",
        "beyond what",
        "ended",
        "phased out",
        "withdrawn",
        "neither",
        "nor",
        "unavailable",
        "ineligible",
        "discontinued",
        "ceased",
        "stopped",
        "rather than",
        "instead of",
        "in place of",
        "in lieu of",
        "excluded",
    }
)
_BENIGN = re.compile(
    r"\bnot only\b|\bno exceptions?\b|\bno (?:later|more|less|fewer|longer than|sooner|further|farther) than\b|\bno longer than\b|\bnot limited to\b"
    r"|\bwithout exception\b|\bnot required\b|\bnot need\w*|\bno problem\b|\bnot guarantee\w*|\bno guarantee\w*"
    r"|\bwho (?:are|do|is|does) not\b|\bif (?:you|they|the applicant|an applicant|not) (?:are |do |is )?(?:not|n't)?"
    r"|\bnon-(?:us|u\.s\.?|citizens?|immigrants?|residents?)|\bnot (?:us|u\.s\.?|united states|american) citizens?"
    r"|\bnot (?:a |an )?(?:us |u\.s\. )?(?:citizens?|permanent)|\bno (?:charge|cost|fee)s?\b|\bno preference\b"
    r"|\bwhether or not\b|\bno difference\b|\bnot (?:be )?(?:a )?(?:disadvantage|penali)\w*"
)
_VERB = re.compile(
    r"\b(?:sponsor\w*|support\w*|accept\w*|offer\w*|provid\w+|consider\w*|takes?|taken|taking|available|eligib\w+"
    r"|process\w*|allow\w*|permit\w*|possible|welcome\w*|grant\w*|honou?r\w*|issue\w*|prefer\w*|handle\w*|files?"
    r"|use[sd]?|utiliz\w+|requir\w+|qualif\w+|obtain\w*|gets?|holds?|holding|have|has|needs?|must|is|are|was|were|can"
    r"|can't|cannot|will|won't|do|does|doesn't|don't|isn't|aren't|not|nor|neither|no|participat\w+|recogni[sz]\w+"
    r"|places?|placed|put|rather than|instead of|in place of|in lieu of|limited|excluded|works? with|enter\w*|preferred|may|be|comes?|as a rule|usually|normally|none|never|nobody|no one|otherwise|cover\w*|exclud\w*|confined|restricted|finished?|trains?)\b"
)
_ONLY = re.compile(
    r"\bonly\b|\bsolely\b|\bexclusively\b|\bsole\b|\bjust\b|\balone\b|\bnothing but\b|\bstrictly\b|\bis all\b|\ball (?:that |which )?(?:we|the|our)\b|\bnone but\b|\b(?:limited|confined|restricted) to\b|\bno more\b|\bno(?:thing)? else\b|\bno others?\b|\bno (?:further|farther) than\b|\bor nothing\b"
)
_CONFINED = re.compile(
    rf"\b(?:limited|confined|restricted) to (?:the |an? |only )*(?:ecfmg[ -]sponsored )?(?:{_J1})"
)
_NOT_THAT_ONLY = re.compile(
    r"\bnot only\b|\b(?:only|solely|exclusively|just) (?:through|by|via|under|if|when|after|for|with|to|from|in|those|once)\b"
    r"|\b(?:through|by|via|under|from) (?:the )?(?:ecfmg|intealth)(?: sponsorship)?,? (?:only|alone|exclusively|solely)\b"
)
_ONLY_VISA = re.compile(
    r"\b(?:only|sole|one|single) (?:acceptable |accepted |available |type of |kind of |training |form of )*"
    r"(?:visas?|sponsorships?)\b"
)
_EXCEPTION = re.compile(
    r"\b(?:other than|except(?:ing)?(?: for)?|besides|apart from|aside from|outside of|beyond|save(?: for)?|excluding|(?<=none )but|(?<=nothing )but|(?<=no visas )but|(?<=no visa )but"
    r"|with the exception of)\b(?: an?\b| the\b| ecfmg[ -]sponsored\b)*\s*(?P<list>(?:[^.;,]{0,25}))"
)
_CONDITION = re.compile(
    r"case[ -]by[ -]case|individual(?:ly)? basis|one by one|exception\w*|certain|limited|\bmay\b|\bmight\b|\bcould\b"
    r"|\bif\b|provided that|step (?:3|iii|three)|occasion\w*|\bhope\b|depend\w*|discretion|approv\w+|rare\w*|unless"
    r"|\bselect(?:ed)?\b|circumstances|subject to|highly qualified|already|current\w*|transfer\w*|negotia\w+|sometimes"
)
_LOOPHOLE = re.compile(
    r"\bexcept(?:ions?|ional)?\b(?! no\b)|\bunless\b|\brare(?:ly)?\b|\bsometimes\b|\boccasional(?:ly)?\b"
)
_NO_LOOPHOLE = re.compile(r"no exceptions?|without exception")
_US_SCHOOL = re.compile(
    r"(?:graduat\w+|students?|seniors?|those|applicants?|candidates?|completed|degrees?|trained)\b[^.;]{0,40}"
    r"\b(?:us|u\.s\.?|american|united states|lcme)\b[^.;]{0,25}\b(?:schools?|m\.?d|universit\w+|colleges?|institutions?)"
    r"|\b(?:us|u\.s\.?|american|lcme)[ -](?:accredited )?(?:medical )?(?:school |university )?(?:graduates?|grads?|trained|seniors?)"
)
_ALREADY = re.compile(
    r"transfer\w*|already|current\w*|now (?:on|hold)|existing|elsewhere|extension"
)
_FELLOWS_ONLY = re.compile(
    r"(?:only|limited|restricted|reserved|just|solely|exclusively)\b[^.;]{0,30}\bfellow|fellow\w*[^.;]{0,12}\bonly\b"
)
_LEAD_NO = re.compile(
    r"^\W*no\b(?:[,.:;]|(?= (?:you|we|they|it|applicants?|candidates?|all|only|everyone|residents?|the|our|a|an|any|this|each)\b))"
)
_OTHER_PEOPLE = re.compile(
    r"moonlight|home (?:residen|countr)|two-year|2-year|visiting (?:medical )?students?|for (?:visiting |rotating )?medical students|to canadians|for canadians|^canadians|observer|visiting|waiver|clerkship"
    r"|\belectives?\b|research (?:scholar|j-?1|fellow)|for (?:your |their )?spouses?|dependents?|j-?2\b|faculty position|shadow"
)
_FELLOWS = re.compile(r"fellow(?:s|ship|ships)?\b")
_RESIDENTS = re.compile(r"residen|trainee|house ?staff|intern|pgy")
_LEGAL = re.compile(
    r"citizen|residency or|green card|permanent resident|work authori[sz]ation|legally|ead\b"
)
_YES = re.compile(r"[:\s|-]*\(?\b(yes|no|y|n|none|available|unavailable|accepted)\)?[.!;,]*\s*$")
_SHORT = 20
_ANY_OTHER = re.compile(
    r"\b(?:any )?other (?:types? of |kinds? of |forms? of |work )?(?:visas?|sponsorships?)"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    type: str
    text: str
    apart: str


def _cut_between(text: str, left: int, right: int) -> tuple[int, str]:
    strong = None
    for strong in _CUT_STRONG.finditer(text, left, right):
        pass
    if strong is not None:
        return strong.start(), strong[0]
    weak = _CUT_WEAK.search(text, left, right)
    return (weak.start() if weak else right), ""


def _clauses(text: str) -> list[_Clause]:
    mentions = list(_MENTION.finditer(text))
    clauses: list[_Clause] = []
    begin, apart = 0, ""
    for place, mention in enumerate(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        end, cut = len(text), ""
        if following:
            end, cut = _cut_between(text, mention.end(), following.start())
        clauses.append(_Clause(mention.lastgroup or "any", text[begin:end], apart))
        begin, apart = end, cut
    return clauses


def _polarity(clause: str) -> str:
    cleaned = _BENIGN.sub(lambda found: " " * len(found[0]), _LEAD_NO.sub(" ", clause))
    rest = _MENTION.sub(lambda found: " " * len(found[0]), cleaned)
    if not _VERB.search(rest) and not re.search(r"sponsor", clause):
        return ""
    if _refuses(cleaned):
        return "loophole" if _LOOPHOLE.search(cleaned) and not _NO_LOOPHOLE.search(clause) else "no"
    return "yes"


def _refuses(clause: str) -> bool:
    """Whether a negation in the clause bears on sponsoring, not on something beside it."""
    for found in _NEGATIVE.finditer(clause):
        tail = re.split(r"[,;)]", clause[found.end() : found.end() + 60])[0]
        if _SPONSORING.search(tail) or _MENTION.search(tail) or _NOTHING_MORE.match(tail):
            if found[0] != "impossible" or tail:
                return True
        elif found[0] in _WHOLE_REFUSALS:
            return True
    return False


def _resolved(clauses: list[_Clause]) -> list[str]:
    """Polarity of each clause; one without a verb of its own takes its neighbour's."""
    own = [_polarity(clause.text) for clause in clauses]
    resolved = list(own)
    for place, value in enumerate(own):
        if value:
            continue
        resolved[place] = _earlier(clauses, resolved, place) or _later(clauses, own, place)
    return resolved


def _earlier(clauses: list[_Clause], resolved: list[str], place: int) -> str:
    for i in range(place - 1, -1, -1):
        listed = clauses[i + 1].apart in {"(", ": "} and clauses[i].type == "any"
        if (
            clauses[i + 1].apart
            and not listed
            and clauses[i + 1].apart not in {"nor", "rather than"}
        ):
            return ""
        if resolved[i]:
            return resolved[i]
    return ""


def _later(clauses: list[_Clause], own: list[str], place: int) -> str:
    for i in range(place + 1, len(own)):
        if clauses[i].apart:
            return ""
        if own[i]:
            return own[i]
    return ""


def _exception_types(text: str) -> tuple[set[str], re.Match[str] | None]:
    for found in _EXCEPTION.finditer(text):
        types = {m.lastgroup or "" for m in _MENTION.finditer(found["list"])} - {"any", "other"}
        rest = _BENIGN.sub(" ", text)
        if types and _NEGATIVE.search(rest):
            return {"j1" if kind == "ecfmg" else kind for kind in types}, found
    return set(), None


def find_visas(unit: Unit, before: Unit | None) -> Iterator[Finding]:
    """Candidate answers for `j1` and `h1b` in one sentence. [findings]"""
    if unit.asks or _OTHER_PEOPLE.search(unit.text) or _for_fellows(unit):
        return
    if not _MENTION.search(unit.text):
        yield from _from_question(unit, before)
        return
    excepted, _ = _exception_types(unit.text)
    if excepted:
        for name in ("j1", "h1b"):
            yield _finding(unit, name, name in excepted, "explicit", "visa.except")
        return
    yield from _from_clauses(unit)
    yield from _no_but(unit)
    yield from _answered(unit)


def _no_but(unit: Unit) -> Iterator[Finding]:
    """A "No, you need a J-1" denies the other visa that was asked about."""
    types = {found.lastgroup for found in _MENTION.finditer(unit.text)}
    if (
        unit.answer == "no"
        and types & {"j1", "ecfmg"}
        and "h1b" not in types
        and _LEAD_NO.match(unit.text)
    ):
        if re.search(r"need|must|have to|requir|accept|sponsor", unit.text):
            yield _finding(unit, "h1b", False, "weak", "visa.no_but_j1", "implied")


def _answered(unit: Unit) -> Iterator[Finding]:
    """A yes or no to a question about one visa, where the answer goes on to name the other."""
    if unit.rank != 0 or not unit.answer:
        return
    asked = {found.lastgroup for found in _MENTION.finditer(unit.question)} & {"j1", "h1b"}
    named = {found.lastgroup for found in _MENTION.finditer(unit.text)}
    if len(asked) == 1 and not asked & named:
        yield _finding(unit, str(asked.pop()), unit.answer == "yes", "explicit", "visa.answer")


def _for_fellows(unit: Unit) -> bool:
    if (
        _FELLOWS.search(unit.text)
        and not _RESIDENTS.search(unit.text)
        and not _FELLOWS_ONLY.search(unit.text)
    ):
        return True
    heading = bool(_FELLOWS.search(unit.heading)) and not _RESIDENTS.search(unit.heading)
    asked = bool(_FELLOWS.search(unit.question)) and not _RESIDENTS.search(unit.question)
    return heading or asked


def _finding(
    unit: Unit, name: str, value: bool, strength: str, rule: str, kind: str = "stated"
) -> Finding:
    return Finding(name, value, unit.start, unit.end, strength, kind, rule)


def _from_question(unit: Unit, before: Unit | None) -> Iterator[Finding]:
    asked = unit.question if unit.rank in {0, 1} and unit.question else ""
    if not asked and before is not None and before.titles and len(unit.text) <= _SHORT:
        if unit.answer or re.match(r"not \w+\W*$|none\W*$|n/a", unit.text):
            asked = before.text
    if not asked or not _TRIGGER.search(asked):
        return
    negative = unit.answer == "no" or bool(
        _NEGATIVE.search(_BENIGN.sub("", unit.text)) and (unit.rank <= 0 or "sponsor" in unit.text)
    )
    positive = unit.answer == "yes"
    types = {m.lastgroup or "any" for m in _MENTION.finditer(asked)}
    specific = {"j1" if kind == "ecfmg" else kind for kind in types} - {"any", "other"}
    if not (negative or positive) or (unit.rank == 1 and "sponsor" not in unit.text):
        return
    if positive and not specific:
        return
    for name in specific or {"j1", "h1b"}:
        yield _finding(unit, name, positive, _answer_strength(specific), "visa.answer")


def _answer_strength(specific: set[str]) -> str:
    return {0: "generic", 1: "explicit"}.get(len(specific), "strong")


def _from_clauses(unit: Unit) -> Iterator[Finding]:
    clauses = _clauses(unit.text)
    polarities = _resolved(clauses)
    types = {clause.type for clause in clauses}
    for clause, polarity in zip(clauses, polarities, strict=True):
        if clause.type == "other":
            continue
        if clause.type == "any":
            yield from _generic(unit, clause, polarity, types)
        elif clause.type == "h1b":
            yield from _h1b(unit, clause, polarity, types)
        else:
            yield from _j1(unit, clause, polarity, types)


def _generic(unit: Unit, clause: _Clause, polarity: str, types: set[str]) -> Iterator[Finding]:
    if polarity != "no" or not re.search(r"sponsor|visa|support", clause.text):
        return
    if re.search(
        r"\b(?:require|need)\w*\b[^.;]{0,20}(?:visa|sponsorship)", clause.text
    ) and not re.search(
        r"(?:closed to|unable|cannot|can't|not be|won't|aren't|don't|not) (?:be )?(?:to )?(?:consider|accept|eligible|able|tak|interview|admit|review|hire)\w*|closed to",
        clause.text,
    ):
        return
    if _ANY_OTHER.search(clause.text):
        if "j1" in types or "ecfmg" in types or not types - {"any"}:
            yield _finding(unit, "h1b", False, "other", "visa.no_other")
        return
    strength = "generic"
    yield _finding(unit, "j1", False, strength, "visa.none")
    yield _finding(unit, "h1b", False, strength, "visa.none")


def _in_visa_context(unit: Unit) -> bool:
    return (
        len({found.lastgroup for found in _MENTION.finditer(unit.text)}) > 1
        or bool(_TRIGGER.search(unit.context))
        or bool(_LEGAL.search(unit.text))
        or bool(unit.intro)
    )


def _asked_of(unit: Unit, kind: str) -> bool:
    asked = {found.lastgroup for found in _MENTION.finditer(unit.question)} - {"any", "other"}
    return not asked or kind in asked


def _bare(unit: Unit, clause: _Clause) -> bool | None:
    shown = _YES.search(clause.text)
    if shown:
        return shown[1] in {"yes", "y", "available", "accepted"}
    if (
        unit.answer
        and unit.rank == 0
        and _asked_of(unit, clause.type)
        and not _ONLY.search(clause.text)
    ):
        return unit.answer == "yes"
    alone = len(_MENTION.findall(unit.text)) < 2
    if unit.titles and alone and not _TRIGGER.search(unit.question) and not _ONLY.search(unit.text):
        return (
            True if (unit.bullet or _LEGAL.search(unit.text)) and _in_visa_context(unit) else None
        )
    return True if _in_visa_context(unit) or _ONLY.search(unit.text) else None


def _j1(unit: Unit, clause: _Clause, polarity: str, types: set[str]) -> Iterator[Finding]:
    if _FELLOWS_ONLY.search(clause.text):
        yield _finding(unit, "j1", False, "explicit", "visa.fellows_only", "implied")
        return
    if polarity == "":
        bare = _bare(unit, clause)
        if bare is None:
            return
        polarity = "yes" if bare else "no"
    strong = bool(
        re.search(
            r"sponsor|accept|offer|support|consider|take|only|welcome|available|provid|must have|must hold|must obtain|need",
            unit.text,
        )
    )
    strength = "explicit" if strong or unit.answer else "weak"
    value = polarity != "no"
    kind = "conditional" if polarity == "loophole" else "stated"
    yield _finding(unit, "j1", value, strength, f"visa.j1.{polarity}", kind)
    if value and "h1b" not in types and _excludes_others(unit, clause):
        yield _finding(unit, "h1b", False, "only", "visa.only_j1", "implied")


def _excludes_others(unit: Unit, clause: _Clause) -> bool:
    cleaned = _NOT_THAT_ONLY.sub(" ", unit.text)
    return (
        bool(_ONLY_VISA.search(cleaned))
        or bool(_CONFINED.search(unit.text))
        or bool(_ONLY.search(_NOT_THAT_ONLY.sub(" ", clause.text)))
    )


def _h1b(unit: Unit, clause: _Clause, polarity: str, types: set[str]) -> Iterator[Finding]:
    if _FELLOWS_ONLY.search(clause.text):
        yield _finding(unit, "h1b", False, "explicit", "visa.fellows_only", "implied")
        return
    if polarity == "":
        bare = _bare(unit, clause)
        if bare is None:
            return
        polarity = "yes" if bare else "no"
    limited = bool(_US_SCHOOL.search(clause.text)) and not _ALREADY.search(unit.text)
    if limited and polarity != "no":
        yield Finding(
            "h1b", "ambiguous", unit.start, unit.end, "explicit", "conditional", "visa.us_schools"
        )
        return
    value = polarity != "no"
    conditional = value and bool(_CONDITION.search(unit.text))
    strong = bool(
        re.search(
            r"sponsor|accept|offer|support|consider|take|available|provid|eligible", unit.text
        )
    )
    yield _finding(
        unit, "h1b", value, "explicit" if strong or unit.answer or not value else "weak",
        f"visa.h1b.{polarity}", "conditional" if conditional else "stated",
    )  # fmt: skip


def triggers_visa(unit: Unit) -> bool:
    """Whether a sentence or its question speaks of visas at all. [yes or no]"""
    return (
        bool(_TRIGGER.search(unit.text))
        or bool(unit.question and _TRIGGER.search(unit.question))
        or bool(unit.answer)
    )
