"""Numbers and dates that may be a policy's value, each with the words around it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from thirdfriday.intake import read_graduation
from thirdfriday.intake.closing_dates import of_something_else
from thirdfriday.intake.page_numbers import NUMBER, number_of
from thirdfriday.intake.page_units import Unit
from thirdfriday.intake.read_dates import DATE, month_day
from thirdfriday.intake.read_scores import exam_of, wished_for
from thirdfriday.intake.read_seats import TWO_KINDS
from thirdfriday.intake.sentence_model import bucket_of
from thirdfriday.intake.word_senses import sense_of

_WORD, _DIGITS = re.compile(r"[a-z']+|\d+"), re.compile(r"\d+")
_SCORE = re.compile(r"(?<![\d$,.#/-])(?:1[789]\d|2[0-8]\d)(?![\d]|,\d|\.\d|%|-\d{3})")
_COUNT = re.compile(rf"(?<![\w$/.,#:-])(?:{NUMBER})(?![\w%/]|[.,:]\d|-\d)")
_YEARS = re.compile(rf"(?<![\w$/.,#-])(?:{NUMBER}|a decade)(?![\w%/]|[.,:]\d)")
_DECADE = 10
_AGAINST = {  # what the rules pass over with reason, and more of its kind
    "step2_min": re.compile(
        r"suggest|averag|\bmeans?\b|median|typical|competitive|usually|\btends? to be\b|\bwon't get"
        r"|\bbeat\b|concern|former|\bgone\b|middle|\bbetween\b"
        r"|last year|\bhope\b|\bwe like\b|applicants scored|strong |tutor|\bus that\b|\bhad a\b"
        r"|visa|\bh-?1"
        r"|\bcomes? first\b|\bpast\b|not (?:rescue|save|sink|make up)\b|\bmake up for\b"
        r"|\bgot anyone in\b|\bkept anyone out\b"
    ),
    "yog_max_years": re.compile(
        r"\bhad been\b|\bhas (?:sent|been|had)\b|should have|\bhave (?:had|taken|matched|trained)\b"
        r"|\bmfm\b"
        r"|\bedge\b|\bno (?:strict|hard|firm|set|fixed)\b|we've matched|\blike (?:to|it)"
        r"|neither is a rule"
        r"|classes|explain|\btell we\b|let we know|\bpatient care\b|\bcards?\b|years allowed"
        r"|\bresidenc|fellowship"
        r"|years of (?:training|experience)|\bcontract|\brenovat|\bbuilding\b"
    ),
    "positions_per_year": re.compile(
        r"fellow|interview|alumni|concert|\bof \d+ residents|students|weeks a year|\bonly once\b"
        r"|\bhours\b"
        r"|, class of '?\d\d\W*$"
        r"|last year|\bselection\b|\bin all\b|altogether|\btotal\b|faculty|\bmay go\b"
    ),
    "deadline": re.compile(
        r"\bbegins?\b|\bfirst (?:files?|look|read)|amended|adopted|influenza|\bflu\b|valid"
        r"|\bsteps?\b|workshop"
        r"|updated"
        r"|\breleased\b"
        r"|revised|\bmay follow\b|\bleave\b|\bcounted\b|\bagain\b|housing|\bborn\b|effective|invit"
    ),
}
_PASSED_OVER: dict[str, Callable[[str], bool]] = {
    "yog_max_years": read_graduation.wished_for,
    "positions_per_year": lambda text: bool(TWO_KINDS.search(text)),
    "deadline": of_something_else,
}
CANDIDATES = {
    "step2_min": _SCORE,
    "yog_max_years": _YEARS,
    "positions_per_year": _COUNT,
    "deadline": DATE,
}
_LARGEST = {"step2_min": 280, "yog_max_years": 25, "positions_per_year": 80}
_OF_STEP_2 = frozenset({"step2", "both", "usmle", ""})
_OF_OURS = re.compile(r"\bof (?:the|our|these|all|all the|all our) $")
_OURS = re.compile(r" of (?:the|our|these|them)\b")
_INTERNS = re.compile(r" (?:new |incoming |first[ -]year )?(?:interns|pgy-?1)")
_RESIDENTS = re.compile(r" (?:\w+ )?(?:residents|trainees|house officers)\b")
_BY_YEAR = re.compile(
    r"year|class|july|june|summer|annual|\bper\b|\beach\b|match|\btak|recruit|accept|intern|pgy"
)
_WHOLE_PROGRAM = 25  # as many as this are seldom taken in one year
_NEAR, _FAR, _FARTHEST = 3, 9, 12  # words to each side
_SIZES = ((1, "1"), (2, "2"), (3, "3"), (10, "few"), (30, "tens"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number or date of a sentence: its value and where it stands in the sentence's text."""

    unit: Unit
    value: int | str
    start: int
    end: int


