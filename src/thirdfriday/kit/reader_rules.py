"""What the reader of sentences adds to the rules of phrases, and which of their names it drops."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from thirdfriday.kit.finding import Finding
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import Mention, generic_words, words_of_name
from thirdfriday.kit.phrase_rule import PhraseRule
from thirdfriday.kit.rule_begging import begging
from thirdfriday.kit.rule_blame import blame
from thirdfriday.kit.rule_form import ai
from thirdfriday.kit.rule_names import far_city, hospital
from thirdfriday.kit.rule_only_place import (
    places_in,
    reader_is_there,
    shut_out,
    wide_open,
    with_neighbours,
)
from thirdfriday.kit.rule_patients import at_work, names_changed, patient_found
from thirdfriday.kit.rule_protected import protected
from thirdfriday.kit.rule_ranks import ranks
from thirdfriday.kit.rule_specialty import not_a_slip, wanted_by
from thirdfriday.kit.sentence_masks import Span, masked, named, people_in
from thirdfriday.kit.sentence_reader import SentenceReader, meanings_in, readers
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.slip_findings import wrong_city, wrong_program, wrong_specialty

_SAID: dict[str, PhraseRule] = {
    "rank": ranks, "beg": begging, "blame": blame, "prot": protected, "ai": ai,
}  # fmt: skip
_MESSAGES = ("rank", "first", "shared")
_SIGNS = {
    "prot": (
        1,
        {"ailment", "cure", "offspring", "wed", "faith", "orientation", "politics", "years"},
    ),
    "blame": (2, {"others", "misdeed", "fault", "harm", "exam"}),
    "place": (1, {"only", "elsewhere", "refuse", "dwelling", "choose", "first_place"}),
    "ai": (1, {"tool", "revise"}),
    "dwell": (1, {"exam", "regret"}),
    "rank": (1, {"ordering", "promise", "odds"}),
    "beg": (1, {"plead", "rescue", "ruin", "gratitude", "weep", "anything"}),
    "shared": (1, {"same_again", "addressed"}),
    "first": (1, {"first_place", "choose", "only"}),
}  # how many of which meanings a sentence must have; others are passed over
_SHUT = {"only", "elsewhere", "refuse"}
MENTION_RULES = {
    "prog": "wrong_program", "city": "wrong_city", "spec": "wrong_specialty",
    "person": "patient_identifier",
}  # fmt: skip
_DOUBTED = {"rank_communication": "rank", "begging": "beg", "excuses_and_blame": "blame",
            "only_one_place": "place"}  # fmt: skip
_LABELS = {rule: label for label, rule in MENTION_RULES.items()}
_BEHIND = re.compile(
    r"\b(?:rotat\w+|clerkships?|electives?|(?:sub-?)?internships?|externships?|observerships?|"
    r"my (?:\w+ )?(?:work|school|classes|parents?|sisters?|brothers?|"
    r"attendings?|mentors?|uncle|aunt|"
    r"cousins?|grand\w+|wife|husband|partner)\b(?! and (?:I|me)| would| has (?:already "
    r")?(?:looked|found|applied|asked))|volunteered|"
    r"researched|grew up|raised|born|graduated|lived|studied|worked|taught|moved from|came from|"
    r"flew|presented|conference|student (?:at|in)|fellow (?:at|in)|who (?:trained|teaches))\b"
    r"[^.?!;]{0,40}$",
    re.IGNORECASE,
)  # said before a name of which the writer tells the past
_FAR = 3  # sentences: a place named so long before is still the one meant
SHORTEST = 5  # words: in fewer there is nothing to read


@dataclass(frozen=True)
class Reading:
    """One text as the small reader sees it."""

    context: LintContext

    @cached_property
    def spans(self) -> list[Span]:
        """Every name with what stands for it."""
        return named(self.context)

    @cached_property
    def sentences(self) -> tuple[tuple[Sentence, dict[str, float]], ...]:
        """Each sentence worth reading with the chance of each label."""
        return tuple(self._read())

    def _read(self) -> Iterator[tuple[Sentence, dict[str, float]]]:
        reader, message = readers()["sentence"], self.context.kind in ("message", "text")
        asked: list[tuple[Sentence, set[str], str]] = []
        for place, sentence in enumerate(self.context.sentences):
            words = self.context.words[place]
            if len(words) < SHORTEST:
                continue
            held = meanings_in(words)
            wanted = {
                one for one, (least, signs) in _SIGNS.items()
                if (message or one not in _MESSAGES) and len(held.intersection(signs)) >= least
            }  # fmt: skip
            if "place" in wanted and not (self._near_a_place(place) and self._shuts(held)):
                wanted.remove("place")
            if wanted:
                asked.append((sentence, wanted, masked(self.context, sentence, self.spans)))
        found = reader.chances_of([text for _, _, text in asked])
        for (sentence, wanted, _), chances in zip(asked, found, strict=True):
            yield sentence, {one: chances[one] for one in wanted}

    def _shuts(self, held: set[str]) -> bool:
        """Whether words could shut a door: where a tie belongs, love of a place alone does not."""
        tie = self.context.kind == "geographic" and self.context.program is None
        return not tie or bool(held & _SHUT)

    def _near_a_place(self, place: int) -> bool:
        near = self.context.sentences[max(0, place - _FAR) : place + 2]
        return bool(places_in(self.context, list(near)))

    def likely(self, label: str) -> Iterator[tuple[Sentence, float]]:
        """The sentences that carry a label as surely as it takes."""
        if label in _MESSAGES and self.context.kind not in ("message", "text"):
            return
        sure = readers()["sentence"].sure[label]
        for sentence, chances in self.sentences:
            if chances.get(label, 0.0) >= sure:
                yield sentence, chances[label]

    @cached_property
    def names(self) -> dict[tuple[str, tuple[int, int]], float]:
        """The chance that each name is a slip, by what it would be and where it stands."""
        reader: SentenceReader = readers()["mention"]
        asked = list(candidates(self.context))
        texts = [words_around(self.context, self.spans, *one) for one in asked]
        found = zip(asked, reader.chances_of(texts), strict=True)
        return {(label, span): chances[label] for (label, span), chances in found}


def reading_of(context: LintContext) -> Reading:
    """The reading of a text, made once."""
    reading: Reading = context.kept.setdefault("reading", Reading(context))
    return reading


def words_around(context: LintContext, spans: list[Span], label: str, span: tuple[int, int]) -> str:
    """What is read of a name: its sentence, and for a person the next one too."""
    sentence = context.sentence_at(span[0])
    words = masked(context, sentence, spans, span)
    after = context.number_at(span[0]) + 1
    if label == "person" and after < len(context.sentences):
        words = f"{words} {masked(context, context.sentences[after], spans)}"
    return words


def candidates(context: LintContext) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every name that could be a slip: prog, city, spec or person, and where. [characters]"""
    for one in context.names:
        if one.kind == "hospital" and _another_hospital(context, one):
            yield "prog", (one.start, one.end)
        elif hospital(context, one):
            continue
        elif one.kind == "city" and _another_city(context, one):
            yield "city", (one.start, one.end)
    for one in context.specialties:
        if not not_a_slip(context, one):
            yield "spec", (one.start, one.end)
    if names_changed(context):
        return
    for sentence in context.sentences:
        for span in people_in(context, sentence):
            yield "person", span


