"""Score the reader author by author, both models taught without that author's pages.

    OMP_NUM_THREADS=1 python -m benchmarks.reading_authors        # each author
    OMP_NUM_THREADS=1 python -m benchmarks.reading_authors -v     # and the misses

The rules are the same in every row and have seen all pages but a batch just added, so that only the
models' part is out of sample: see `authorities/reading_blind/README.md` for first sights.
"""

import sys

from builders.reading_fit import fit_examples, page_numbers
from builders.reading_numbers_fit import fit_number_examples

from benchmarks import reading_blind
from benchmarks.reading_unseen import Tally
from thirdfriday.intake import number_model, sentence_model
from thirdfriday.intake.page_policies import FIELDS

AUTHORS = {
    "second": ("first", "second", "third", "fourth", "fifth"),
    "third": ("sixth",),
    "fourth": ("seventh",),
    "fifth": ("eighth",),
    "sixth": ("ninth",),
    "seventh": ("tenth",),
}


def score_author(batches: tuple[str, ...]) -> Tally:
    """The tally of an author's batches, the models not having seen them. [count]"""
    out = {f"blind {batch}" for batch in batches}
    own = fit_examples(page_numbers(), out), fit_number_examples(page_numbers(), out)
    shipped = sentence_model.models, number_model.models
    total = Tally()
    try:
        sentence_model.models = lambda: own[0]  # type: ignore[assignment]
        number_model.models = lambda: own[1]  # type: ignore[assignment]
        for batch in batches:
            tally, _, _ = reading_blind.score(batch)
            total.add(tally)
            total.words += [f"{batch} {words}" for words in tally.words]
    finally:
        sentence_model.models, number_model.models = shipped
    return total


def main() -> None:
    """Print the score of each author."""
    say = sys.stdout.write
    everything = Tally()
    for author, batches in AUTHORS.items():
        tally = score_author(batches)
        everything.add(tally)
        say(
            f"{author} author: F1 {tally.f1():.3f}, precision {tally.precision(*FIELDS):.3f}, "
            f"recall {tally.recall(*FIELDS):.3f}; {tally.right.total()} right, "
            f"{tally.extra.total()} extra, {tally.missed.total()} missed\n"
        )
        if "-v" in sys.argv:
            say("\n".join(tally.words) + "\n")
    say(f"together: F1 {everything.f1():.3f}\n")


if __name__ == "__main__":
    main()
