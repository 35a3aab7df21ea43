"""The cells of a roster's row as fields of a case file; what cannot be read stays as written."""

import re
from collections.abc import Callable
from typing import Any

from thirdfriday.faces.case_file_vocabulary import Vocabulary, fold
from thirdfriday.faces.roster_columns import EXAMINATIONS, MONTHS, Cell, RosterColumn

_YES, _NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0")
_WITHIN = re.compile(r"(\d+)\s*min(?:utes)?\s+(?:of|from)\s+(.+)", re.IGNORECASE)
_SAT = ("pass", "fail", "pending")
_COUNTED = {
    "research": ("experiences", "publications", "abstracts"),
    "service": ("volunteer_experiences", "work_experiences"),
}
"""Counts that a case file asks for together: those a roster leaves out are none."""


def value_of(text: str, column: RosterColumn, vocabulary: Vocabulary) -> Any:
    """What a cell says, in the form of the case file.

    A cell that cannot be read so is kept as it stands, for the case file's own checks to refuse it
    in their words.
    """
    if column.cell is Cell.WORDS:
        return [_key(word, column, vocabulary) for word in _parts(text)]
    if column.cell is Cell.AREA:
        return area_of(text, vocabulary)
    return _READERS.get(column.cell, str)(text)


def _word(text: str) -> str:
    return "_".join(fold(text).split())


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\d+", text) else text


def _number(text: str) -> float | str:
    plain = text.replace(",", "").removeprefix("$")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else text


def _yes_no(text: str) -> bool | str:
    return True if fold(text) in _YES else False if fold(text) in _NO else text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _key(word: str, column: RosterColumn, vocabulary: Vocabulary) -> str:
    """A specialty by key or by name; any other word in the form of the case file."""
    plain = _word(word)
    if column.name != "specialties" or plain in vocabulary.specialties:
        return plain
    named = {fold(name): key for key, name in vocabulary.specialties.items()}
    return named.get(fold(word), plain)


def _examination(text: str) -> dict[str, Any]:
    word = _word(text)
    if re.fullmatch(r"\d+", text):
        return {"result": "pass", "score": int(text), "attempts": 1}
    result = {"passed": "pass", "failed": "fail", "p": "pass", "f": "fail"}.get(word, word)
    return {"result": result, "attempts": int(result in _SAT)}


_READERS: dict[Cell, Callable[[str], Any]] = {
    Cell.CODE: str.upper,
    Cell.WORD: _word,
    Cell.WHOLE: _whole,
    Cell.NUMBER: _number,
    Cell.YES_NO: _yes_no,
    Cell.EXAMINATION: _examination,
}


def area_of(text: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """An area of the case file from its parts: circles, states, divisions, presets.

    >>> from thirdfriday.faces.case_file_vocabulary import plain_vocabulary
    >>> area_of("CA; 60 min of Reno, NV; pacific", plain_vocabulary())
    {'states': ['CA'], 'within': [{'place': 'Reno, NV', 'minutes': 60}], 'divisions': ['pacific']}
    """
    presets = {fold(name): key for key, name in vocabulary.presets.items()}
    area: dict[str, Any] = {}
    for part in _parts(text):
        circle = _WITHIN.fullmatch(part)
        plain = _word(part)
        if circle:
            within = {"place": circle[2].strip(), "minutes": int(circle[1])}
            area.setdefault("within", []).append(within)
        elif part.upper() in vocabulary.states:
            area.setdefault("states", []).append(part.upper())
        elif plain in vocabulary.divisions:
            area.setdefault("divisions", []).append(plain)
        else:
            area.setdefault("presets", []).append(presets.get(fold(part), plain))
    return area


def listed_value(
    name: str, text: str, specialties: list[str], vocabulary: Vocabulary
) -> list[dict[str, Any]]:
    """What a cell of several things says: stays, letters, languages, ties, red flags, areas."""
    if name in MONTHS:
        months = _number(text)
        return [] if months == 0 else [{"kind": MONTHS[name], "months": months}]
    if name == "us_letters":
        return _letters(text, specialties)
    if name == "red_flags":
        return [{"kind": _word(word)} for word in _parts(text)]
    if name == "next_areas":
        return [area_of(text, vocabulary)]
    return [_pair(name, part) for part in _parts(text)]


def _letters(text: str, specialties: list[str]) -> list[dict[str, Any]]:
    if not re.fullmatch(r"\d{1,2}", text):
        return [{"closeness": "moderate", "us_faculty": text}]
    letter = {"closeness": "moderate", "us_faculty": True}
    return [letter | ({"specialty": specialties[0]} if specialties else {})] * int(text)


def _pair(name: str, part: str) -> dict[str, Any]:
    word, _, rest = part.partition(":")
    if name == "languages":
        level = fold(rest) or "fluent"
        return {"name": word.strip().capitalize(), "level": level}
    return {"kind": _word(word), "place": rest.strip()}


def completed(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row with the counts that a case file asks for together set to none.

    A sitting that was named without its result is one that was passed.
    """
    applicant = data.get("applicant", {})
    for section, names in _COUNTED.items():
        if section in applicant:
            applicant[section] = dict.fromkeys(names, 0) | applicant[section]
    for exam in EXAMINATIONS:
        sitting = applicant.get("examinations", {}).get(exam)
        if isinstance(sitting, dict) and "result" not in sitting and sitting.get("attempts"):
            sitting["result"] = "pass"
    return data
