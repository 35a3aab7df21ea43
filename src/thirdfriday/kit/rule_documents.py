"""Documents of one folder that disagree about anything they both tell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from thirdfriday.kit.claim import Claim
from thirdfriday.kit.claims import claims_of
from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.kit_numbers import kit_value, kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import cities
from thirdfriday.kit.sentence_reader import stem
from thirdfriday.kit.told_things import Told, telling_words, told_in

RULE = "contradicts_document"
_COMPARED = {
    "score": "a score",
    "graduation": "the year of graduation",
    "sub_internship": "months of a sub-internship",
    "unpublished": "whether anything is published",
    "usce": "months of US clinical experience",
    "publications.all": "the number of publications",
    "abstracts.all": "the number of abstracts",
    "tie.home": "where you grew up",
    "rotation.date": "the month of a rotation",
    "language": "how well you speak a language",
    "visa": "the visa you need",
    "status": "your status",
    "type": "what kind of applicant you are",
    "attempts": "your attempts at an examination",
    "applied": "whether you applied before",
    "gap": "a gap",
}


def contradictions_between(contexts: Mapping[str, LintContext]) -> Iterator[Finding]:
    """A finding where a later document says something else than an earlier one."""
    told: dict[str, tuple[str, str]] = {}
    seen: dict[str, tuple[Told, ...]] = {}
    for file, context in contexts.items():
        found = [*_claims(told, file, context)]
        things = tuple(_of_file(one, file, context) for one in told_in(context))
        for earlier, others in seen.items():
            for one in _differing(things, others, (earlier, file)):
                if not any(_same_sentence(context, one, other) for other in found):
                    found.append(one)
        seen[file] = things
        yield from found


def _of_file(one: Told, file: str, context: LintContext) -> Told:
    """A thing told, known also by the words of its entry's file: experience-salt-class.txt."""
    if context.kind not in ("experience", "meaningful"):
        return one
    words = telling_words(re.sub(r"[^a-z]+", " ", file.partition(".")[0].lower()))
    return replace(one, own=one.own | words, near=one.near | words)


_PRINTED = re.compile(
    r"\b(?:one|a|an|first|single|two|three|my) (?:[a-z-]+ ){0,2}?(?:publication|"
    r"published paper)s?\b|"
    r"\bwas published\b",
    re.IGNORECASE,
)


def _printed(context: LintContext) -> Iterator[Claim]:
    """Where a research entry tells of something published."""
    for sentence in context.sentences if context.kind in ("experience", "meaningful") else ():
        hit = _PRINTED.search(sentence.text)
        if hit:
            start, end = sentence.start + hit.start(), sentence.start + hit.end()
            yield Claim("unpublished", "published", start, end, sentence.text)
            return


def _claims(told: dict[str, tuple[str, str]], file: str, context: LintContext) -> Iterator[Finding]:
    for claim in (*claims_of(context), *_printed(context)):
        what = next((t for k, t in _COMPARED.items() if claim.about.startswith(k)), "")
        part = claim.about.endswith(".part")
        earlier = told.get(claim.about.replace(".part", ".all")) if part else None
        if earlier and float(claim.value) > float(earlier[0]):
            what = _COMPARED[claim.about.replace(".part", ".all")]
        elif not what or part:
            continue
        else:
            earlier = told.setdefault(claim.about, (claim.value, file))
        if earlier[0] != claim.value and not _compatible(claim.about, earlier[0], claim.value):
            shown = _plainly(earlier[0])
            text = f"On {what} this says {_plainly(claim.value)}; {earlier[1]} says {shown}."
            yield _finding(claim, text, file)


def _finding(place: Claim | Told, text: str, file: str) -> Finding:
    return Finding(
        RULE,
        Severity.ERROR,
        place.start,
        place.end,
        text,
        "Find out which is true and write it the same way in both.",
        file,
    )


def _differing(
    things: tuple[Told, ...], others: tuple[Told, ...], files: tuple[str, str]
) -> Iterator[Finding]:
    """A finding for each thing that another document tells with another value only."""
    for one in things:
        alike = [
            other for other in others if other.kind == one.kind and _about_the_same(one, other)
        ]
        if alike and not any(_agree(one, other) for other in alike):
            if any(_agree(mine, alike[0]) and _about_the_same(mine, alike[0]) for mine in things
                   if mine.kind == one.kind):  # fmt: skip
                continue
            text = f'This says "{one.shown}"; {files[0]} says "{alike[0].shown}" of the same.'
            yield _finding(one, text, files[1])


def _agree(one: Told, other: Told) -> bool:
    """Whether two values can both be true: equal, or one name inside the other."""
    if one.kind.startswith(("role.", "kin.")):
        return one.value in other.value or other.value in one.value
    if one.kind.startswith("years."):
        return bool(set(one.value.split("-")) & set(other.value.split("-"))) and (
            one.kind == "years.1" or one.value == other.value
        )
    return one.value == other.value


def _about_the_same(one: Told, other: Told) -> bool:
    """Whether two sentences share enough telling words to speak of one thing."""
    if one.kind.startswith(("role.", "kin.", "owner.")):
        return True
    shared = one.near & other.near
    beside = one.own & other.near or other.own & one.near
    weight = sum(0.5 if word in _semi() else 1.0 for word in shared)
    least = kit_value(f"lint.same.{one.kind.partition('.')[0]}")
    return weight >= least + (0 if beside else 1)


@cache
def _semi() -> frozenset[str]:
    return frozenset(stem(word) for word in kit_words("common_words")["common"]["semi"].split())


def _same_sentence(context: LintContext, one: Finding, other: Finding) -> bool:
    place = context.sentence_at(one.start)
    return place.start <= other.start < place.end


def _plainly(value: str) -> str:
    """A claim's value as a person writes it."""
    return value.partition("|")[0].removesuffix(".0")


def _compatible(about: str, first: str, second: str) -> bool:
    """Whether two values can both be true, such as a city and its state."""
    if about == "tie.home":
        one, other = (set(value.partition("|")[2].split(",")) for value in (first, second))
        names = [value.partition("|")[0] for value in (first, second)]
        wider = any(name not in cities() for name in names)
        return bool(one & other) and (wider or names[0] == names[1])
    if about == "visa":
        return {first, second} == {"needed", "h1b"}
    return False
