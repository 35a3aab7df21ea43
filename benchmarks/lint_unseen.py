"""How the checks of a text do on sets not learned from: python -m benchmarks.lint_unseen."""

import tomllib
from collections import Counter
from pathlib import Path

from tests.kit.lint_texts import findings

UNSEEN = Path(__file__).resolve().parents[1] / "authorities" / "lint_unseen"


def main() -> None:
    """Print right, missed and wrong findings by rule, and good texts with any."""
    for path in sorted(UNSEEN.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        table: dict[str, Counter[str]] = {}
        good = flagged = 0
        for one in [*data.get("text", []), *data.get("folder", [])]:
            due, got = set(one["rules"]), set(findings(one).rules)
            good += not due
            flagged += not due and bool(got)
            for rule in due | got:
                what = "right" if rule in due & got else "missed" if rule in due else "wrong"
                table.setdefault(rule, Counter())[what] += 1
        for rule, counts in sorted(table.items()):
            print(f"{rule:24} {dict(counts)}")
        every = sum(table.values(), Counter[str]())
        found = every["right"] + every["wrong"]
        due_in_all = every["right"] + every["missed"]
        print(
            f"{path.stem}: {every['right']} of {found} findings right, of {due_in_all} problems "
            f"{every['right']} found; {flagged} of {good} good texts with a finding"
        )


if __name__ == "__main__":
    main()
