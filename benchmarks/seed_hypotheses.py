"""The advice articles' statements, tested as hypotheses over simulated applicants.

python -m benchmarks.seed_hypotheses [applicants per profile] [--write]

Prints the table; with --write it goes to docs/models/hypotheses.md. Redo it when chances change.
"""

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.seed_applicants import LOW, LOW_WITH_TIES, MIDDLING, STRONG, applicants
from benchmarks.seed_measures import (
    COMPETITIVE,
    Measured,
    class_of_graduate,
    improvement_gains,
    level_outcomes,
    lists_by_count,
    newer_programs,
    pacific_only,
    signal_on_stretch,
    specialties_in_target,
    three_tiers,
    wider_los_angeles,
    year_first,
)
from thirdfriday.domain.case import Case
from thirdfriday.facts.data_hash import data_hash

CLEARLY, HARDLY = 2.0, 0.3
"""Points that count as clearly more, and as no difference."""
PAGE = Path(__file__).parents[1] / "docs" / "models" / "hypotheses.md"
Measure = Callable[[Case], dict[str, float]]
Rule = Callable[[Measured], str]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One statement of an article, how it is measured on one applicant, and when it is right."""

    statement: str
    profile: str
    measure: Measure
    verdict: Rule
    share: float = 1.0


def hypotheses() -> Iterator[Hypothesis]:
    """The statements, in the order of the articles."""
    for profile, words in (
        (MIDDLING, "middling IMG"),
        (STRONG, "strong IMG with ties"),
        (LOW, "low MD, half without ties"),
    ):
        yield Hypothesis(
            f"Los Angeles or nothing often becomes nothing ({words}): any match, Los Angeles only "
            "against the three tiers",
            profile,
            level_outcomes,
            lambda m: right(m["three tiers"] - m["Los Angeles only"] > 5),
        )
    yield Hypothesis(
        "120 applications split 25-30, 35-40 and 50 over the tiers (middling IMG): as near to it "
        "as programs exist, against 120 chosen freely",
        MIDDLING,
        three_tiers,
        lambda m: right(m["free 120"] - m["split by tier"] < 1 and m["open in tier 1"] >= 25),
    )
    yield Hypothesis(
        "120 to 130 applications for a middling IMG: any match by number sent",
        MIDDLING,
        lambda case: lists_by_count(case, (40, 60, 120, 200)),
        lambda m: right(m["120"] - m["60"] > 2),
    )
    yield Hypothesis(
        "A strong IMG with ties may send 60 to 80: any match by number sent",
        STRONG,
        lambda case: lists_by_count(case, (30, 60, 80, 120)),
        lambda m: right(m["120"] - m["80"] < 2),
    )
    yield Hypothesis(
        "Only the Pacific division as preference hurts elsewhere (middling IMG): any match by "
        "answer, each on its own list",
        MIDDLING,
        pacific_only,
        lambda m: right(m["no preference"] > m["Pacific only"]),
    )
    yield Hypothesis(
        "40 to 60 or more applications with a low score (MD, family medicine): any match by "
        "number sent",
        LOW,
        lambda case: lists_by_count(case, (20, 40, 60, 120)),
        lambda m: right(m["60"] - m["20"] > 2 and m["120"] - m["60"] < 2),
    )
    yield Hypothesis(
        "The same in internal medicine (low MD): any match by number sent",
        LOW,
        lambda case: lists_by_count(case, (20, 40, 60, 120), "internal_medicine"),
        lambda m: right(m["60"] - m["20"] > 2 and m["120"] - m["60"] < 2),
    )
    yield Hypothesis(
        "Most signals where the profile is competitive, one on a stretch program with ties (low "
        "MD, internal medicine): expected value of a match in points",
        LOW_WITH_TIES,
        signal_on_stretch,
        stretch_verdict,
    )
    yield Hypothesis(
        "Widen Los Angeles (low MD): a match there by how it is drawn",
        LOW,
        wider_los_angeles,
        lambda m: right(min(m["within a commute"], m["five counties"]) - m["county"] > CLEARLY),
    )
    yield Hypothesis(
        "A competitive field in Los Angeles is unrealistic, four fields are not (low MD): a match "
        "in the target by specialty",
        LOW,
        specialties_in_target,
        competitive_verdict,
        0.25,
    )
    yield Hypothesis(
        "Newer programs are more flexible (low MD): chance of an interview nationwide, mean over "
        "open programs",
        LOW,
        newer_programs,
        lambda m: right(m["new"] > m["with history"]),
    )
    yield Hypothesis(
        "An MD degree offsets a low score (the low MD's file under other degrees): interviews in "
        "the target on a list of it alone",
        LOW,
        class_of_graduate,
        lambda m: right(m["MD graduate"] > max(m["DO graduate"], m["US-citizen IMG"])),
    )
    for profile, words in ((LOW, "low MD"), (MIDDLING, "middling IMG")):
        yield Hypothesis(
            f"A letter from Los Angeles is especially powerful ({words}): points of a match there",
            profile,
            improvement_gains,
            lambda m: right(m["letter from there"] > m["letter from elsewhere"] + 0.5),
            0.25,
        )
        yield Hypothesis(
            f"A dedicated year in Los Angeles can be worth it ({words}): any match by the end of "
            "the next season",
            profile,
            year_first,
            year_verdict,
            0.25,
        )


def right(holds: bool) -> str:
    """The verdict in a word."""
    return "holds" if holds else "does not hold"


def stretch_verdict(measured: Measured) -> str:
    """Whether a signal on a stretch program gains, loses or hardly matters."""
    gain = measured["one on a stretch"] - measured["all on the likeliest"]
    if abs(gain) < HARDLY:
        more = measured["the best"] - max(
            measured["one on a stretch"], measured["all on the likeliest"]
        )
        return f"hardly matters; signals chosen anew bring {more:.1f} more"
    return right(gain > 0)


def competitive_verdict(measured: Measured) -> str:
    """How many of the competitive fields lie below the worst of the four."""
    fields = [key.replace("_", " ") for key in COMPETITIVE if key.replace("_", " ") in measured]
    below = sum(measured[name] < measured["worst of the four"] for name in fields)
    return f"holds for {below} of {len(fields)} fields"


def year_verdict(measured: Measured) -> str:
    """Whether a year first gains, for any match and for the target apart."""
    anywhere = right(measured["best year first"] > measured["apply now, and again"])
    there = right(measured["in target, year first"] > measured["in target, now"])
    return anywhere if anywhere == there else f"{there} for Los Angeles, {anywhere} for any match"


def main() -> None:
    """Measure every statement and print, or write, the table."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    count = int(words[0]) if words else 40
    started = time.perf_counter()
    rows = []
    for hypothesis in hypotheses():
        cases = list(applicants(hypothesis.profile, max(4, round(count * hypothesis.share))))
        found = [hypothesis.measure(case) for case in cases]
        measured = {name: float(np.mean([each[name] for each in found])) for name in found[0]}
        row = _row(hypothesis, measured, found)
        print(row, flush=True)
        rows.append(row)
    print(f"{time.perf_counter() - started:.0f} s")
    if "--write" in sys.argv:
        PAGE.write_text(_page(rows, count), encoding="utf-8")


