"""Renews the figures of docs/models/interview.md from a finished fit."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from builders.interview_estimates import lasting_share
from builders.interview_record import CHECKS, Results
from builders.interview_validation import calibration, coverage, deviance, score

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
GROUP_NAMES = ("MD", "DO", "US IMG", "non-US IMG")
LEVELS = ("signal", "gold", "silver", "in_state")


def write_figures(page: Path, results: Results) -> None:
    """Replaces what stands between the two markers of the page."""
    text = page.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    body = "\n".join(figures(results))
    page.write_text(f"{head}{BEGIN}\n\n{body}\n{END}{tail}", encoding="utf-8")


def figures(results: Results) -> list[str]:
    """All figures as Markdown lines."""
    return [
        *_cross_validation(results),
        *_without_nrmp(results),
        *_calibration(results),
        *_by_specialty(results),
        *_forecast(results),
        *_components(results),
        *_lifts(results),
        *_applications(results),
    ]


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table.

    >>> table(["a", "b"], [["1", "2"]])
    ['| a | b |', '|---|---|', '| 1 | 2 |', '']
    """
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return [*lines, *["| " + " | ".join(row) + " |" for row in rows], ""]


def _pair(value: tuple[float, float]) -> str:
    return f"{value[0]:+.4f} ± {value[1]:.4f}"


def _cross_validation(results: Results) -> list[str]:
    lines = ["## Cross-validation", ""]
    for check, held in results.held.items():
        rows = []
        for number, name in enumerate(("all", *GROUP_NAMES), start=-1):
            keep = held.group >= 0 if number < 0 else held.group == number
            result, gap = score(held, keep), deviance(held, keep)
            inside, below, above = coverage(held, keep)
            rows.append([
                name, str(result.cells), f"{result.floor:.4f}", f"{result.model:.4f}",
                f"{result.specialty:.4f}", f"{result.state:.4f}", _pair(result.gain_specialty),
                _pair(result.gain_state),
                f"{gap['model']:.1f} / {gap['specialty']:.1f} / {gap['state']:.1f}",
                f"{inside:.1%} ({below:.1%} below, {above:.1%} above)",
            ])  # fmt: skip
        how = CHECKS[check]
        lines += [f"### {how[0].upper()}{how[1:]}", ""]
        lines += table(
            ["group", "rates", "floor", "model", "specialty average", "specialty x state average",
             "gain over specialty", "gain over specialty x state",
             "deviance (model / specialty / state)", "80% interval covers"],
            rows,
        )  # fmt: skip
    factors = ", ".join(
        f"{name} {value:.2f}" for name, value in zip(GROUP_NAMES, results.inflation, strict=True)
    )
    told = f"Factor on shipped standard errors that brings coverage to 80%: {factors}."
    return [*lines, told, ""]


def _without_nrmp(results: Results) -> list[str]:
    held, alone = results.held["by_program"], results.without_nrmp
    whole, less = score(held, held.group >= 0), score(alone, alone.group >= 0)
    return [
        "### Without any figure of the NRMP", "",
        f"Log loss by program {less.model:.5f} against {whole.model:.5f} with fill history and "
        f"positions; gain over the specialty average {_pair(less.gain_specialty)} against "
        f"{_pair(whole.gain_specialty)}.", "",
    ]  # fmt: skip


def _calibration(results: Results) -> list[str]:
    held = results.held["by_program"]
    rows = [
        [
            str(number),
            f"{chance:.4f}",
            f"{rate:.4f}",
            f"{error:.4f}",
            f"{(chance - rate) / error:+.1f}",
        ]
        for number, (chance, rate, error, _) in enumerate(
            calibration(held, held.group >= 0), start=1
        )
    ]
    return [
        "## Calibration of held-out programs, by tenth of the predicted chance", "",
        *table(["tenth", "predicted", "published", "standard error", "difference in errors"], rows),
    ]  # fmt: skip


def _by_specialty(results: Results) -> list[str]:
    held, prepared = results.held["by_program"], results.prepared
    names = np.array(prepared.specialties)
    of_cell = names[held.program]
    rows = []
    for specialty in sorted(set(of_cell)):
        for number, group in enumerate(GROUP_NAMES):
            keep = (of_cell == specialty) & (held.group == number)
            result = score(held, keep)
            published = prepared.published[names == specialty, number]
            shipped = results.estimates.chance[names == specialty, number]
            known = np.isfinite(published)
            rows.append([
                specialty, group, str(result.cells), f"{published[known].mean():.3f}",
                f"{shipped[known].mean() / published[known].mean():.3f}",
                f"{held.chance[keep].mean() / held.rate[keep].mean():.3f}",
                f"{shipped.mean():.3f}", f"{result.model:.4f}", _pair(result.gain_specialty),
                _pair(result.gain_state),
            ])  # fmt: skip
    return [
        "## By specialty and group", "",
        "Ratio = mean predicted chance over mean published rate: of the shipped estimates, and of "
        "held-out programs. Gains are of held-out programs.", "",
        *table(
            ["specialty", "group", "rates", "published mean", "ratio shipped", "ratio held out",
             "mean of all programs", "log loss", "gain over specialty", "gain over state"],
            rows,
        ),
    ]  # fmt: skip


