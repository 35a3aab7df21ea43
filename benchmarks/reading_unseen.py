"""Score the reader on invented pages written before it saw them: every field is held to account.

    python -m benchmarks.reading_unseen             # micro F1 of each batch now
    python -m benchmarks.reading_unseen fifth -v    # one batch, with its misses

A batch is a file of `authorities/reading_unseen/`: pages headed by `=== field=value;field=value`,
`*` for any words and `-` for what must be absent. A field that is not named must be absent too.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from thirdfriday.intake.page_policies import FIELDS
from thirdfriday.intake.page_reading import read_text

BATCHES = Path(__file__).resolve().parent.parent / "authorities" / "reading_unseen"
NAMES = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
)


@dataclass(slots=True)
class Tally:
    """Values right, said wrongly and missed, by field, and the misses in words."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count the values of another tally too."""
        self.right += other.right
        self.extra += other.extra
        self.missed += other.missed

    def precision(self, *names: str) -> float:
        """Share of said values that are right. [fraction]"""
        right = sum(self.right[name] for name in names)
        said = right + sum(self.extra[name] for name in names)
        return right / said if said else 1.0

    def recall(self, *names: str) -> float:
        """Share of due values that are said. [fraction]"""
        right = sum(self.right[name] for name in names)
        due = right + sum(self.missed[name] for name in names)
        return right / due if due else 1.0

    def f1(self) -> float:
        """Micro F1 over all fields. [fraction]"""
        right = self.right.total()
        return 2 * right / max(1, 2 * right + self.extra.total() + self.missed.total())


def pages_of(batch: Path) -> Iterator[tuple[dict[str, str], str]]:
    """What is due and the text of each page of a batch."""
    for block in batch.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, text = block.partition("\n")
        due = dict(pair.split("=", 1) for pair in head.split(";") if pair)
        unknown = set(due) - set(FIELDS)
        if unknown:
            raise ValueError(f"{batch.name}: {unknown} in {head}")
        yield {name: value for name, value in due.items() if value != "-"}, text.strip()


def tally_of(batch: Path) -> Tally:
    """The reader's score on a batch."""
    tally = Tally()
    for number, (due, text) in enumerate(pages_of(batch), 1):
        policies = read_text(text).policies
        for name in FIELDS:
            wanted, policy = due.get(name), policies.get(name)
            said = None if policy is None else str(policy.value).lower()
            if said is None and wanted is None:
                continue
            if said is not None and wanted is not None and wanted.lower() in {"*", said}:
                tally.right[name] += 1
                continue
            tally.extra[name] += said is not None
            tally.missed[name] += wanted is not None
            quote = "" if policy is None else f" | {policy.kind} | {' '.join(policy.quote.split())}"
            tally.words.append(f"{batch.stem} {number} {name}: read {said}, due {wanted}{quote}")
    return tally


def main() -> None:
    """Print the score of each batch."""
    chosen = [name for name in NAMES if (BATCHES / f"{name}.txt").exists()]
    asked = [word for word in sys.argv[1:] if word in NAMES]
    for name in asked or chosen:
        tally = tally_of(BATCHES / f"{name}.txt")
        visas = tally.precision("j1", "h1b")
        sys.stdout.write(
            f"{name}: F1 {tally.f1():.3f}, precision {tally.precision(*FIELDS):.3f}, "
            f"recall {tally.recall(*FIELDS):.3f}, visas' precision {visas:.3f}; "
            f"{tally.right.total()} right, {tally.extra.total()} extra, "
            f"{tally.missed.total()} missed\n"
        )
        if "-v" in sys.argv:
            sys.stdout.write("\n".join(tally.words) + "\n")


if __name__ == "__main__":
    main()