def _row(hypothesis: Hypothesis, measured: Measured, found: list[dict[str, float]]) -> str:
    told = []
    for name, value in measured.items():
        low, high = np.percentile([each[name] for each in found], [10, 90])
        told.append(f"{name} **{value:.1f}** ({low:.1f} to {high:.1f})")
    verdict = hypothesis.verdict(measured)
    return f"| {hypothesis.statement} | {'; '.join(told)} | {len(found)} | {verdict} |"


def _page(rows: list[str], count: int) -> str:
    return HEAD.format(count=count, day=dt.date.today(), data=data_hash()[:12]) + (
        "\n".join(rows) + "\n" + TAIL
    )


HEAD = """# The articles' statements as hypotheses

Made by `python -m benchmarks.seed_hypotheses {count} --write` on {day}, data {data}; do not edit
by hand.

Applicants are the examples of the two advice articles (a middling IMG in internal medicine with
235, a strong IMG in psychiatry with ties and 255, a US MD graduate with 220 and a failed Step 1),
and others like them: score spread 6, other years, months, publications and shifts; every second MD
graduate has no ties to Los Angeles. Figures are means in percent (or as said) with the middle 80%
of *applicants* in brackets; every list is the best found under its condition. The chances behind
them are this package's: a statement can fail here because our figures are wrong, and what is only
assumed (letters, months, what a year adds) tests the assumption as much as the statement.

| statement | measured | applicants | verdict |
|---|---|---|---|
"""

TAIL = """
## How each verdict is reached

The rule stands beside the statement in `benchmarks/seed_hypotheses.py`: the three tiers must bring
five points more than Los Angeles only; a number of applications is right where fewer cost two
points and more bring less than two (for an IMG: where half as many cost two); a split is right
where it costs less than a point and its programs exist; widening must bring two points; a letter
from there half a point more than one from elsewhere.

## What to make of it

- Applying in Los Angeles alone costs an IMG half of the chance or most of it. A US graduate with a
  low score and ties there loses a few points by it, one without ties about half.
- The split by tiers of the article cannot be sent: so many programs near Los Angeles do not
  exist, or are not open.
- The rows on letters and on a year first rest on assumptions with wide ranges
  ([facts](facts.md)); those on competitive fields are too bright ([standing](standing.md)).
"""

if __name__ == "__main__":
    main()