def _forecast(results: Results) -> list[str]:
    found = results.forecast
    return [
        "## A later season: neurology 2026, real counts", "",
        f"{found.programs} programs with 2024 rates, {found.applications} applications of 2026. "
        "Log loss per application: "
        f"estimates {found.model:.4f}, the published 2024 rate carried over "
        f"{found.published_2024:.4f}, specialty average {found.specialty:.4f}, floor "
        f"{found.floor:.4f}. Gain over the average {_pair(found.gain_specialty)}, over the carried "
        f"rate {_pair(found.gain_published)}. Shipped 80% intervals covered {found.covered:.1%}. "
        f"{found.new_programs} programs without a 2024 rate: estimates {found.new_model:.4f}, "
        f"average {found.new_specialty:.4f}.", "",
        "The season noise was measured on the same programs, so the shrinkage (not the "
        "predictors) has seen this season.", "",
    ]  # fmt: skip


def _components(results: Results) -> list[str]:
    fit, season = results.fit, results.prepared.season
    lasting, passing = (part[0] for part in lasting_share(fit.residual[None], season))
    scale = _scales(results)
    parts = {
        "sponsor": fit.institution, "program, one season": fit.residual,
        "of which lasting": lasting, "of which passing": passing,
    }  # fmt: skip
    rows = [
        [name, *[f"{value:.2f}" for value in np.sqrt(np.diag(matrix))]]
        for name, matrix in parts.items()
    ]
    for block, variance in fit.block_variance.items():
        rows.append([block, *[f"{value:.3f}" for value in np.sqrt(variance)]])
    sd = np.sqrt(np.diag(fit.residual))
    correlations = fit.residual / np.outer(sd, sd)
    shared = [[name, *[f"{value:.2f}" for value in row]]
              for name, row in zip(GROUP_NAMES, correlations, strict=True)]  # fmt: skip
    return [
        "## Components (standard deviation, log-odds)", "",
        *table(["component", *GROUP_NAMES], rows),
        "Correlation of a program's residuals between groups:", "",
        *table(["", *GROUP_NAMES], shared),
        "Factor on a program's residual spread, by specialty:", "",
        *table(["specialty", *GROUP_NAMES], scale),
    ]  # fmt: skip


def _scales(results: Results) -> list[list[str]]:
    names = results.prepared.specialties
    return [
        [one, *[f"{value:.2f}" for value in results.fit.scale[names.index(one)]]]
        for one in sorted(set(results.prepared.rates.specialties))
    ]


def _lifts(results: Results) -> list[str]:
    found = {(lift.specialty, lift.level): lift for lift in results.lifts}
    rows = []
    for specialty in sorted({lift.specialty for lift in results.lifts}):
        row = [specialty]
        for level in LEVELS:
            lift = found.get((specialty, level))
            row.append(
                f"{lift.log_odds:.2f} ± {lift.standard_error:.2f}; {lift.share_of_applications:.1%}"
                if lift else ""
            )  # fmt: skip
        rows.append(row)
    return [
        "## Raw lifts, 2024 (log-odds ± standard error; estimated share of applications)", "",
        *table(["specialty", *LEVELS], rows),
    ]  # fmt: skip


def _applications(results: Results) -> list[str]:
    prepared, found = results.prepared, results.prepared.applications
    names = np.array(prepared.specialties)
    rows = []
    for specialty in sorted(set(prepared.rates.specialties)):
        counts = found.counts[names == specialty].mean(axis=0)
        mix = " / ".join(f"{share:.0%}" for share in found.mix[specialty])
        rows.append([specialty, mix, *[f"{count:.0f}" for count in counts]])
    slopes = [
        [name, *[f"{value:+.2f}" for value in found.composition_slopes[:, number]]]
        for number, name in enumerate(GROUP_NAMES)
    ]
    return [
        "## Applications per program, 2024 (estimated)", "",
        *table(["specialty", "mix MD / DO / US IMG / non-US IMG", *GROUP_NAMES], rows),
        "Tilt of the mix by the residents' composition (log share of applications per log share of "
        "residents, neurology 2026):", "",
        *table(["applications of", *[f"residents {name}" for name in GROUP_NAMES]], slopes),
        "Real over estimated applications in neurology 2026, mean and spread of the log: "
        + ", ".join(
            f"{name} {bias:+.2f}, {sd:.2f}"
            for name, bias, sd in zip(
                GROUP_NAMES, found.check_log_bias, found.check_log_sd, strict=True
            )
        ) + ".", "",
    ]  # fmt: skip
