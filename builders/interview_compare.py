"""Compares the hierarchical fit with gradient-boosted trees on the same held-out programs."""

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.special import expit, logit

from builders.interview_build import checked, fitted
from builders.interview_prepare import Prepared, prepare
from builders.interview_tables import GROUPS, FloatArray
from builders.interview_validation import FOLDS, cross_entropy, folds_of

TREES = {
    "max_iter": 200,
    "learning_rate": 0.04,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 40,
    "l2_regularization": 5.0,
    "max_features": 0.3,
    "random_state": 0,
}
BLEND = 0.5


def boosted(prepared: Prepared) -> FloatArray:
    """Held-out chances by gradient-boosted trees, one model per group. [probability], [cell]

    The trees see the same predictors, the specialty's mean log-odds in the training folds, and the
    state's number; they minimise the very cross-entropy they are scored by.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore  # noqa: PLC0415

    observed, rate = prepared.observations, prepared.rate
    columns = [place for place, block in enumerate(prepared.design.blocks) if block == "predictor"]
    states = sorted({program.state for program in prepared.programs})
    state = np.array([states.index(program.state) for program in prepared.programs])
    x = np.column_stack([prepared.design.matrix[:, columns], state])[observed.program]
    specialty = np.array(prepared.specialties)[observed.program]
    fold = folds_of([prepared.programs[i].program_id for i in observed.program])
    chance = np.zeros(rate.size)
    for number in range(FOLDS):
        for group in range(len(GROUPS)):
            train = (fold != number) & (observed.group == group)
            test = (fold == number) & (observed.group == group)
            level = {
                one: float(logit(rate[train & (specialty == one)].mean())) for one in set(specialty)
            }
            known = np.column_stack([x, [level[one] for one in specialty]])
            model = HistGradientBoostingClassifier(**TREES)
            model.fit(
                np.vstack([known[train], known[train]]),
                np.repeat([1, 0], int(train.sum())),
                sample_weight=np.concatenate([rate[train], 1 - rate[train]]),
            )
            chance[test] = model.predict_proba(known[test])[:, 1]
    return chance


def main() -> None:
    """Prints the log loss of both, of their blend, and the difference with its error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the package's data folder")
    chosen = parser.parse_args()
    prepared = prepare(chosen.tables, chosen.out / "catalogue")
    fit, _ = fitted(prepared)
    rows = prepared.observations.program
    held = checked(prepared, fit, lambda cell: prepared.programs[rows[cell]].program_id)
    trees = boosted(prepared)
    blend = expit(BLEND * logit(trees) + (1 - BLEND) * logit(held.chance))
    losses = {
        "hierarchical": cross_entropy(held.rate, held.chance),
        "boosted trees": cross_entropy(held.rate, trees),
        "blend": cross_entropy(held.rate, blend),
    }
    for name, loss in losses.items():
        by_group = " ".join(f"{loss[held.group == g].mean():.4f}" for g in range(len(GROUPS)))
        sys.stdout.write(f"{name}: {loss.mean():.5f} ({by_group})\n")
    for name in ("boosted trees", "blend"):
        gap = losses[name] - losses["hierarchical"]
        unique, place = np.unique(rows, return_inverse=True)
        mean = np.bincount(place, gap) / np.bincount(place)
        error = mean.std(ddof=1) / np.sqrt(unique.size)
        sys.stdout.write(f"{name} less hierarchical: {gap.mean():+.5f} ± {error:.5f}\n")


if __name__ == "__main__":
    main()
