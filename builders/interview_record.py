"""Names every figure of the fit for the record of facts: components, checks, lifts and mixes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from builders.interview_estimates import Estimates, lasting_share
from builders.interview_forecast import Forecast
from builders.interview_lifts import Lift
from builders.interview_model import Fit
from builders.interview_prepare import Prepared
from builders.interview_tables import GROUPS, FloatArray
from builders.interview_validation import Held, coverage, deviance, score
from builders.interview_write import Entry

Z95 = 1.959964
SOURCE_2024 = "residency-explorer-2024"
SOURCE_2026 = "residency-explorer-2026-neurology"
CHECKS = {
    "by_program": "ten folds, all rates of a program held out together",
    "by_sponsor": "ten folds, all programs of a sponsor (same name and state) held out together",
    "by_cell": "ten folds, one group's rate held out, the program's others mostly kept",
}


@dataclass(frozen=True, slots=True)
class Results:
    """Everything the builder found, before it is written."""

    prepared: Prepared
    fit: Fit
    estimates: Estimates
    held: Mapping[str, Held]
    inflation: FloatArray
    lifts: Sequence[Lift]
    forecast: Forecast
    without_nrmp: Held


def entries(results: Results) -> Iterator[Entry]:
    """Every number of the record, in a fixed order."""
    yield from _components(results)
    yield from _season(results)
    yield from _checks(results)
    yield from _forecast(results.forecast)
    yield from _means(results.prepared)
    yield from _lifts(results.lifts)
    yield from _applications(results.prepared)


def _components(results: Results) -> Iterator[Entry]:
    fit = results.fit
    season = results.prepared.season
    lasting, passing = (part[0] for part in lasting_share(fit.residual[None], season))
    parts = {
        "residual": (fit.residual, "program beyond predictors and sponsor, one season"),
        "lasting": (lasting, "part of the residual that lasts from season to season"),
        "passing": (passing, "part of the residual that belongs to one season"),
        "sponsor": (fit.institution, "shared by the programs of one sponsor in one state"),
    }
    for part, (matrix, reason) in parts.items():
        sd = np.sqrt(np.diag(matrix))
        for one, group in enumerate(GROUPS):
            yield Entry(
                f"interview.fit.sd.{part}.{group}", float(sd[one]), "log-odds",
                f"standard deviation: {reason}",
            )  # fmt: skip
            for two in range(one + 1, len(GROUPS)):
                yield Entry(
                    f"interview.fit.correlation.{part}.{group}.{GROUPS[two]}",
                    float(matrix[one, two] / (sd[one] * sd[two])), "correlation",
                    f"between groups: {reason}",
                )  # fmt: skip
    for block, variance in fit.block_variance.items():
        name = block.replace(":", ".")
        for one, group in enumerate(GROUPS):
            yield Entry(
                f"interview.fit.sd.{name}.{group}", float(np.sqrt(variance[one])), "log-odds",
                "standard deviation of the pooled coefficients of this kind",
            )  # fmt: skip
    names = results.prepared.specialties
    for specialty in sorted(set(results.prepared.rates.specialties)):
        for one, group in enumerate(GROUPS):
            yield Entry(
                f"interview.fit.residual_scale.{specialty}.{group}",
                float(fit.scale[names.index(specialty), one]), "factor",
                "on the common spread of programs beyond predictors and sponsor",
            )  # fmt: skip
    for one, group in enumerate(GROUPS):
        yield Entry(
            f"interview.fit.error_inflation.{group}", float(results.inflation[one]), "factor",
            "widens standard errors so that 80% intervals of held-out programs cover 80%",
        )  # fmt: skip


def _season(results: Results) -> Iterator[Entry]:
    season = results.prepared.season
    for one, group in enumerate(GROUPS):
        variance, error = float(season.variance[one]), float(season.variance_se[one])
        yield Entry(
            f"interview.season.variance.{group}", variance, "squared log-odds",
            f"one season's own deviation of a program's log-odds, from {season.programs} neurology "
            "programs in 2024 and 2026; taken for every specialty (assumption)",
            max(variance - Z95 * error, 0.0), variance + Z95 * error,
            source=SOURCE_2026, note=f"standard error {error:.3f}; range is 95%",
        )  # fmt: skip
        yield Entry(
            f"interview.season.shift_2024_2026.{group}", float(season.shift[one]), "log-odds",
            "mean change of neurology's log-odds from 2024 to 2026; not applied to the estimates",
            source=SOURCE_2026,
        )  # fmt: skip
        yield Entry(
            f"interview.season.correlation_2024_2026.{group}", float(season.correlation[one]),
            "correlation", "of a program's log-odds in the two seasons", source=SOURCE_2026,
        )  # fmt: skip


def _checks(results: Results) -> Iterator[Entry]:
    for check, held in results.held.items():
        for group in ("all", *GROUPS):
            keep = held.group >= 0 if group == "all" else held.group == GROUPS.index(group)
            result = score(held, keep)
            name, how = f"interview.cross_validation.{check}", CHECKS[check]
            yield Entry(f"{name}.log_loss.{group}", result.model, "nats per application", how)
            floor = "log loss of the published rate itself: nothing can be lower"
            yield Entry(f"{name}.floor.{group}", result.floor, "nats per application", floor)
            for rival, (gain, error) in (
                ("specialty", result.gain_specialty),
                ("specialty_state", result.gain_state),
            ):
                yield Entry(
                    f"{name}.gain_over_{rival}_average.{group}", gain, "nats per application",
                    f"log loss of the averages less the model's; {how}",
                    gain - Z95 * error, gain + Z95 * error,
                    note=f"standard error {error:.5f}, programs as clusters; range is 95%",
                )  # fmt: skip
            for rival, value in deviance(held, keep).items():
                yield Entry(
                    f"{name}.deviance_{rival}.{group}", value, "binomial deviance per rate",
                    f"with estimated applications; {how}",
                )  # fmt: skip
            inside, _, _ = coverage(held, keep)
            yield Entry(
                f"{name}.coverage_80.{group}", inside, "share",
                f"held-out rates inside the 80% interval before widening; {how}",
            )  # fmt: skip
    alone = results.without_nrmp
    yield Entry(
        "interview.cross_validation.by_program.log_loss_without_nrmp",
        score(alone, alone.group >= 0).model, "nats per application",
        "the same with no figure of the National Resident Matching Program among the predictors",
    )  # fmt: skip


def _forecast(forecast: Forecast) -> Iterator[Entry]:
    how = "neurology 2026, weighted by real applications"
    for name in ("model", "published_2024", "specialty", "floor"):
        yield Entry(
            f"interview.forecast_2026.log_loss.{name}", getattr(forecast, name),
            "nats per application", how, source=SOURCE_2026,
        )  # fmt: skip
    for name in ("gain_specialty", "gain_published"):
        gain, error = getattr(forecast, name)
        yield Entry(
            f"interview.forecast_2026.{name}", gain, "nats per application",
            f"log loss of the rival less the model's; {how}", gain - Z95 * error,
            gain + Z95 * error, source=SOURCE_2026, note=f"standard error {error:.5f}",
        )  # fmt: skip
    yield Entry(
        "interview.forecast_2026.coverage_80", forecast.covered, "share",
        "2026 rates inside the shipped 80% intervals", source=SOURCE_2026,
    )  # fmt: skip


def _means(prepared: Prepared) -> Iterator[Entry]:
    names = np.array(prepared.specialties)
    for specialty in sorted(set(prepared.rates.specialties)):
        for one, group in enumerate(GROUPS):
            values = prepared.published[names == specialty, one]
            values = values[np.isfinite(values)]
            yield Entry(
                f"interview.mean_rate.{specialty}.{group}", float(values.mean()),
                "share of applicants invited", kind="fact", source=SOURCE_2024,
                locator=f"unweighted mean over the {values.size} programs that report the group",
            )  # fmt: skip


def _lifts(lifts: Sequence[Lift]) -> Iterator[Entry]:
    for lift in lifts:
        name = f"interview.raw_lift.{lift.level}.{lift.specialty}"
        reference = "out of state" if lift.level == "in_state" else "no signal"
        yield Entry(
            name, lift.log_odds, "log-odds",
            f"within-program difference against {reference}, 2024, all groups together; an upper "
            "bound: those who signal or studied in the state differ otherwise too",
            lift.log_odds - Z95 * lift.standard_error,
            lift.log_odds + Z95 * lift.standard_error,
            source=SOURCE_2024, note=f"{lift.programs} programs; range is 95%",
        )  # fmt: skip
        yield Entry(f"{name}.standard_error", lift.standard_error, "log-odds", "of the mean lift")
        yield Entry(
            f"interview.application_share.{lift.level}.{lift.specialty}",
            lift.share_of_applications, "share of a program's applications",
            "from the identity of invited shares over levels and over groups; a rough estimate",
            source=SOURCE_2024,
        )  # fmt: skip
    for level in sorted({lift.level for lift in lifts}):
        spread = next(lift.program_sd for lift in lifts if lift.level == level)
        yield Entry(
            f"interview.raw_lift.{level}.program_sd", spread, "log-odds",
            "spread of the lift from program to program, one value for all specialties",
        )  # fmt: skip


def _applications(prepared: Prepared) -> Iterator[Entry]:
    found = prepared.applications
    names = np.array(prepared.specialties)
    for specialty in sorted(set(prepared.rates.specialties)):
        inside = names == specialty
        for one, group in enumerate(GROUPS):
            yield Entry(
                f"interview.applications.share.{specialty}.{group}",
                float(found.mix[specialty][one]), "share of the specialty's applications",
                "identity of invited shares over groups and school states, 2024, pooled with who "
                "ranked the specialty in 2025 corrected as neurology's real mix requires",
            )  # fmt: skip
            yield Entry(
                f"interview.applications.mean.{specialty}.{group}",
                float(found.counts[inside, one].mean()), "applications per program, 2024",
                "estimated: 2021 totals grown as neurology's grew, split by the mix",
            )  # fmt: skip
    for one, group in enumerate(GROUPS):
        for two, resident in enumerate(GROUPS):
            yield Entry(
                f"interview.applications.slope.{group}.{resident}",
                float(found.composition_slopes[two, one]), "log share per log share",
                f"how applications of {group} follow the residents' share of {resident}, from "
                "neurology 2026; taken for every specialty (assumption)",
                source=SOURCE_2026,
            )  # fmt: skip
        yield Entry(
            f"interview.applications.log_error.{group}", float(found.check_log_sd[one]), "log",
            "spread of real over estimated applications, neurology 2026", source=SOURCE_2026,
        )  # fmt: skip
        yield Entry(
            f"interview.applications.log_bias.{group}", float(found.check_log_bias[one]), "log",
            "mean log of real over estimated applications, neurology 2026", source=SOURCE_2026,
        )  # fmt: skip
    yield Entry(
        "interview.applications.growth_2021_2024", found.growth_log, "log", low=0.0,
        high=found.growth_log + Z95 * found.growth_se, kind="assumption",
        reason="measured for neurology programs; taken for every specialty, where it may be less",
    )  # fmt: skip
