"""Score the reader on a second author's pages, written without sight of the rules.

    python -m benchmarks.reading_blind              # each batch, all fields and each field
    python -m benchmarks.reading_blind first -v     # one batch, with its misses

A batch is `authorities/reading_blind/NAME*.txt`: pages headed `=== number, kind`, then lines
`field: value | quote`, then `---` and the text. `*` stands for any words; null is absent. A field
that is not named must be absent too.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading_unseen import Tally
from thirdfriday.intake.page_policies import FIELDS
from thirdfriday.intake.page_reading import read_text

PAGES = Path(__file__).resolve().parent.parent / "authorities" / "reading_blind"
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
)
Due = dict[str, tuple[str, str]]


def pages_of(batch: str) -> Iterator[tuple[str, Due, str]]:
    """Heading, due values with their quotes, and text of each page of a batch."""
    for path in sorted(PAGES.glob(f"{batch}*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n=== ")[0:]:
            head, _, text = block.removeprefix("=== ").partition("\n---\n")
            title, *lines = head.splitlines()
            yield title, dict(filter(None, map(_pair, lines))), text.strip()


def _pair(line: str) -> tuple[str, tuple[str, str]] | None:
    name, _, rest = line.partition(": ")
    if name not in FIELDS:
        raise ValueError(f"unknown field in a label: {line}")
    value, _, quote = rest.partition(" | ")
    return None if value == "null" else (name, (value, quote.strip()))


def score(batch: str) -> tuple[Tally, int, int]:
    """The tally of a batch; quotes overlapping the label's, and quotes compared. [count]"""
    tally, overlapping, quoted = Tally(), 0, 0
    for title, due, text in pages_of(batch):
        reading = read_text(text)
        for name in FIELDS:
            wanted, quote = due.get(name, (None, ""))
            policy = reading.policies.get(name)
            said = None if policy is None else str(policy.value).lower()
            if said is None and wanted is None:
                continue
            if said is not None and wanted is not None and wanted.lower() in {"*", said}:
                tally.right[name] += 1
                at = reading.text.find(quote) if quote else -1
                if policy is not None and at >= 0:
                    quoted += 1
                    overlapping += policy.start < at + len(quote) and at < policy.end
                continue
            tally.extra[name] += said is not None
            tally.missed[name] += wanted is not None
            words = "" if policy is None else f" | {policy.kind} | {' '.join(policy.quote.split())}"
            tally.words.append(f"{title} / {name}: read {said}, due {wanted} [{quote}]{words}")
    return tally, overlapping, quoted


def main() -> None:
    """Print the score of each batch."""
    say = sys.stdout.write
    for name in [word for word in sys.argv[1:] if word in NAMES] or NAMES:
        if not list(PAGES.glob(f"{name}*.txt")):
            continue
        tally, overlapping, quoted = score(name)
        say(
            f"{name}: F1 {tally.f1():.3f}, precision {tally.precision(*FIELDS):.3f}, "
            f"recall {tally.recall(*FIELDS):.3f}; j1 precision {tally.precision('j1'):.3f}, "
            f"h1b precision {tally.precision('h1b'):.3f}; evidence {overlapping}/{quoted}; "
            f"{tally.right.total()} right, {tally.extra.total()} extra, "
            f"{tally.missed.total()} missed\n"
        )
        for each in FIELDS:
            say(
                f"  {each:30} {tally.right[each]:3} right {tally.extra[each]:3} extra "
                f"{tally.missed[each]:3} missed; precision {tally.precision(each):.3f}, "
                f"recall {tally.recall(each):.3f}\n"
            )
        if "-v" in sys.argv:
            say("\n".join(tally.words) + "\n")


if __name__ == "__main__":
    main()
