"""Score the page reader on labelled pages and on the paraphrases: F1, evidence, misses, speed.

    python -m benchmarks.reading_score            # the table of docs/models/reading.md
    python -m benchmarks.reading_score --misses   # and every miss

Pages are looked for in $PAGES, else in ../shared/pages beside the repository; one line when absent.
A false "holistic" or "underserved" label counts as not stated; `attempts_policy` and `signals` are
free words and count as right when both sides state one; `application_service` is scored against the
label "ERAS only", which is narrower than what we report.
"""

import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thirdfriday.intake.page_policies import FIELDS, Reading
from thirdfriday.intake.page_reading import read_text

ROOT = Path(__file__).resolve().parent.parent
PAGES = Path(os.environ.get("PAGES", ROOT.parent / "shared" / "pages"))
LABEL_KEYS = {"application_service": "eras_only", "citizenship_limits": "citizen_or_pr_required"}
FREE = frozenset({"attempts_policy", "signals"})
ABSENT_WHEN_FALSE = frozenset({"holistic", "underserved", "citizenship_limits"})
CORE = FIELDS[:16]


@dataclass(slots=True)
class Score:
    """Counts per field, evidence overlap and the misses."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    overlapping: int = 0
    quoted: int = 0
    misses: list[str] = field(default_factory=list)

    def precision(self, name: str) -> float:
        """Share of stated values that are right. [fraction]"""
        said = self.right[name] + self.extra[name]
        return self.right[name] / said if said else 1.0

    def recall(self, name: str) -> float:
        """Share of labelled values that are found. [fraction]"""
        due = self.right[name] + self.missed[name]
        return self.right[name] / due if due else 1.0

    def micro_f1(self, names: tuple[str, ...] = FIELDS) -> float:
        """F1 over all values of these fields together. [fraction]"""
        right, extra, missed = (
            sum(c[n] for n in names) for c in (self.right, self.extra, self.missed)
        )
        return 2 * right / (2 * right + extra + missed) if right else 0.0


def pages() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Number, text and label of every labelled page at hand."""
    return [
        (
            path.stem,
            json.loads((PAGES / "texts" / path.name).read_text(encoding="utf-8")),
            json.loads(path.read_text(encoding="utf-8")),
        )
        for path in sorted((PAGES / "labels").glob("*.json"))
    ]


def labelled(label: dict[str, Any], name: str) -> Any:
    """What the label says of a field; None when not stated."""
    value = label.get(LABEL_KEYS.get(name, name))
    if name in ABSENT_WHEN_FALSE and not value:
        return None
    if name == "application_service":
        return "ERAS" if value else None
    return value


def agrees(name: str, said: Any, due: Any) -> bool:
    """Whether a stated value is the labelled one."""
    if name in FREE:
        return True
    if name == "deadline":
        none = said == "none" and str(due).startswith(("no ", "none"))
        return none or str(due).lower().startswith(str(said).lower())
    return bool(said == due) and isinstance(said, bool) == isinstance(due, bool)


def add_page(score: Score, number: str, reading: Reading, label: dict[str, Any]) -> None:
    """Count one page's fields."""
    for name in FIELDS:
        policy, due = reading.policies.get(name), labelled(label, name)
        if policy is None and due is None:
            continue
        if policy is not None and due is not None and agrees(name, policy.value, due):
            score.right[name] += 1
            _add_evidence(score, name, reading, label)
            continue
        score.extra[name] += policy is not None
        score.missed[name] += due is not None
        said = "nothing" if policy is None else repr(policy.value)
        score.misses.append(f"{number} {name}: read {said}, label {due!r}")


def _add_evidence(score: Score, name: str, reading: Reading, label: dict[str, Any]) -> None:
    key = LABEL_KEYS.get(name, name)
    quotes = [label["evidence"].get(key), *(label.get("evidence_more") or {}).get(key, [])]
    places = [(at, at + len(q)) for q in quotes if q and (at := reading.text.find(q)) >= 0]
    if places:
        policy = reading.policies[name]
        score.quoted += 1
        score.overlapping += any(policy.start < end and start < policy.end for start, end in places)


def score_pages() -> Score:
    """The score over every labelled page at hand."""
    score = Score()
    for number, page, label in pages():
        add_page(score, number, read_text(page["text"]), label)
    return score


def paraphrase_errors() -> tuple[int, int, list[str]]:
    """Paraphrases tried, paraphrases read wrongly, and which. [count, count]"""
    tried, wrong = 0, []
    for path in sorted((ROOT / "authorities").glob("reading_p*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            wanted, _, text = line.partition("\t")
            tried += 1
            policies = read_text(text.replace("\\n", "\n")).policies
            for pair in wanted.split(";"):
                name, due = pair.split("=")
                policy = policies.get(name)
                said = "-" if policy is None else str(policy.value)
                right = said != "-" if due == "*" else said.lower() == due.lower()
                if not right:
                    wrong.append(f"{text} | {name}: read {said}, due {due}")
                    break
    return tried, len(wrong), wrong


def speed(seconds: float = 1.0) -> float:
    """Pages read per second of processor time. [pages/s]"""
    texts = [page["text"] for _, page, _ in pages()]
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for text in texts:
            read_text(text)
        count += len(texts)
    return count / (time.process_time() - start)


def main() -> None:
    """Print the table."""
    say = sys.stdout.write
    tried, wrong, which = paraphrase_errors()
    say(f"paraphrases: {wrong} wrong of {tried} ({wrong / tried:.1%})\n")
    if not (PAGES / "labels").is_dir():
        say(f"no labelled pages at {PAGES}; set PAGES to their folder\n")
        return
    score = score_pages()
    say("| policy | right | extra | missed | precision | recall |\n|---|---|---|---|---|---|\n")
    for name in FIELDS:
        say(
            f"| {name} | {score.right[name]} | {score.extra[name]} | {score.missed[name]} "
            f"| {score.precision(name):.3f} | {score.recall(name):.3f} |\n"
        )
    say(
        f"micro F1, all fields {score.micro_f1():.3f}; "
        f"the sixteen policies {score.micro_f1(CORE):.3f}\n"
    )
    say(f"evidence overlapping the label's {score.overlapping}/{score.quoted}\n")
    say(f"speed {speed():.0f} pages per second of one core\n")
    if "--misses" in sys.argv:
        say("\n".join(score.misses + which) + "\n")


if __name__ == "__main__":
    main()
