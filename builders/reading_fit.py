"""Fit the sentence model on the labelled pages and the paraphrases, and write its coefficients.

    OMP_NUM_THREADS=1 python -m builders.reading_fit

One multinomial logistic regression per policy (ridge, full-batch gradient descent, deterministic).
A sentence that a label quotes carries the label's answer; the page's other sentences on the topic
carry "absent". Only hashed coefficients are written: no page's words.
"""

import json
import os
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks import reading_blind, reading_unseen
from scipy.sparse import csr_matrix

from thirdfriday.intake.page_reading import read_text
from thirdfriday.intake.page_units import Unit, units_of
from thirdfriday.intake.read_openness import find_imgs
from thirdfriday.intake.sentence_model import ABSENT, STATED, SentenceModel, applies, features

ROOT = Path(__file__).resolve().parent.parent
PAGES = Path(os.environ.get("PAGES", ROOT.parent / "shared" / "pages"))
TARGET = ROOT / "src" / "thirdfriday" / "data" / "reading" / "sentence_model.json"
TRIGGERS = {
    "j1": r"\bj[ -]?1|visa|sponsor",
    "h1b": r"\bh[ -]?1|visa|sponsor|\bj[ -]?1",
    "comlex_accepted": r"com[p]?lex|osteopath|\bdos?\b|level",
    "usce": r"experience|clinical|usce|hands-on|rotation|patient|\bus\b|american",
    "ecfmg_required_at_application": r"ecfmg|certif",
    "holistic": r"holis|whole|total|entire|comprehens|every|aspect|as a person|full|number|score"
    r"|sum|person|people|global",
    "underserved": r"under|need|vulnerab|poor|pover|insur|rural|serv|communit|access|immigr|refug"
    r"|homeless|mission|equit|dispar|shortage|doctor",
    "attempts_policy": r"attempt|fail|tries|\btry\b|retak|repeat|twice|once|stumbl|first",
    "imgs_considered": r"\bimgs?\b|\bfmgs?\b|international|foreign|abroad|overseas|schools?\b"
    r"|countr|elsewhere|world|outside|graduates|trained|studied",
}
PLENTIFUL = {"imgs_considered": find_imgs}  # said more than once
THRESHOLDS = {  # benchmarks/reading_model.py; docs/decisions/0008-reading-pages.md
    "j1": 0.85,
    "comlex_accepted": 0.85,
    "usce": 0.8,
    "holistic": 0.6,
    "ecfmg_required_at_application": 0.65,
    "underserved": 0.5,
    "attempts_policy": 0.9,
    "imgs_considered": 0.6,
}
SHIPPED = tuple(THRESHOLDS)
WIDTH, STEPS, RATE, RIDGE, SMALLEST = 4096, 400, 4.0, 0.0005, 0.04
Labelled = tuple[Unit, str]


def page_numbers() -> list[str]:
    """The labelled pages' numbers, in order; empty where the pages are not at hand."""
    return [path.stem for path in sorted((PAGES / "labels").glob("*.json"))]


