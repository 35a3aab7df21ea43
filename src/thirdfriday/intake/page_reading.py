"""A program page's text into the policies it states, each with its sentence and confidence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.number_model import infer_numbers
from thirdfriday.intake.page_policies import FIELDS, Finding, Policy, Reading
from thirdfriday.intake.page_units import Unit, units_of
from thirdfriday.intake.read_attempts import find_attempts
from thirdfriday.intake.read_certification import find_certification
from thirdfriday.intake.read_citizenship import find_citizenship
from thirdfriday.intake.read_comlex import find_comlex
from thirdfriday.intake.read_dates import find_deadline, find_service, find_signals
from thirdfriday.intake.read_experience import find_experience
from thirdfriday.intake.read_graduation import find_graduation
from thirdfriday.intake.read_letters import find_letters
from thirdfriday.intake.read_manner import find_manner
from thirdfriday.intake.read_openness import find_imgs, implied_exclusion
from thirdfriday.intake.read_program_type import find_program_type
from thirdfriday.intake.read_scores import find_scores, triggers_score
from thirdfriday.intake.read_seats import find_seats
from thirdfriday.intake.read_visas import denies_them, find_visas, triggers_visa
from thirdfriday.intake.second_reading import read_again
from thirdfriday.intake.sentence_model import infer

_SHORT_ANSWER, _LONG_QUESTION = 60, 300
_OTHER_READERS = re.compile(
    r"visiting|student rotat|observership|clerkship|sub-?internship|fellowship (?:appl|require)"
    r"|medical student|moonlight|transferring|transfers?\b|our fellow|\balumni\b|observers\b"
    r"|away rotations|\belectives?$|\belectives? for|open house"
)
_OF_FELLOWS = re.compile(
    r"\W*(?:(?:our|the|an?) )?(?:[\w-]+ ){0,3}fellow(?:s|ships?)\b(?! (?:applic|match))"
)
_TRANSFERS = re.compile(
    r"\btransfer(?:s|ring)? (?:in|from|into|here|to (?:you|we|your|this|another))\b"
)
_FOR_US = re.compile(r"residen|applic|img|international|experience|become|\bjoin\b")
LONGEST_TEXT = 150_000
_STRENGTHS = (
    "explicit",
    "only",
    "strong",
    "soft",
    "pass",
    "listed",
    "other",
    "generic",
    "weak",
    "hint",
    "trace",
)
_ORDER = {name: place for place, name in enumerate(_STRENGTHS)}
_STALE = (
    (re.compile(
        r"\bptal\b|postgraduate training authori[sz]ation|applicant evaluation status letter"
        r"|evaluation status letter"),
     "The page asks for the California training authorisation letter (PTAL), abolished on 1 "
     "January 2020: the page is old."),
    (re.compile(r"step (?:2|ii) ?-?\(?cs\b|clinical skills|\bck and cs\b|\(cs\)|\bcsa\b"),
     "The page speaks of Step 2 Clinical Skills, which ended in January 2021: the page is old."),
    (re.compile(r"\biap-66\b|\bfmgems\b|\bvqe\b"),
        "The page names a form or examination that no longer exists: the page is old."),
)  # fmt: skip


def read_text(text: str, *, source: str = "") -> Reading:
    """What a page's text states of each policy, with quotes and places in `Reading.text`. [reading]

    Method: docs/models/reading.md

    >>> reading = read_text("We sponsor J-1 visas. H-1B visas are not sponsored.")
    >>> reading.policies["j1"].value, reading.policies["h1b"].value
    (True, False)
    """
    notes: list[str] = []
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        notes.append(f"Only the first {LONGEST_TEXT} characters were read.")
    units = units_of(text)
    kept = ours(units)
    found: dict[str, list[Finding]] = {}
    for finding in _findings(units, kept):
        found.setdefault(finding.name, []).append(finding)
    if "imgs_considered" not in found:
        found.update({finding.name: [finding] for finding in implied_exclusion(kept)})
    for finding in read_again(kept, set(found)):
        found.setdefault(finding.name, []).append(finding)
    policies: dict[str, Policy] = {}
    for name, candidates in found.items():
        chosen, note = _decide(name, candidates)
        if note:
            notes.append(note)
        if chosen is not None:
            policies[name] = _policy(text, chosen, candidates)
    silent = [name for name in FIELDS if name not in found]
    for finding, chance in (*infer(kept, silent), *infer_numbers(kept, silent)):
        quote = text[finding.start : finding.end]
        policies[finding.name] = Policy(
            finding.value, quote, finding.start, finding.end, chance, "inferred"
        )
    notes.extend(_stale(units, policies))
    return Reading(text, policies, tuple(notes), source)


def _findings(units: list[Unit], kept: list[Unit]) -> Iterator[Finding]:
    places = {unit.start: place for place, unit in enumerate(units)}
    for finding in _unit_findings(units, {unit.start for unit in kept}):
        place = places[finding.start]
        unit = units[place]
        after = units[place + 1] if place + 1 < len(units) else None
        if unit.asks and after is not None and after.asked_at == unit.start:
            yield replace(finding, end=after.end)
        elif (
            unit.rank == 0
            and len(unit.text) <= _SHORT_ANSWER
            and unit.start - unit.asked_at <= _LONG_QUESTION
        ):
            yield replace(finding, start=unit.asked_at)
        else:
            yield finding


def _unit_findings(units: list[Unit], kept: set[int]) -> Iterator[Finding]:
    before: Unit | None = None
    for place, unit in enumerate(units):
        if unit.start not in kept:
            continue
        titled = before is not None and before.titles and triggers_visa(before)
        if titled or triggers_visa(unit) or denies_them(unit, before):
            yield from find_visas(unit, before)
        if triggers_score(unit) or (before is not None and before.titles):
            yield from find_scores(unit, before)
        yield from find_comlex(unit)
        yield from find_attempts(unit)
        yield from find_graduation(unit)
        yield from find_experience(unit)
        yield from find_certification(unit)
        yield from find_letters(unit, units[max(0, place - 3) : place])
        yield from find_imgs(unit)
        yield from find_manner(unit)
        yield from find_seats(unit)
        yield from find_deadline(unit)
        yield from find_service(unit)
        yield from find_signals(unit)
        yield from find_program_type(unit)
        yield from find_citizenship(unit)
        before = unit


def ours(units: list[Unit]) -> list[Unit]:
    """The sentences that do not speak to students, fellows or those who transfer. [list]"""
    kept: list[Unit] = []
    fellows = -1  # the line that opens with fellows
    for unit in units:
        if _OF_FELLOWS.match(unit.text):
            fellows = unit.line
        if not for_others(unit) and (fellows != unit.line or "residen" in unit.text):
            kept.append(unit)
    return kept


def for_others(unit: Unit) -> bool:
    """Whether it speaks to students, fellows or those who transfer. [yes or no]"""
    if unit.heading and _heads_others(unit.heading):
        return True
    return unit.rank >= 0 and bool(_TRANSFERS.search(unit.question))


@lru_cache(maxsize=256)
def _heads_others(heading: str) -> bool:
    return bool(_OTHER_READERS.search(heading)) and not _FOR_US.search(heading)


def _rank(finding: Finding) -> tuple[int, int]:
    last_first = finding.strength == "hint"
    return _ORDER[finding.strength], -finding.start if last_first else finding.start


def _decide(  # noqa: PLR0911 (rules in order, first hit wins)
    name: str, candidates: list[Finding]
) -> tuple[Finding | None, str]:
    if any(finding.value == "ambiguous" for finding in candidates):
        return None, f"{name}: the page limits this to graduates of US schools; not a yes or a no."
    ranked = sorted(candidates, key=_rank)
    best = ranked[0]
    rivals = {finding.value for finding in ranked if finding.strength == best.strength}
    if name in {"max_attempts", "ecfmg_required_at_application"}:
        everything = {finding.value for finding in candidates}
        if len(everything) > 1:
            return None, f"{name}: the page states {_listed(everything)}; ambiguous."
    if name in {"j1", "h1b"} and len(rivals) > 1:
        return _conflicting_visa(
            name, [finding for finding in ranked if finding.strength == best.strength]
        )
    if name == "comlex_accepted":
        return next((finding for finding in ranked if finding.value is False), best), ""
    if name == "usce" and best.value == "none":  # "not required, but it helps"
        return next((f for f in ranked if f.value == "preferred"), best), ""
    if name == "imgs_considered" and best.value is False:
        open_to = [
            finding
            for finding in ranked
            if finding.value is True and finding.strength == "explicit"
        ]
        return (open_to[0] if open_to else best), ""
    return best, ""


def _conflicting_visa(name: str, rivals: list[Finding]) -> tuple[Finding | None, str]:
    conditional = [
        finding for finding in rivals if finding.value is True and finding.kind == "conditional"
    ]
    if conditional:
        return conditional[0], ""
    return None, f"{name}: one sentence says yes and another no; ambiguous."


def _listed(values: Iterable[object]) -> str:
    return " and ".join(sorted(str(value) for value in values))


def _policy(text: str, chosen: Finding, candidates: list[Finding]) -> Policy:
    agreeing = sum(1 for finding in candidates if finding.value == chosen.value)
    confidence = _confidence(chosen, agreeing, len(candidates))
    return Policy(
        chosen.value,
        text[chosen.start : chosen.end],
        chosen.start,
        chosen.end,
        confidence,
        chosen.kind,
    )


def _confidence(chosen: Finding, agreeing: int, total: int) -> float:
    """The strength's chance of being right, less where other sentences disagree. [probability]"""
    return _chance(chosen.strength) * (1.0 + agreeing / total) / 2.0


@cache
def _chance(strength: str) -> float:
    return load_facts().value(f"reading.strength.{strength}")


def _stale(units: list[Unit], policies: dict[str, Policy]) -> Iterator[str]:
    for pattern, note in _STALE:
        if any(pattern.search(unit.text) for unit in units):
            yield note
    for name in ("step1_min", "step2_min"):
        policy = policies.get(name)
        if (
            policy is not None
            and isinstance(policy.value, int)
            and not isinstance(policy.value, bool)
            and policy.value < 100
        ):
            yield f"{name}: {policy.value} is on the old two-digit scale."
