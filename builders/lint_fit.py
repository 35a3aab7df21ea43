"""Fit the sentence reader of the checks on the labelled texts and the phrases; write its weights.

    OMP_NUM_THREADS=1 python -m builders.lint_fit

One ridge logistic regression per label. A phrase carries the labels beside it. Of a labelled text
we know the rules but not the sentence: the sentence that the rules of phrases found carries the
label, else the one that the model finds likeliest; every sentence of a text without the rule is an
example against it. Only weights of features that occur in two sources are written.
"""

import json
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.kit.lint import RULES
from thirdfriday.kit.lint_context import LintContext, kind_of
from thirdfriday.kit.reader_rules import MENTION_RULES, SHORTEST, candidates, words_around
from thirdfriday.kit.sentence_masks import masked, named
from thirdfriday.kit.sentence_reader import SentenceReader, features

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "thirdfriday" / "data" / "kit" / "sentence_reader.json"
SENTENCE_RULES = {
    "rank": "rank_communication", "place": "only_one_place", "beg": "begging",
    "blame": "excuses_and_blame", "prot": "protected_topic", "ai": "ai_reminder",
    "shared": "second_first_choice", "first": "", "dwell": "",
}  # fmt: skip
SURE = {
    "rank": 0.6,
    "place": 0.56,
    "beg": 0.56,
    "blame": 0.6,
    "prot": 0.47,
    "ai": 0.4,
    "shared": 0.7,
    "first": 0.58,
    "dwell": 0.54,
    "city": 0.6,
    "prog": 0.56,
    "spec": 0.5,
    "person": 0.5,
}  # chosen with each set left out in turn, towards 96 right findings in a hundred (lint_thresholds)
DROP = {"city": 0.25, "prog": 0.3, "spec": 0.25, "person": 0.3}
DOUBT = {"rank": 0.25, "beg": 0.15, "blame": 0.2, "place": 0.08}
SMALLEST = 0.02
SEED, VARIANTS, LIKELY, HARD, HEAVIER = 20271, 14, 0.5, 0.3, 4
RIDGE = {"sentence": 0.2, "mention": 0.1}
CITIES = [
    "Fresno",
    "Tampa",
    "Cleveland",
    "Boise",
    "Denver",
    "Houston",
    "Albany",
    "Tucson",
    "Omaha",
    "Sacramento",
    "Memphis",
]
HOSPITALS = ["Stanford University", "Cedars-Sinai", "Rush University", "Cleveland Clinic",
             "Henry Ford Hospital", "Emory University", "Tufts Medical Center"]  # fmt: skip
FIELDS = ["neurology", "pediatrics", "psychiatry", "anesthesiology", "dermatology",
          "family medicine", "internal medicine", "general surgery",
          "emergency medicine"]  # fmt: skip
DOERS = ["neurologist", "pediatrician", "psychiatrist", "surgeon", "dermatologist", "internist",
         "anesthesiologist", "family physician"]  # fmt: skip
PEOPLE = ["Mrs. Kowalski", "Mr. Alvarez", "Hector Ruiz", "Ms. Brittany Cole", "Rosa", "Mr. Nguyen",
          "Samuel Okafor", "Mary Ellen", "Mrs. O'Neil", "Dolores"]  # fmt: skip

FILLS = {"{C}": CITIES, "{H}": HOSPITALS, "{S}": FIELDS, "{SP}": DOERS, "{P}": PEOPLE}


@dataclass(frozen=True)
class Example:
    """A sentence, the labels it carries, those it speaks for or against, weight and source."""

    text: str
    labels: frozenset[str]
    about: frozenset[str]
    weight: float = 1.0
    source: str = ""


def variants(text: str, count: int, rng: random.Random) -> list[str]:
    """Some of the sentences that a template stands for."""
    slots = re.findall(r"\[([^\]]*)\]", text)
    total = 1
    for slot in slots:
        total *= slot.count("|") + 1
    found: dict[str, None] = {}
    for _ in range(4 * min(total, count)):
        found[re.sub(r"\[([^\]]*)\]", lambda hit: rng.choice(hit[1].split("|")), text)] = None
        if len(found) >= min(total, count):
            break
    return [re.sub(r"\s+", " ", one).strip() for one in found]


def bare(text: str, case: Case) -> LintContext:
    """A phrase as a text of no program."""
    return LintContext(text, case, None, None, "text")


