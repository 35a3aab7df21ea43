"""How long the checks of a dense statement take: python -m benchmarks.lint_speed.

Statements of up to 28,000 characters are put together from the labelled texts, so that each holds
over a hundred findings; the words are warm, the statement is new. Processor time, one process.
"""

import random
import statistics
import time

from tests.kit.lint_texts import case, labelled

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.kit.lint import lint

SEED, LONGEST, WARM, TIMES = 1, 28_000, 6, 20
CASE, PROGRAM = "md_strong", "0400821030"


def statement(texts: list[str], rng: random.Random) -> str:
    """Texts drawn until the next one would be too many characters."""
    found = rng.choice(texts)
    while len(found) + len(one := rng.choice(texts)) < LONGEST - 2:
        found += "\n\n" + one
    return found


def main() -> None:
    """Print least, median and most milliseconds of a statement and of a message as long."""
    rng = random.Random(SEED)
    texts = [one["text"].strip() for one in labelled("text") if len(one["text"]) < LONGEST // 5]
    program = load_catalogue().by_id[PROGRAM]
    for kind in ("statement", "message"):
        spent, found, letters = [], 0, 0
        for turn in range(WARM + TIMES):
            text = statement(texts, rng)
            start = time.process_time()
            result = lint(text, case(CASE), program=program, kind=kind)
            if turn >= WARM:
                spent.append(1000 * (time.process_time() - start))
                found, letters = found + len(result), letters + len(text)
        low, middle, high = min(spent), statistics.median(spent), max(spent)
        print(
            f"{kind}: {letters // TIMES:,} characters, {found // TIMES} findings: "
            f"{low:.0f} to {high:.0f} ms, half of them under {middle:.0f}"
        )


if __name__ == "__main__":
    main()
