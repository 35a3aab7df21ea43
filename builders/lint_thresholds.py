"""Leave each labelled set out in turn; say how surely the sentence reader must speak to be right.

    OMP_NUM_THREADS=1 python -m builders.lint_thresholds

For each label the lowest chance from which on `WANTED` of the texts it tells had the fault, among
the texts of sets that it had not learned. The thresholds go into `SURE` of builders/lint_fit.py.
"""

from collections import defaultdict
from functools import cache
from multiprocessing import Pool
from typing import Any

from builders.lint_fit import (
    SENTENCE_RULES,
    SURE,
    Unit,
    contexts_of,
    labelled_texts,
    learn,
    units_of,
    wanted_of,
)
from thirdfriday.kit import reader_rules
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.reader_rules import MENTION_RULES, Reading, sure_places

FIRST = ("conduct", "places_and_names", "tone_and_form", "truth")
WANTED, STEP, PROCESSES = 0.96, 0.01, 2
Row = tuple[float, bool, str, str]


def set_of(one: dict[str, Any]) -> str:
    """The set that a text was written in; the first one is kept in four files."""
    name: str = one["source"]
    return "first" if name in FIRST else name


def told(context: LintContext) -> dict[str, float]:
    """The highest chance of each label that could be told of a text."""
    reading, best = Reading(context), defaultdict[str, float](float)
    for sentence, chances in reading.sentences:
        for label, chance in chances.items():
            if label != "place" or sure_places(context, sentence):
                best[label] = max(best[label], chance)
    for (label, _), chance in reading.names.items():
        best[label] = max(best[label], chance)
    return best


def rows_without(source: str, texts: list[dict[str, Any]], readers: dict[str, Any]) -> list[Any]:
    """The chances of every text of one set by readers that did not learn it."""
    setattr(reader_rules, "readers", lambda: readers)  # noqa: B010
    rows = []
    for one in texts:
        if set_of(one) == source:
            best: dict[str, float] = defaultdict(float)
            for context in contexts_of(one):
                for label, chance in told(context).items():
                    best[label] = max(best[label], chance)
            rows.append((one, best))
    return rows


def measured() -> dict[str, list[Row]]:
    """For each label (chance, whether the text has the fault, set, id) over all sets."""
    sources = sorted({set_of(one) for one in labelled_texts()})
    rules = {label: rule for label, rule in SENTENCE_RULES.items() if rule} | MENTION_RULES
    found: dict[str, list[Row]] = defaultdict(list)
    with Pool(PROCESSES) as pool:
        for source, rows in zip(sources, pool.map(left_out, sources, chunksize=1), strict=True):
            for one, best in rows:
                for label, rule in rules.items():
                    truth = rule in wanted_of(one)
                    found[label].append((best.get(label, 0.0), truth, source, one["id"]))
    return found


@cache
def known_units() -> list[Unit]:
    """Every labelled text as units, made once in each process."""
    return units_of(labelled_texts())


def left_out(source: str) -> list[Any]:
    """The chances of every text of one set, learned from the others."""
    kept = [unit for unit in known_units() if set_of(unit[2]) != source]
    readers = {
        "sentence": learn("sentence", SENTENCE_RULES, kept),
        "mention": learn("mention", MENTION_RULES, kept),
    }
    return rows_without(source, labelled_texts(), readers)


def least(rows: list[Row]) -> float:
    """The lowest threshold from which on the texts told were right as often as is wanted."""
    best = 1.0
    for step in range(95, 24, -1):
        sure = step * STEP
        right = sum(truth for chance, truth, *_ in rows if chance >= sure)
        wrong = sum(not truth for chance, truth, *_ in rows if chance >= sure)
        if right + wrong and right / (right + wrong) < WANTED:
            break
        best = sure
    return best


def main() -> None:
    """Print a row for each label: threshold, right, wrong, all, at the threshold kept and found."""
    for label, rows in measured().items():
        every = sum(truth for _, truth, *_ in rows)
        for name, sure in (("kept", SURE[label]), ("found", least(rows))):
            right = sum(truth for chance, truth, *_ in rows if chance >= sure)
            wrong = [(round(c, 2), s, i) for c, truth, s, i in rows if c >= sure and not truth]
            print(f"{label:7} {name:5} {sure:.2f} right {right} of {every} wrong {len(wrong)}")
        for sure in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75):
            over = [truth for chance, truth, *_ in rows if chance >= sure]
            print(f"    {sure:.2f} right {sum(over)} wrong {len(over) - sum(over)}")
        print("   ", sorted(wrong, reverse=True)[:12])


if __name__ == "__main__":
    main()