def phrase_examples(case: Case) -> Iterator[tuple[str, Example]]:
    """Every phrase as examples of its kind ("sentence" or "mention")."""
    rng = random.Random(SEED)
    for path in sorted((ROOT / "authorities").glob("lint_phrases_*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.startswith("#") or not line.strip():
                continue
            label, _, text = line.partition("\t")
            source = f"phrase:{path.stem}:{number}"
            ones = variants(text, VARIANTS, rng)
            for one in ones:
                weight = 1.0 / len(ones) ** 0.5
                for kind, example in _phrase(label, one, case, rng):
                    yield kind, replace(example, weight=weight, source=source)


@cache
def all_phrases() -> tuple[tuple[str, Example], ...]:
    """The examples of every phrase, made once."""
    return tuple(phrase_examples(read_case(ROOT / "examples" / "md_strong.toml")))


@cache
def features_of(text: str) -> frozenset[str]:
    """The features of a sentence, read once."""
    return frozenset(features(text))


def _phrase(label: str, text: str, case: Case, rng: random.Random) -> Iterator[tuple[str, Example]]:
    text = text.replace("{O}", "Xown").replace("{OC}", "Xown").replace("{OS}", "Xmine")
    slot = next((slot for slot in FILLS if slot in text), None)
    base = label.removeprefix("no").removesuffix("x")
    if slot is None:
        labels = frozenset([label]) & set(SENTENCE_RULES)
        about = frozenset(SENTENCE_RULES) - ({"dwell"} if label in ("blame", "exam") else set())
        context = bare(text, case)
        spans = named(context)
        for sentence in context.sentences:
            yield (
                "sentence",
                Example(masked(context, sentence, spans), labels, about),
            )
        return
    task = {"{C}": "city", "{H}": "prog", "{S}": "spec", "{SP}": "spec", "{P}": "person"}[slot]
    name = rng.choice(FILLS[slot])
    start = text.index(slot)
    text = text.replace(slot, name, 1)
    for other, names in FILLS.items():
        text = text.replace(other, rng.choice(names))
    context = bare(text, case)
    sentence = context.sentence_at(start)
    this = (start, start + len(name))
    words = masked(context, sentence, named(context), this)
    labels = frozenset([task]) if base == task and not label.startswith("no") else frozenset()
    yield "mention", Example(words, labels, frozenset([task]))


def labelled_texts() -> list[dict[str, Any]]:
    """Every labelled text and folder, with the set it is from."""
    found = []
    for path in sorted((ROOT / "authorities" / "lint_texts").glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [
            one | {"source": path.stem} for kind in ("text", "folder") for one in raw.get(kind, [])
        ]
    return found


def contexts_of(one: dict[str, Any]) -> list[LintContext]:
    """A labelled text, or each file of a folder, as the checks see it."""
    case = read_case(ROOT / "examples" / f"{one['case']}.toml")
    program = load_catalogue().by_id[one["program"]] if "program" in one else None
    if "files" in one:
        return [
            LintContext(text, case, None, None, kind_of(text, file))
            for file, text in one["files"].items()
        ]
    text = one["text"].strip("\n")
    return [LintContext(text, case, program, None, one.get("kind") or kind_of(text))]


Unit = tuple[str, str, dict[str, Any], list[tuple[str, set[str]]]]


def units_of(texts: list[dict[str, Any]]) -> list[Unit]:
    """Each text as (kind, label of its names, the text, [(sentence, rules that found it)])."""
    found: list[Unit] = []
    for one in texts:
        for context in contexts_of(one):
            got = [hit for rule in RULES for hit in rule(context)]
            spans, sentences = named(context), context.sentences

            def hits(start: int, end: int, got: list[Any] = got) -> set[str]:
                return {one.rule for one in got if one.start < end and start < one.end}

            rows = [(masked(context, one, spans), hits(one.start, one.end)) for one in sentences]
            found.append(("sentence", "", one, rows))
            by: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
            for label, span in candidates(context):
                words = words_around(context, spans, label, span)
                by[label].append((words, hits(*span)))
            found += [("mention", label, one, held) for label, held in by.items()]
    return found


def wanted_of(one: dict[str, Any]) -> set[str]:
    """The rules that a text is labelled with, whichever of its files they are in."""
    return {part.split(": ")[-1] for group in one["rules"] for part in group.split(" | ")}


def text_examples(
    unit: Unit, rules: dict[str, str], model: SentenceReader | None
) -> Iterator[Example]:
    """The sentences, or names, of one labelled text as examples."""
    kind, group, one, rows = unit
    marks: list[set[str]] = [set() for _ in rows]
    about: list[set[str]] = [set() for _ in rows]
    for label in [group] if kind == "mention" else [name for name in rules if rules[name]]:
        if rules[label] not in wanted_of(one):
            for held in about:
                held.add(label)
            continue
        hit = [place for place, (_, found) in enumerate(rows) if rules[label] in found]
        if not hit and model is not None and rows:
            chances = [model.chances(words)[label] for words, _ in rows]
            if "files" not in one or max(chances) >= LIKELY:
                hit = [chances.index(max(chances))]
        for place in hit:
            marks[place].add(label)
            about[place].add(label)
    for (words, _), carried, told in zip(rows, marks, about, strict=True):
        if told and len(words.split()) >= SHORTEST:
            source = f"text:{one['source']}:{one['id']}"
            yield Example(words, frozenset(carried), frozenset(told), 1.0, source)


def heavier(one: Example, model: SentenceReader) -> Example:
    """An example with more weight where the model has it wrong, or nearly."""
    chances = model.chances(one.text)
    wrong = any(chances[label] > HARD for label in one.about - one.labels)
    missed = any(chances[label] < 1 - HARD for label in one.labels)
    return replace(one, weight=one.weight * (HEAVIER if wrong else 2 if missed else 1))


def learn(kind: str, rules: dict[str, str], units: list[Unit]) -> SentenceReader:
    """The reader of one kind, fitted again on the sentences it found, and on those it had wrong."""
    phrases = [one for held, one in all_phrases() if held == kind]
    model = None
    for turn in range(3):
        examples = list(phrases)
        for unit in units:
            if unit[0] == kind:
                examples += text_examples(unit, rules, model)
        if turn == 2 and model is not None:
            examples = [heavier(one, model) for one in examples]
        model = fit(examples, list(rules), RIDGE[kind])
    assert model is not None
    return model


Vector = npt.NDArray[np.float64]


def fitted(held: sparse.csr_matrix, truth: Vector, weight: Vector, ridge: float) -> Vector:
    """The weights of one label, the bias last, by ridge logistic regression."""

    def loss(theta: Vector) -> tuple[float, Vector]:
        score = held @ theta[:-1] + theta[-1]
        chance = 1 / (1 + np.exp(-score))
        value = float((weight * (np.logaddexp(0, score) - truth * score)).sum())
        value += ridge / 2 * float((theta[:-1] ** 2).sum())
        off = weight * (chance - truth)
        return value, np.append(held.T @ off + ridge * theta[:-1], off.sum())

    start = np.zeros(held.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    best: Vector = found.x
    return best


def fit(examples: list[Example], labels: list[str], ridge: float) -> SentenceReader:
    """One ridge logistic regression per label."""
    held = [features_of(one.text) for one in examples]
    sources: dict[str, set[str]] = defaultdict(set)
    for one, words in zip(examples, held, strict=True):
        for word in words:
            if len(sources[word]) < 2:
                sources[word].add(one.source)
    vocabulary = {w: i for i, w in enumerate(sorted(w for w, s in sources.items() if len(s) >= 2))}
    rows, cols, vals = [], [], []
    for i, words in enumerate(held):
        known = [vocabulary[w] for w in words if w in vocabulary]
        scale = 1.0 / max(1, len(words)) ** 0.5
        rows += [i] * len(known)
        cols += known
        vals += [scale] * len(known)
    matrix = sparse.csr_matrix((vals, (rows, cols)), shape=(len(examples), len(vocabulary)))
    bias, weights = [], np.zeros((len(vocabulary), len(labels)))
    for place, label in enumerate(labels):
        use = np.array([label in one.about for one in examples])
        y = np.array([label in one.labels for one in examples])[use].astype(float)
        w = np.array([one.weight for one in examples])[use]
        x = matrix[use]
        pos = w[y > 0].sum()
        neg = w[y == 0].sum()
        w = np.where(y > 0, w * min(6.0, max(1.0, 0.25 * neg / max(pos, 1e-9))), w)

        best = fitted(x, y, w, ridge)
        weights[:, place] = best[:-1]
        bias.append(float(best[-1]))
    return SentenceReader(tuple(labels), np.array(bias), vocabulary, weights, {})


def written(model: SentenceReader) -> dict[str, Any]:
    """A reader as it is kept: weights that matter, rounded."""
    labels = list(model.labels)
    table = {
        feature: [round(float(value), 2) for value in model.weights[row]]
        for feature, row in sorted(model.rows.items())
    }
    kept = {word: row for word, row in table.items() if max(map(abs, row)) > SMALLEST}
    sure = {one: SURE[one] for one in labels}
    sure |= {f"{one}.drop": DROP[one] for one in labels if one in DROP}
    sure |= {f"{one}.doubt": DOUBT[one] for one in labels if one in DOUBT}
    return {
        "labels": labels,
        "bias": [round(float(b), 3) for b in model.bias],
        "sure": sure,
        "weights": kept,
    }


def main(texts: list[dict[str, Any]] | None = None) -> None:
    """Fit both readers and write them."""
    units = units_of(labelled_texts() if texts is None else texts)
    kept = {
        "sentence": written(learn("sentence", SENTENCE_RULES, units)),
        "mention": written(learn("mention", MENTION_RULES, units)),
    }
    TARGET.write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="utf-8")
    print({kind: len(one["weights"]) for kind, one in kept.items()}, TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
