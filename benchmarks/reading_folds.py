"""Score the reader on the labelled pages by folds of institutions, the sentence model refitted.

    OMP_NUM_THREADS=1 python -m benchmarks.reading_folds

In each fold the model is fitted on the other institutions' pages and the paraphrases, then reads
the fold's pages. The rules are the same in every fold: they were written by people who have seen
all pages, so that only the model's part is out of sample. For the rules, see the pages written
before the reader saw them (`benchmarks.reading_unseen`).
"""

import sys

from builders.reading_fit import fit_all
from builders.reading_numbers_fit import fit_number_examples

from benchmarks.reading_score import CORE, Score, add_page, pages
from thirdfriday.intake import number_model, sentence_model
from thirdfriday.intake.page_policies import FIELDS
from thirdfriday.intake.page_reading import read_text

FOLDS = 7


def folds() -> list[list[str]]:
    """Page numbers in folds, an institution's pages together. [list]"""
    by_institution: dict[str, list[str]] = {}
    for number, _, label in pages():
        by_institution.setdefault(str(label["institution"]), []).append(number)
    parts: list[list[str]] = [[] for _ in range(FOLDS)]
    for numbers in sorted(by_institution.values(), key=lambda own: (-len(own), own)):
        min(parts, key=len).extend(numbers)
    return parts


def score_folds() -> Score:
    """The score over all pages, each read with a model that has not seen its institution."""
    score = Score()
    everything = {number: (page, label) for number, page, label in pages()}
    shipped = sentence_model.models, number_model.models
    try:
        for part in folds():
            seen = [number for number in everything if number not in part]
            fitted, numbers = fit_all(seen), fit_number_examples(seen, ())
            sentence_model.models = lambda own=fitted: own  # type: ignore[assignment]
            number_model.models = lambda own=numbers: own  # type: ignore[assignment]
            for number in part:
                page, label = everything[number]
                add_page(score, number, read_text(page["text"]), label)
    finally:
        sentence_model.models, number_model.models = shipped
    return score


def main() -> None:
    """Print the score."""
    score = score_folds()
    say = sys.stdout.write
    said = {name: f"{score.precision(name):.3f}" for name in ("j1", "h1b")}
    say(
        f"micro F1, all fields {score.micro_f1():.3f}; sixteen policies"
        f" {score.micro_f1(CORE):.3f}\n"
    )
    say(f"precision of j1 {said['j1']}, of h1b {said['h1b']}\n")
    say(f"evidence overlapping {score.overlapping}/{score.quoted}\n")
    for name in FIELDS:
        say(
            f"{name}: {score.right[name]} right, {score.extra[name]} extra,"
            f" {score.missed[name]} missed\n"
        )


if __name__ == "__main__":
    main()