def load_page(number: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """One page's text and its label."""
    text = json.loads((PAGES / "texts" / f"{number}.json").read_text(encoding="utf-8"))
    label = json.loads((PAGES / "labels" / f"{number}.json").read_text(encoding="utf-8"))
    return text, label


def page_sentences(page: dict[str, Any], label: dict[str, Any], name: str) -> Iterator[Labelled]:
    """The sentences of a page on one policy, each with its labelled answer."""
    text, value = page["text"], label.get(name)
    value = None if name in {"holistic", "underserved", "attempts_policy"} and not value else value
    quote = (label["evidence"].get(name) or "") if value is not None else ""
    at = text.find(quote) if quote else -1
    if at < 0 and value is not None:
        return
    yield from _labelled(name, text, at, at + len(quote), str(value))


def _labelled(name: str, text: str, start: int, end: int, value: str | None) -> Iterator[Labelled]:
    """The sentences on a policy: where the quote lies the answer, else absent; -1, no quote."""
    for unit in units_of(text):
        if applies(re.compile(TRIGGERS[name]), unit):
            quoted = start >= 0 and unit.start < end and start < unit.end
            if quoted or not _said_again(name, unit):
                yield unit, _answer(name, value) if quoted else ABSENT


def _said_again(name: str, unit: Unit) -> bool:
    """Whether the rules find the policy in a sentence that the label does not quote."""
    return name in PLENTIFUL and any(PLENTIFUL[name](unit))


def paraphrase_lines() -> Iterator[tuple[dict[str, str], str]]:
    """Every line of the paraphrase files: what it should give, and its text."""
    for path in sorted((ROOT / "authorities").glob("reading_phrases_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            wanted, _, text = line.partition("\t")
            yield dict(pair.split("=") for pair in wanted.split(";")), text.replace("\\n", "\n")


def paraphrases(name: str) -> Iterator[tuple[str, Labelled]]:
    """The paraphrases of one sentence, each with its file and the answer written beside it."""
    for answers, text in paraphrase_lines():
        units = [unit for unit in units_of(text) if not unit.asks and not unit.titles]
        if len(units) == 1 and applies(re.compile(TRIGGERS[name]), units[0]):
            answer = answers.get(name)
            if answer is not None:
                yield "paraphrases", (units[0], _answer(name, None if answer == "-" else answer))


def _answer(name: str, value: str | None) -> str:
    """A label as one of the model's answers."""
    if value is None or (name in {"holistic", "underserved"} and value == "false"):
        return ABSENT
    if name == "attempts_policy":
        return STATED
    return {"true": "True", "false": "False"}.get(value.lower(), value)


def invented_pages(name: str) -> Iterator[tuple[str, Labelled]]:
    """The sentences of the invented pages, each with its batch and labelled answer."""
    for batch, text, value, quote in _quoted(name):
        at = text.find(quote) if quote else -1
        if value is not None and at < 0:
            continue
        for item in _labelled(name, text, at, at + len(quote), value):
            yield batch, item


def _quoted(name: str) -> Iterator[tuple[str, str, str | None, str]]:
    """Batch, text, label and quote; the batches without quotes take the rules' own, where right."""
    for batch in reading_blind.NAMES:
        for _, due, text in reading_blind.pages_of(batch):
            label, quote = due.get(name, (None, ""))
            yield f"blind {batch}", text, label, quote
    for path in sorted(reading_unseen.BATCHES.glob("*.txt")):
        for stated, text in reading_unseen.pages_of(path):
            value, policy = stated.get(name), read_text(text).policies.get(name)
            right = policy is not None and policy.kind != "inferred"
            said = str(policy.value).lower() if policy is not None else ""
            if value is None:
                yield f"unseen {path.stem}", text, None, ""
            elif policy is not None and right and value.lower() in {"*", said}:
                yield f"unseen {path.stem}", text, value, policy.quote


def fit(examples: list[Labelled], name: str) -> SentenceModel:
    """The model of one policy, fitted on labelled sentences. [log-odds]"""
    rows = [features(unit, WIDTH) for unit, _ in examples]
    threshold = THRESHOLDS.get(name, 0.7)
    return regression(rows, [answer for _, answer in examples], TRIGGERS[name], threshold)


def regression(
    rows: list[set[int]], labels: list[str], trigger: str, threshold: float
) -> SentenceModel:
    """A multinomial logistic regression of labels on sets of buckets. [log-odds]"""
    answers = sorted(set(labels))
    places = [sorted(active) for active in rows]
    matrix = csr_matrix(
        (
            np.concatenate([np.full(len(own), 1.0 / np.sqrt(len(own))) for own in places]),
            np.concatenate([np.array(own) for own in places]),
            np.cumsum([0, *(len(own) for own in places)]),
        ),
        shape=(len(places), WIDTH),
    )
    turned = matrix.T.tocsr()
    target = np.array([[float(label == known) for known in answers] for label in labels])
    weights: npt.NDArray[np.float64] = np.zeros((WIDTH, len(answers)))
    bias: npt.NDArray[np.float64] = np.zeros(len(answers))
    for _ in range(STEPS):
        scores = matrix @ weights + bias
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        error = (chance - target) / len(places)
        weights -= RATE * (turned @ error + RIDGE * weights)
        bias -= RATE * (error.sum(axis=0) + RIDGE * bias)
    kept = {
        bucket: tuple(round(float(value), 3) for value in weights[bucket])
        for bucket in range(WIDTH)
        if np.abs(weights[bucket]).max() >= SMALLEST
    }
    said = tuple(round(float(value), 3) for value in bias)
    return SentenceModel(tuple(answers), said, kept, re.compile(trigger), threshold, WIDTH)


def examples_of(name: str, numbers: list[str]) -> Iterator[tuple[str, Labelled]]:
    """Every labelled sentence on one policy, with the batch that it came in."""
    for number in numbers:
        for item in page_sentences(*load_page(number), name):
            yield f"page {number}", item
    yield from _ours(name)


@cache
def _ours(name: str) -> tuple[tuple[str, Labelled], ...]:
    """The labelled sentences of our own pages and paraphrases."""
    return (*invented_pages(name), *paraphrases(name))


def fit_all(numbers: list[str], names: tuple[str, ...] = SHIPPED) -> dict[str, SentenceModel]:
    """Models of all policies from these labelled pages, the invented ones and the paraphrases."""
    return fit_examples(numbers, set(), names)


def fit_examples(
    numbers: list[str], without: Collection[str], names: tuple[str, ...] = SHIPPED
) -> dict[str, SentenceModel]:
    """Models of all policies, some batches left out."""
    return {
        name: fit(
            [item for batch, item in examples_of(name, numbers) if batch not in without], name
        )
        for name in names
    }


def write(target: Path, models: dict[str, SentenceModel]) -> None:
    """Write a file of coefficients."""
    policies = {
        name: {
            "answers": model.answers,
            "bias": model.bias,
            "trigger": model.trigger.pattern,
            "threshold": model.threshold,
            "width": model.width,
            "weights": {str(bucket): row for bucket, row in model.weights.items()},
        }
        for name, model in models.items()
    }
    header = {
        "kind": "fitted",
        "unit": "log-odds",
        "source": "70 labelled program pages; invented pages and paraphrases (authorities/)",
        "reason": "docs/decisions/0008-reading-pages.md",
        "policies": policies,
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        json.dumps(header, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )


def main() -> None:
    """Write the coefficients file."""
    write(TARGET, fit_all(page_numbers()))


if __name__ == "__main__":
    main()
