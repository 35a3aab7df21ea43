"""Score the sentence model alone by cross-validation, whole batches and institutions held out.

    OMP_NUM_THREADS=1 python -m benchmarks.reading_model            # every shipped policy
    OMP_NUM_THREADS=1 python -m benchmarks.reading_model h1b

Only sentences of whole pages are scored; paraphrases teach in every fold. A threshold is shipped
where at least nineteen in twenty of the answers above it are right.
"""

import sys

from builders.reading_fit import SHIPPED, TRIGGERS, Labelled, examples_of, fit, page_numbers

from thirdfriday.intake.sentence_model import ABSENT, chances

FOLDS, THRESHOLDS = 6, (0.5, 0.6, 0.7, 0.8, 0.9)


def answered(name: str) -> list[tuple[str, str, float]]:
    """Label, surest answer and its chance for each sentence, out of fold. [list]"""
    examples = list(examples_of(name, page_numbers()))
    groups = sorted({batch for batch, _ in examples if batch != "paraphrases"})
    found: list[tuple[str, str, float]] = []
    for fold in range(FOLDS):
        out = set(groups[fold::FOLDS])
        model = fit([item for batch, item in examples if batch not in out], name)
        held: list[Labelled] = [item for batch, item in examples if batch in out]
        for unit, label in held:
            answer, chance = max(chances(model, unit).items(), key=lambda pair: pair[1])
            found.append((label, answer, chance))
    return found


def main() -> None:
    """Print precision and recall at each threshold."""
    say = sys.stdout.write
    for name in [word for word in sys.argv[1:] if word in TRIGGERS] or SHIPPED:
        found = answered(name)
        due = sum(label != ABSENT for label, _, _ in found)
        for threshold in THRESHOLDS:
            said = [
                label == answer
                for label, answer, chance in found
                if answer != ABSENT and chance >= threshold
            ]
            right = sum(said)
            say(
                f"{name:30} at {threshold}: {right} right, {len(said) - right} wrong of {due};"
                f" precision {right / max(1, len(said)):.3f}, recall {right / max(1, due):.3f}\n"
            )


if __name__ == "__main__":
    main()
