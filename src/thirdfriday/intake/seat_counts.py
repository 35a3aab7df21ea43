"""How many residents a year, by the number's noun, verb and rate, where no wording is known."""

import re
from collections.abc import Iterator, Sequence

from thirdfriday.intake.page_numbers import NUMBER, number_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit
from thirdfriday.intake.read_seats import SIGNED, TWO_KINDS

_PERSON = (
    r"residents?|interns?|positions?|slots?|places|spots?|seats|openings?|trainees|categoricals?"
    r"|r-?1s?|pgy-?[12]s?|ca-?1s?|first[ -]years?|people|doctors|physicians|candidates|graduates"
    r"|colleagues|newcomers|of us|of we|of you|faces|souls|recruits|members|learners"
    r"|house officers|housestaff"
)
_WORD = (
    r"(?!(?:of|per|from|in|with|who|for|that|and|or|to|at|by|on|are|is|was|were|days?|weeks?"
    r"|months?"
    r"|years|hours|beds|patients|sites|hospitals|letters|percent|times)\b)[a-z/'&.-]+"
)
_COUNTED = re.compile(
    rf"(?<![\w$/.#:%-])(?P<n>{NUMBER})(?![\d%,.:/-])(?P<words>(?: {_WORD}){{0,5}}?)"
    rf"(?: |-)(?P<noun>{_PERSON})\b(?!-)"
)
_LABELLED = re.compile(
    rf"\b(?:positions?|residents?|interns?|slots?|openings?|class(?: size)?|spots?|seats?|places)\b"
    rf"[^.;:?]{{0,45}}: *(?P<n>{NUMBER})\b(?![\d%/.-])"
)
_ENTERS = re.compile(
    r"\W(?:\w+ )?(?:arrives?|starts?|joins?|begins?|enters?|come|comes|are (?:taken|matched"
    r"|accepted"
    r"|admitted|welcomed|recruited|chosen|selected))\b"
)
_QUOTA = re.compile(
    rf"\b(?:quota|class size|intake|cohort|class|complement per year|match list)(?: \w+){{0,3}} "
    rf"(?:is|are|numbers|of|at|=) (?:about |just |only )?(?P<n>{NUMBER})\b(?![\d%/.-]| years)"
    rf"|(?:^|[:,] |\bprogram[,:]? )(?P<m>{NUMBER}) (?:to |in |for )?(?:a|per|each|every) (?:year"
    rf"|class)\b"
)
_TAKES = re.compile(
    r"\b(?:tak(?:e|es|ing)|match(?:es)?|enrol\w*|enters?|welcom\w+|recruit\w*|accepts?|trains?"
    r"|admits?|offers?|fills?|ha(?:ve|s)|choos\w+|picks?|brings?(?: in)?|appoints?|starts?|joins?"
    r"|selects?|hires?|looking for|room for|approved for|accredited for|funded for|graduates?"
    r"|there (?:are|is)|we are|class of|classes of|totals?|complement of|made up of)\b[^.;,]{0,25}$"
)
_YEARLY = re.compile(
    r"\b(?:in )?(?:each|every one) of (?:the |our )?(?:three|four|five|\d) (?:years|classes)\b"
    r"|\bannually\b|\b(?:per|each|every|a|an?) (?:pgy )?(?:year|class|july|summer|season|level"
    r"|cycle|match)\b"
    r"|\bannual\w*|\byearly\b|/ ?(?:year|yr|class)\b|\bthis (?:year|season|cycle)\b|\bjuly 20\d\d"
    r"|\bfor (?:the )?20\d\d|\bin 20\d\d"
)
_FIRST_YEAR = re.compile(r"categorical|intern|first[ -]year|pgy-?1|r-?1|incoming|entering|new\b")
_OUR = re.compile(r"\b(?:our|the|one of(?: our| the)?) $")
_AGAINST = re.compile(
    r"interview|appl(?:y|ied|ican|ications)|fellow|student|faculty|alumni|graduates (?:of|from"
    r"|went)"
    r"|\b(?:may|can|could) (?!join|start)\w+|\btracks?\b|\belective|\bper (?:team|service"
    r"|block|shift|month|call|attending)|\b(?:per|each|every|of) teams?\b|\bteams of\b|\bcall\b"
    r"|\bout of\b|\bof (?:the|our|those|these"
    r"|them)\b|\bsoap\b|transfer|\blast year\b|\byears ago\b|\bresearch\b|\bchiefs?\b|\bdormitor"
    r"|\bbeds?\b|\bvisit|\bobserver|\bpercent|%|\bdecade|\bsince\b|\bpast\b|\bhad\b|\bmoved\b"
    r"|\bleft\b"
    r"|(?:places|spots|slots|positions) for (?:our|those|people) (?:\w+ )?(?:residents|who match)"
    r"|\bstipend|\$|\bhouse[sd]?\b|\bvoting\b|\bcommittee\b|\bsponsor\w*|\bh-1b|\bj-1"
)
_SEATS_ASKED = re.compile(
    r"how (?:many|big|large)|\bsize\b|\bpositions?\b|\bclass\b|\bnumbers\b|\bopenings\b"
    r"|\bthe program"
)
_PEOPLE = re.compile(r"people|doctors|physicians|candidates|graduates|colleagues|newcomers")
_LEAST, _LARGEST, _TOTAL = 3, 80, 30