def candidates(name: str, trigger: re.Pattern[str], unit: Unit) -> Iterator[Candidate]:
    """The numbers or dates of a sentence that may be a policy's value. [candidates]"""
    if unit.asks or not trigger.search(
        f"{unit.text} {unit.question if unit.rank in {0, 1} else ''}"
    ):
        return
    around = f"{unit.question} {unit.text}" if unit.rank == 0 else unit.text
    if name in _AGAINST and (_AGAINST[name].search(around) or unit.for_fellows):
        return
    if name in _PASSED_OVER and _PASSED_OVER[name](unit.text):
        return
    for found in CANDIDATES[name].finditer(unit.text):
        value = _value(name, found)
        if name == "positions_per_year" and (
            _part_of_whole(unit.text, found) or _all_of_them(unit.text, found, value)
        ):
            continue
        if value and (name != "step2_min" or _of_step_2(unit, found)):
            yield Candidate(unit, value, found.start(), found.end())


def _value(name: str, found: re.Match[str]) -> int | str:
    """What a candidate says; 0 or "" for what cannot be the policy's value."""
    if name == "deadline":
        return month_day(found)
    value = _DECADE if found[0] == "a decade" else number_of(found[0])
    return value if value <= _LARGEST[name] else 0


def _part_of_whole(text: str, found: re.Match[str]) -> bool:
    """Whether a number is of a share, as both are in "nineteen of our thirty residents"."""
    if _OURS.match(text, found.end()):
        return True
    return bool(_OF_OURS.search(text[: found.start()])) and not _INTERNS.match(text, found.end())


def _all_of_them(text: str, found: re.Match[str], value: int | str) -> bool:
    """Whether a large number of residents, with no word of a year, is the whole program's."""
    if not isinstance(value, int) or value < _WHOLE_PROGRAM:
        return False
    return bool(_RESIDENTS.match(text, found.end())) and not _BY_YEAR.search(text)


def _of_step_2(unit: Unit, found: re.Match[str]) -> bool:
    exam = exam_of(unit, found.start(), found.end(), None)
    return exam in _OF_STEP_2 and not wished_for(unit.text, found.start(), found.end())


def features(candidate: Candidate, width: int) -> set[int]:
    """The hashed words and senses around a number, by side and nearness. [buckets]"""
    unit, text = candidate.unit, candidate.unit.text
    left = [_plain(word) for word in _WORD.findall(text[: candidate.start])]
    right = [_plain(word) for word in _WORD.findall(text[candidate.end :])]
    tokens = [f"o:{_size(candidate.value)}"]
    tokens += _side("l", list(reversed(left))) + _side("r", right)
    around = [*left[-2:], "*", *right[:2]]
    tokens.append("m:" + " ".join(around[max(0, len(left[-2:]) - 1) : len(left[-2:]) + 2]))
    tokens += [f"s:{sense}" for word in left + right if (sense := sense_of(word))]
    tokens.append(f"p:{'0' in left}{'0' in right}{unit.bullet}")
    return {bucket_of(token, width) for token in tokens + _surroundings(candidate)}


def _surroundings(candidate: Candidate) -> list[str]:
    """The question, heading and list header over a number, and the marks beside it. [tokens]"""
    unit, text = candidate.unit, candidate.unit.text
    tokens: list[str] = []
    if unit.rank in {0, 1}:
        asked = _WORD.findall(unit.question)
        tokens += [f"q:{word}" for word in asked] + [
            f"qs:{sense}" for w in asked if (sense := sense_of(w))
        ]
        tokens.append(f"a:{unit.answer}{unit.rank}")
    tokens += [f"h:{word}" for word in _WORD.findall(unit.heading)]
    tokens += [f"i:{word}" for word in _WORD.findall(unit.intro)]
    punctuation = text[candidate.end : candidate.end + 1]
    tokens.append(f"e:{punctuation if punctuation else 'end'}")
    tokens.append(f"b:{text[max(0, candidate.start - 2) : candidate.start].strip() or 'begin'}"[:3])
    return tokens


def _plain(word: str) -> str:
    return "0" if word.isdigit() else word


def _size(value: int | str) -> str:
    if isinstance(value, str):
        return "date"
    sizes = (name for most, name in _SIZES if value <= most)
    return next(sizes, "many")


def _side(name: str, words: list[str]) -> list[str]:
    """The words of one side, the nearest first, alone and in pairs. [tokens]"""
    near, far = words[:_NEAR], words[:_FAR]
    senses = [sense for word in words[:_FARTHEST] if (sense := sense_of(word))]
    tokens = [f"{name}{place}:{word}" for place, word in enumerate(near[:2])]
    tokens += [f"{name}n:{word}" for word in near] + [f"{name}f:{word}" for word in far]
    tokens += [f"{name}2:{a} {b}" for a, b in pairwise(far)]
    if len(near) == _NEAR:
        tokens.append(f"{name}3:{' '.join(near)}")
    tokens += [f"{name}s:{sense}" for sense in senses]
    tokens += [f"{name}ss:{a} {b}" for a, b in pairwise(senses)]
    return tokens
