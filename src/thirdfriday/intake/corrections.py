"""Users' corrections: one JSON object a line, checked, sorted, merged without losing a word."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any

from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.page_policies import FIELDS, Value
from thirdfriday.intake.precedence import CORRECTION, PAGE, Claim

LARGEST_FILE = 5_000_000
_LONGEST_WORDS = 500
_MOST_PAGES = 10_000
_KEYS = (
    "program_id", "field", "value", "source", "seen_on", "by", "note", "kind", "manner", "quote",
    "confidence", "page",
)  # fmt: skip
_KINDS = (CORRECTION, PAGE)
_MANNERS = ("stated", "conditional", "implied", "soft", "exception", "inferred")
_NEEDED = _KEYS[:5]
_YES_NO = frozenset(
    {
        "j1",
        "h1b",
        "comlex_accepted",
        "ecfmg_required_at_application",
        "imgs_considered",
        "holistic",
        "underserved",
        "citizenship_limits",
    }
)
_WHOLE = {
    "step1_min": (1, 300), "step2_min": (1, 300), "max_attempts": (1, 10), "yog_max_years": (0, 60),
    "usce_months": (0, 120), "lors": (0, 10), "positions_per_year": (0, 500)}  # fmt: skip
_WORDS = {"usce": ("required", "preferred", "none"), "step1_min": ("pass",)}


_ANSWERS = {"yes": True, "true": True, "y": True, "no": False, "false": False, "n": False}
_DEFAULTS: Mapping[str, Any] = {
    "by": "", "note": "", "kind": CORRECTION, "manner": "stated", "quote": "", "confidence": 1.0,
    "page": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """One word on a policy, with where and when it was seen: a user's, or a page's as read.

    `kind` is "correction" or "page"; a page's has the reader's `manner` and `confidence`, and where
    it is a PDF the number of its page, from 1.
    """

    program_id: str
    field: str
    value: Value
    source: str
    seen_on: dt.date
    by: str = ""
    note: str = ""
    kind: str = CORRECTION
    manner: str = "stated"
    quote: str = ""
    confidence: float = 1.0
    page: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What there is one line of: a program's policy, as said by a user or by a page."""
        return self.program_id, self.field, self.kind

    def claim(self) -> Claim:
        """The line as a claim: a user's goes ahead of every page, a page's of every table."""
        link = self.source if self.source.startswith(("http://", "https://")) else ""
        if link and self.page and "#" not in link:
            link += f"#page={self.page}"  # readers of PDF open there
        return Claim(
            self.field, self.value, self.kind, self.seen_on, self.source, link,
            self.quote or self.note, self.confidence, self.manner, self.page,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Merged:
    """Corrections of several files together, and those that disagreed (kept first)."""

    corrections: tuple[Correction, ...]
    disagreements: tuple[tuple[Correction, Correction], ...]


def read_corrections(
    text: str,
    *,
    today: dt.date,
    where: str = "corrections.jsonl",
    known_programs: Iterable[str] | None = None,
) -> tuple[Correction, ...]:
    """The corrections of a file, sorted; CaseError with every problem and its line.

    >>> line = '{"program_id": "1400531039", "field": "j1", "value": true, '
    >>> line += '"source": "phone call", "seen_on": "2026-10-01"}'
    >>> read_corrections(line, today=dt.date(2026, 11, 22))[0].value
    True
    """
    if len(text) > LARGEST_FILE:
        expected = f"at most {LARGEST_FILE} characters"
        raise CaseError([Problem("the file is too large", where=where, expected=expected)])
    known = None if known_programs is None else frozenset(known_programs)
    problems: list[Problem] = []
    found: dict[tuple[str, str, str], Correction] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = f"{where}:{number}"
        correction = _checked_line(line, place, today, known, problems)
        if correction is None:
            continue
        key = correction.key
        if key in found:
            twice = "corrected" if correction.kind == CORRECTION else "read"
            words = f"{key[1]} of program {key[0]} is {twice} twice"
            problems.append(Problem(words, where=place, expected="one line"))
        found[key] = correction
    if problems:
        raise CaseError(problems)
    return tuple(found[key] for key in sorted(found))


def write_corrections(corrections: Iterable[Correction]) -> str:
    """The file of these corrections: sorted, one a line, so that versions compare well. [text]"""
    lines = []
    for item in sorted(corrections, key=lambda one: one.key):
        fields = {
            name: value
            for name, value in asdict(item).items()
            if name in _NEEDED or value != _DEFAULTS.get(name)
        }
        fields["seen_on"] = item.seen_on.isoformat()
        lines.append(json.dumps(fields, ensure_ascii=False))
    return "\n".join(lines) + ("\n" if lines else "")


def merge_corrections(*files: Iterable[Correction]) -> Merged:
    """Several users' corrections together: the newer seen wins, the earlier file on a tie.

    Every pair that disagreed is returned, so that a person can look.
    """
    kept: dict[tuple[str, str, str], Correction] = {}
    disagreements: list[tuple[Correction, Correction]] = []
    for corrections in files:
        for item in corrections:
            key = item.key
            standing = kept.get(key)
            if standing is None:
                kept[key] = item
                continue
            winner, loser = (
                (item, standing) if item.seen_on > standing.seen_on else (standing, item)
            )
            kept[key] = winner
            if winner.value != loser.value:
                disagreements.append((winner, loser))
    return Merged(tuple(kept[key] for key in sorted(kept)), tuple(disagreements))


def _checked_line(
    line: str, place: str, today: dt.date, known: frozenset[str] | None, problems: list[Problem]
) -> Correction | None:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        problems.append(
            Problem(
                "the line is not JSON", where=place, expected='{"program_id": ..., "field": ...}'
            )
        )
        return None
    if not isinstance(raw, dict):
        problems.append(
            Problem(
                "the line is not an object",
                where=place,
                expected='{"program_id": ..., "field": ...}',
            )
        )
        return None
    before = len(problems)
    _check_keys(raw, place, problems)
    for check in (
        _check_program(known),
        _check_value,
        _check_date(today),
        _check_words,
        _check_kind,
    ):
        check(raw, place, problems)
    if len(problems) > before:
        return None
    return Correction(
        raw["program_id"], raw["field"], raw["value"], raw["source"], dt.date.fromisoformat(raw[
            "seen_on"]),
        **{name: raw[name] for name in _DEFAULTS if name in raw},
    )  # fmt: skip


_Check = Callable[[Mapping[str, Any], str, list[Problem]], None]


def _check_keys(raw: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
    for name in raw:
        if name not in _KEYS:
            problems.append(
                Problem(
                    f"{name!r} is not a key",
                    where=place,
                    expected=", ".join(_KEYS),
                    nearest=_near(name, _KEYS),
                )
            )
    for name in _NEEDED:
        if name not in raw:
            problems.append(Problem(f"{name} is missing", where=place))


def _check_program(known: frozenset[str] | None) -> _Check:
    def check(raw: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
        program = raw.get("program_id", "-")
        if not isinstance(program, str) or not program:
            problems.append(Problem("program_id is not text", where=place))
        elif known is not None and "program_id" in raw and program not in known:
            nearest = _near(program, sorted(known))
            problems.append(
                Problem(f"there is no program {program!r}", where=place, nearest=nearest)
            )

    return check


def _check_value(raw: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
    name, value = raw.get("field"), raw.get("value")
    if "field" not in raw or "value" not in raw:
        return
    if not isinstance(name, str) or name not in FIELDS:
        problems.append(
            Problem(f"{name!r} is not a policy", where=place, nearest=_near(str(name), FIELDS))
        )
        return
    expected = _expected(name)
    if not _fits(name, value):
        problems.append(
            Problem(f"{value!r} is not a value of {name}", where=place, expected=expected)
        )


def _fits(name: str, value: object) -> bool:
    if name in _YES_NO:
        return isinstance(value, bool)
    if isinstance(value, str) and value in _WORDS.get(name, ()):
        return True
    if name in _WHOLE:
        low, high = _WHOLE[name]
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return name not in _WORDS and isinstance(value, str) and 0 < len(value) <= _LONGEST_WORDS


def _expected(name: str) -> str:
    if name in _YES_NO:
        return "true or false"
    words = [repr(word) for word in _WORDS.get(name, ())]
    if name in _WHOLE:
        words.insert(0, "{} to {}".format(*_WHOLE[name]))
    return " or ".join(words) or "a few words"


def value_in_words(name: str, words: str, problems: list[Problem]) -> Value:
    """A value as a user writes it ("yes", "5", "required"); what is wrong goes to `problems`.

    >>> value_in_words("j1", "no", []), value_in_words("yog_max_years", "5", [])
    (False, 5)
    """
    value: Value = words
    if name in _YES_NO:
        value = _ANSWERS.get(words.lower(), words)
    elif name in _WHOLE and words.lstrip("-").isdigit():
        value = int(words)
    _check_value({"field": name, "value": value}, name, problems)
    return value


def _check_date(today: dt.date) -> _Check:
    def check(raw: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
        if "seen_on" not in raw:
            return
        try:
            seen = dt.date.fromisoformat(raw["seen_on"])
        except (ValueError, TypeError):
            problems.append(
                Problem(f"{raw['seen_on']!r} is not a date", where=place, expected="2026-10-01")
            )
            return
        if seen > today:
            problems.append(
                Problem(f"{seen} lies in the future", where=place, expected="the day it was seen")
            )

    return check


def _check_words(raw: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
    for name in ("source", "by", "note", "quote"):
        words = raw.get(name, "-" if name == "source" else "")
        if (
            not isinstance(words, str)
            or len(words) > _LONGEST_WORDS
            or (name == "source" and not words.strip())
        ):
            problems.append(
                Problem(f"{name} is not a short text", where=place, expected="where it was seen")
            )


def _check_kind(raw: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
    for name, known in (("kind", _KINDS), ("manner", _MANNERS)):
        if name in raw and raw[name] not in known:
            problems.append(
                Problem(f"{raw[name]!r} is not a {name}", where=place, expected=" or ".join(known))
            )
    sure = raw.get("confidence", 1.0)
    if isinstance(sure, bool) or not isinstance(sure, int | float) or not 0 < sure <= 1:
        problems.append(Problem("confidence is not a chance", where=place, expected="0.01 to 1"))
    page = raw.get("page", 0)
    if isinstance(page, bool) or not isinstance(page, int) or not 0 <= page <= _MOST_PAGES:
        expected = f"the page of a PDF, 1 to {_MOST_PAGES}"
        problems.append(Problem(f"{page!r} is no page", where=place, expected=expected))


def _near(name: str, known: Iterable[str]) -> str:
    """The known word to suggest for one that is not; empty when none is like it.

    Facts: reading.corrections.suggested_likeness
    """
    least = load_facts().value("reading.corrections.suggested_likeness")
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=least)), "")
