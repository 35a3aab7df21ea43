"""A stress set drawn from `authorities/reading_stress.toml`: every wording with its slots filled.

    python -m benchmarks.reading_stress        # error rate by policy
    python -m benchmarks.reading_stress -v     # and what was misread

Each template is filled in up to `MOST` ways, drawn with a fixed seed; an answer that names a slot
takes the number that fills it. Yes and no, demand and wish of one policy stand side by side, so
that a negation that is overlooked shows.
"""

import random
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path

from thirdfriday.intake.page_numbers import WORDS
from thirdfriday.intake.page_reading import read_text
from thirdfriday.intake.read_dates import MONTHS

SOURCE = Path(__file__).resolve().parent.parent / "authorities" / "reading_stress.toml"
MOST, SEED = 24, 7


def sentences() -> Iterator[tuple[str, str, str]]:
    """Policy, due answer and text of every sentence of the set."""
    rng = random.Random(SEED)
    document = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    slots: dict[str, list[str]] = document["slots"]
    for policy in document["policy"]:
        for template in policy["templates"]:
            words, _, only = template.partition("|")
            names = list(dict.fromkeys(re.findall(r"{(\w+)}", words)))
            choices = [only.split(",") if only and n == "within" else slots[n] for n in names]
            count = prod(map(len, choices))
            if count <= MOST:
                fillings = list(product(*choices))
            else:
                fillings = [tuple(rng.choice(options) for options in choices) for _ in range(MOST)]
            for filling in fillings:
                filled = dict(zip(names, filling, strict=True))
                due = policy["answer"]
                for name, value in filled.items():
                    due = due.replace(f"{{{name}}}", _plain(name, value))
                text = words
                for name, value in filled.items():
                    text = text.replace(f"{{{name}}}", value)
                yield policy["name"], due, text[:1].upper() + text[1:]


def _plain(name: str, value: str) -> str:
    """A slot's filling as the reader would give it."""
    if name == "date":
        month, day = re.findall(r"[A-Za-z]+|\d+", value)[:2]
        full = next(one for one in MONTHS if one.startswith(month.lower()[:3]))
        return f"{full.capitalize()} {day}"
    first = (value.split() or [""])[0].lower()
    return str(WORDS.get(first, first))


def misread(due: str, text: str) -> str:
    """What is wrong in the reading of a sentence; empty when nothing."""
    policies = read_text(text).policies
    for pair in due.split(";"):
        name, wanted = pair.split("=")
        policy = policies.get(name)
        said = "-" if policy is None else str(policy.value)
        right = said != "-" if wanted == "*" else said.lower() == wanted.lower()
        if not right:
            return f"{name}: read {said}, due {wanted}"
    return ""


def error_rates() -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Sentences and errors by policy, and what was misread."""
    counts: dict[str, tuple[int, int]] = {}
    words = []
    for policy, due, text in sentences():
        wrong = misread(due, text)
        tried, failed = counts.get(policy, (0, 0))
        counts[policy] = (tried + 1, failed + bool(wrong))
        if wrong:
            words.append(f"{policy} | {wrong} | {text!r}")
    return counts, words


def main() -> None:
    """Print the error rates."""
    counts, words = error_rates()
    say = sys.stdout.write
    for policy, (tried, failed) in counts.items():
        say(f"| {policy} | {tried} | {failed} | {failed / tried:.1%} |\n")
    tried, failed = (sum(pair[i] for pair in counts.values()) for i in (0, 1))
    say(f"| all | {tried} | {failed} | {failed / tried:.2%} |\n")
    if "-v" in sys.argv:
        say("\n".join(words) + "\n")


if __name__ == "__main__":
    main()