def _another_hospital(context: LintContext, one: Mention) -> bool:
    if context.program is None:
        return False
    return not context.is_own(one) and not (
        one.values & words_of_name(context.program) - generic_words()
    )


def _another_city(context: LintContext, one: Mention) -> bool:
    program = context.program
    if program is None or frozenset(one.key.split()) <= context.own:
        return False
    return far_city(program, one.key)


def read_sentences(reading: Reading) -> Iterator[Finding]:
    """The findings of sentences that say in other words what the rules of phrases look for."""
    for label, said in _SAID.items():
        for sentence, _ in reading.likely(label):
            yield said.found(sentence.start, sentence.end)
    yield from _shut_doors(reading)


def _shut_doors(reading: Reading) -> Iterator[Finding]:
    context = reading.context
    for sentence, chance in reading.likely("place"):
        places = sure_places(context, sentence)
        program = context.program
        beside = program and any(
            one.key == program.city.lower() or program.state in one.values
            for one in places_in(context, [sentence])
        )
        if beside and chance < (1 + readers()["sentence"].sure["place"]) / 2:
            continue  # the reader's own place is named with another: only where it is plain
        if places and not wide_open(sentence.text):
            shown = context.plain[places[0].start : places[0].end]
            yield shut_out((sentence.start, sentence.end), shown)


def sure_places(context: LintContext, sentence: Sentence) -> list[Mention]:
    """The places that a sentence is about where the reader is in none of them."""
    place = context.sentences.index(sentence)
    before = context.sentences[max(0, place - _FAR) : max(0, place - 1)]
    places = places_in(context, [*with_neighbours(context, place), *reversed(before)])
    if not reader_is_there(context, places):
        return places
    inside = sentence.start <= places[0].start < sentence.end
    return [one for one in places if inside and not reader_is_there(context, [one])]


def read_names(reading: Reading) -> Iterator[Finding]:
    """The findings of names that a sentence treats as the reader's, or as a patient's."""
    context, program = reading.context, reading.context.program
    for (label, span), chance in reading.names.items():
        if chance < readers()["mention"].sure[label]:
            continue
        if label in ("prog", "city") and _told_of_the_past(context, span):
            continue
        if label == "prog" and program:
            yield wrong_program(span, program.name)
        elif label == "city" and program:
            yield wrong_city(span, program)
        elif label == "spec":
            yield wrong_specialty(span, context.plain[span[0] : span[1]], wanted_by(context))
        elif label == "person" and not at_work(context, span):
            yield patient_found(*span, "names a patient")


def _told_of_the_past(context: LintContext, span: tuple[int, int]) -> bool:
    """Whether the words before a place or hospital say what was done there, or whose home it is."""
    sentence = context.sentence_at(span[0])
    return bool(_BEHIND.search(context.before(sentence, span[0])))


def doubted(finding: Finding, reading: Reading) -> bool:
    """Whether the reader of sentences is nearly sure that a phrase was taken amiss."""
    label = _DOUBTED.get(finding.rule)
    if label is None:
        return False
    context, reader = reading.context, readers()["sentence"]
    sentence = context.sentence_at(finding.start)
    if len(sentence.text.split()) < SHORTEST:
        return False
    words = masked(context, sentence, reading.spans)
    return reader.chances(words)[label] < reader.sure[f"{label}.doubt"]


def dropped(finding: Finding, reading: Reading) -> bool:
    """Whether the reader of names is nearly sure that a rule of phrases took a name amiss."""
    label = _LABELS.get(finding.rule)
    for (other, span), chance in reading.names.items() if label else ():
        if other == label and span[0] < finding.end and finding.start < span[1]:
            return chance < readers()["mention"].sure[f"{label}.drop"]
    return False
