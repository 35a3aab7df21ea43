"""A sentence on visas cut into one clause a visa, each with its yes or no."""

import re
from dataclasses import dataclass

from thirdfriday.intake.visa_words import (
    ASSERTED,
    BENIGN,
    CELL,
    CELL_BEFORE,
    CUT_STRONG,
    CUT_WEAK,
    IS_NOT,
    LEAD_NO,
    LOOPHOLE,
    MENTION,
    NEGATIVE,
    NO_LOOPHOLE,
    NOTHING_MORE,
    SPONSORING,
    VERB,
    WHOLE_REFUSALS,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One visa's part of a sentence; `apart` is the strong cut before it, if any."""

    type: str
    text: str
    apart: str


def _cut_between(text: str, left: int, right: int) -> tuple[int, str]:
    strong = list(CUT_STRONG.finditer(text, left, right))
    if strong:
        return strong[-1].start(), strong[-1][0]
    weak = CUT_WEAK.search(text, left, right)
    return (weak.start() if weak else right), ""


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a sentence, one per visa named. [list]"""
    mentions = list(MENTION.finditer(text))
    clauses: list[Clause] = []
    begin, apart = 0, ""
    for place, mention in enumerate(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        end, cut = len(text), ""
        if following:
            end, cut = _cut_between(text, mention.end(), following.start())
        clauses.append(Clause(mention.lastgroup or "any", text[begin:end], apart))
        begin, apart = end, cut
    return clauses


def _polarity(clause: str) -> str:
    cell = CELL.search(clause) or CELL_BEFORE.search(clause)
    if cell:
        return cell["said"]
    asserted = ASSERTED.search(clause)
    if asserted:  # what follows are its terms
        clause = clause[: asserted.end()]
    cleaned = BENIGN.sub(lambda found: " " * len(found[0]), LEAD_NO.sub(" ", clause))
    rest = MENTION.sub(lambda found: " " * len(found[0]), cleaned)
    if not VERB.search(rest) and not re.search(r"sponsor", clause):
        return ""
    if refuses(cleaned):
        return "loophole" if LOOPHOLE.search(cleaned) and not NO_LOOPHOLE.search(clause) else "no"
    return "yes"


def refuses(clause: str) -> bool:
    """Whether a negation in the clause bears on sponsoring, not on something beside it."""
    if IS_NOT.search(clause):
        return True
    for found in NEGATIVE.finditer(clause):
        tail = re.split(r"[,;)]", clause[found.end() : found.end() + 60])[0]
        if SPONSORING.search(tail) or MENTION.search(tail) or NOTHING_MORE.match(tail):
            if found[0] != "impossible" or tail:
                return True
        elif found[0] in WHOLE_REFUSALS:
            return True
    return False


def resolved(clauses: list[Clause]) -> list[str]:
    """Polarity of each clause; one without a verb of its own takes its neighbour's."""
    own = [_polarity(clause.text) for clause in clauses]
    resolved = list(own)
    for place, value in enumerate(own):
        if value:
            continue
        resolved[place] = _earlier(clauses, resolved, place) or _later(clauses, own, place)
    return resolved


def _earlier(clauses: list[Clause], resolved: list[str], place: int) -> str:
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


def _later(clauses: list[Clause], own: list[str], place: int) -> str:
    for i in range(place + 1, len(own)):
        if clauses[i].apart:
            return ""
        if own[i]:
            return own[i]
    return ""
