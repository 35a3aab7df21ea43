"""Fit the reader of numbers on the labelled pages and the paraphrases, and write its coefficients.

    OMP_NUM_THREADS=1 python -m builders.reading_numbers_fit

Every number or date of a sentence on a policy is an example: the one that a label's quote holds
carries the label, the page's other numbers carry "absent", and one that repeats the label's value
elsewhere is left out. One regression per policy, as in `builders/reading_fit.py`.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from benchmarks import reading_blind, reading_unseen

from builders.reading_fit import (
    TARGET,
    WIDTH,
    load_page,
    page_numbers,
    paraphrase_lines,
    regression,
    write,
)
from thirdfriday.intake.number_candidates import Candidate, candidates, features
from thirdfriday.intake.page_reading import ours, read_text
from thirdfriday.intake.page_units import units_of
from thirdfriday.intake.sentence_model import ABSENT, STATED, SentenceModel

TRIGGERS = {
    "step2_min": r"\bstep|\bck\b|usmle|score|\bexam|\bfilter|screen|cut-?off|minim|floor",
    "yog_max_years": r"graduat|degree|diploma|school|\byears? (?:out|since|old)\b|\bm\.?d\b"
    r"|qualified|\byog\b|finish|how long|how recent|\bwindow\b|\bis there a (?:limit|cut)",
    "positions_per_year": r"residen|intern|position|place|slot|spot|seat|pgy|class|trainee"
    r"|categorical|how many|people|opening|each (?:year|july|summer)|a year|annual|doctors",
    "deadline": r"appl|submi|files?\b|eras|deadline|clos|\bdue\b|receiv|complete|\bread|download"
    r"|inbox|material|paper|document|gate|door|shut|lock|\bstop|\bends?\b|consider|\bin by\b"
    r"|\blast\b|cut|window|everything",
}
THRESHOLDS = {  # benchmarks/reading_authors.py
    "step2_min": 0.6,
    "yog_max_years": 0.55,
    "positions_per_year": 0.5,
    "deadline": 0.6,
}
NUMBERS_TARGET = TARGET.with_name("number_model.json")
_DATE_LABEL = re.compile(r"[A-Z][a-z]+ \d+")
Labelled = tuple[Candidate, str]


def page_numbers_of(name: str, text: str, value: str | None, quote: str) -> Iterator[Labelled]:
    """The candidates of a page, each with its label; nothing where the quote is not found."""
    at = text.find(quote) if quote else -1
    if value is not None and at < 0:
        return
    trigger = re.compile(TRIGGERS[name])
    for unit in ours(units_of(text)):
        for candidate in candidates(name, trigger, unit):
            quoted = at >= 0 and unit.start < at + len(quote) and at < unit.end
            same = _is_value(candidate, value)
            if quoted or not same:
                yield candidate, STATED if same else ABSENT


def _is_value(candidate: Candidate, value: str | None) -> bool:
    return value is not None and str(candidate.value).lower() == value.lower()


def _usable(name: str, value: str | None) -> bool:
    if value is None:
        return True
    return bool(_DATE_LABEL.fullmatch(value)) if name == "deadline" else value.isdigit()


@cache
def ours_of(name: str) -> tuple[tuple[str, Labelled], ...]:
    """The labelled candidates of our own pages and paraphrases, each with its batch."""
    return tuple(_ours(name))


def _ours(name: str) -> Iterator[tuple[str, Labelled]]:
    for batch in reading_blind.NAMES:
        for _, due, text in reading_blind.pages_of(batch):
            value, quote = due.get(name, (None, ""))
            value = None if value == "none" else value
            if _usable(name, value):
                for item in page_numbers_of(name, text, value, quote):
                    yield f"blind {batch}", item
    for path in sorted(reading_unseen.BATCHES.glob("*.txt")):
        for stated, text in reading_unseen.pages_of(path):
            for item in _unquoted(name, stated.get(name), text):
                yield f"unseen {path.stem}", item
    for answers, text in paraphrase_lines():
        said = answers.get(name, "*")
        value = None if said in {"-", "none"} else said
        if said != "*" and _usable(name, value):
            for item in page_numbers_of(name, text, value, "" if value is None else text):
                yield "paraphrases", item


def _unquoted(name: str, value: str | None, text: str) -> Iterator[Labelled]:
    """A page without quotes takes the rules' own, where they are right."""
    value = None if value == "none" else value
    if value is None:
        yield from page_numbers_of(name, text, None, "")
        return
    policy = read_text(text).policies.get(name)
    read = policy is not None and policy.kind != "inferred" and _usable(name, value)
    if policy is not None and read and str(policy.value).lower() == value.lower():
        yield from page_numbers_of(name, text, value, policy.quote)


def examples_of(name: str, numbers: list[str]) -> Iterator[tuple[str, Labelled]]:
    """Every labelled candidate for one policy, with the batch that it came in."""
    for number in numbers:
        page, label = load_page(number)
        value = None if label.get(name) is None else str(label[name])
        if _usable(name, value):
            quote = (label["evidence"].get(name) or "") if value is not None else ""
            for item in page_numbers_of(name, page["text"], value, quote):
                yield f"page {number}", item
    yield from ours_of(name)


def fit_numbers(examples: list[Labelled], name: str) -> SentenceModel:
    """The model of one policy, fitted on labelled candidates. [log-odds]"""
    rows = [features(candidate, WIDTH) for candidate, _ in examples]
    answers = [answer for _, answer in examples]
    return regression(rows, answers, TRIGGERS[name], THRESHOLDS.get(name, 0.7))


def fit_number_examples(numbers: list[str], without: Collection[str]) -> dict[str, SentenceModel]:
    """Models of all policies from these pages, the invented ones and the paraphrases, some out."""
    return {
        name: fit_numbers(
            [item for batch, item in examples_of(name, numbers) if batch not in without], name
        )
        for name in THRESHOLDS
    }


def main() -> None:
    """Write the coefficients file."""
    write(NUMBERS_TARGET, fit_number_examples(page_numbers(), ()))


if __name__ == "__main__":
    main()