def find_counts(units: Sequence[Unit]) -> Iterator[Finding]:
    """The best counted number of residents a year; none where two tie. [findings]"""
    best: dict[int, tuple[int, Unit]] = {}
    for unit in units:
        if unit.asks and "our" not in unit.text:
            continue
        if re.search(r"fellowship|transfer|alumni|soap", unit.heading) or unit.for_fellows:
            continue
        for number, score in counted(unit):
            if score > best.get(number, (0, unit))[0]:
                best[number] = (score, unit)
    if len(best) == 1:  # with nothing beside it, preliminary places are the places
        best = {
            number: (score + ("prelim" in unit.text), unit)
            for number, (score, unit) in best.items()
        }
    top = max((score for score, _ in best.values()), default=0)
    chosen = [(number, unit) for number, (score, unit) in best.items() if score == top]
    if top >= _LEAST and len(chosen) == 1:
        number, unit = chosen[0]
        yield Finding(
            "positions_per_year", number, unit.start, unit.end, "weak", "stated", "counts"
        )


def counted(unit: Unit) -> Iterator[tuple[int, int]]:
    """Numbers of residents in a sentence and how much speaks for each. [count, points]"""
    text = unit.text
    if TWO_KINDS.search(text) or SIGNED.search(text):
        return
    for found in _COUNTED.finditer(text):
        number = number_of(found["n"])
        clause, lead = _clause(text, found), text[max(0, found.start() - 45) : found.start()]
        takes = bool(_TAKES.search(lead)) or bool(_ENTERS.match(text, found.end()))
        yearly, first = bool(_YEARLY.search(clause)), bool(_FIRST_YEAR.search(found[0]))
        ours = bool(_OUR.search(lead)) and first
        score = 2 * takes + 2 * yearly + first + 2 * ours
        score += not _PEOPLE.search(found["noun"])
        score += bool(
            _SEATS_ASKED.search(f"{unit.heading} {unit.question if unit.rank == 0 else ''}")
        )
        score -= 4 * bool(_AGAINST.search(clause)) + 4 * bool(
            re.search(r"pgy-?[2-9]", found["words"])
        )
        score -= "prelim" in found[0]
        score -= 2 * (number > _TOTAL and not yearly)
        if not (takes or yearly or ours or unit.rank == 0) or not 1 < number <= _LARGEST:
            continue
        yield number, score
    for found in _QUOTA.finditer(text):
        number = number_of(found["n"] or found["m"])
        if 1 < number <= _LARGEST and not _AGAINST.search(_clause(text, found)):
            yield number, 4
    for found in _LABELLED.finditer(text):
        number = number_of(found["n"])
        if 0 < number <= _LARGEST and not _AGAINST.search(text):
            yield number, 3 + bool(_YEARLY.search(text))


def _clause(text: str, found: re.Match[str]) -> str:
    left = max(text.rfind(mark, 0, found.start()) for mark in (";", ". ", ": ", ", "))
    rights = [at for mark in (";", ". ", ", ", "(") if (at := text.find(mark, found.end())) >= 0]
    return text[left + 1 : min(rights, default=len(text))]
