"""Carries the counts that are needed at run time as small tables, each with its schema."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from builders.facts_names import TYPES, read_rows
from builders.facts_toml import write_table

FIRST_LIST_YEAR = 2021


def write_published(tables: Path, data: Path, keys: dict[str, str]) -> dict[str, int]:
    """Write every table of data/published and return the rows of each. [count].

    Args:
        tables: the folder of published tables.
        data: the data folder of the package.
        keys: specialty keys by the name NRMP prints.
    """
    folder = data / "published"
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "match_rates": _write(folder, "match_rates", MATCH_RATES, _match_rates(tables)),
        "rank_list_lengths": _write(
            folder, "rank_list_lengths", RANK_LISTS, _rank_list_lengths(tables)
        ),
        "filled_by_type": _write(folder, "filled_by_type", FILLED, _filled(tables, keys)),
        "step_2_ck_percentiles": _write(
            folder, "step_2_ck_percentiles", PERCENTILES, _percentiles(tables)
        ),
        "retention_by_state": _write(folder, "retention_by_state", RETENTION, _retention(tables)),
    }


MATCH_RATES = ("year", "applicant_type", "active_applicants", "matched", "match_rate")
RANK_LISTS = (
    "year", "applicant_type", "matched", "mean_ranks_matched", "unmatched", "mean_ranks_unmatched",
)  # fmt: skip
FILLED = (
    "year", "specialty", "positions", "filled", "md_senior", "md_graduate", "do_senior",
    "do_graduate", "us_img", "non_us_img", "other",
)  # fmt: skip
PERCENTILES = ("score", "step_2_ck_percentile", "step_3_percentile")
RETENTION = ("state", "trained", "stayed", "stayed_share")


def _write(
    folder: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    return write_table(folder / f"{name}.csv", columns, rows)


def _match_rates(tables: Path) -> Iterable[Sequence[object]]:
    totals: dict[str, dict[str, tuple[int, int]]] = {}
    for row in read_rows(tables, "nrmp_match_rates_by_applicant_type_2024_2025"):
        counts = (int(float(row["active_applicants"])), int(float(row["matched_pgy1"])))
        totals.setdefault(row["year"], {})[row["group"]] = counts
    for year, groups in totals.items():
        for group, (active, matched) in groups.items():
            kind = TYPES.get(group, "all")
            yield year, kind, active, matched, round(matched / active, 4)
        rest = [
            groups["All active"][i] - sum(groups[group][i] for group in groups if group in TYPES)
            for i in (0, 1)
        ]
        yield year, "us_graduate_and_other", *rest, round(rest[1] / rest[0], 4)


def _rank_list_lengths(tables: Path) -> Iterable[Sequence[object]]:
    for row in read_rows(tables, "nrmp_rol_length_by_applicant_type_2006_2025"):
        if int(row["year"]) < FIRST_LIST_YEAR:
            continue
        kind = TYPES.get(row["applicant_type"], "all")
        yield (
            row["year"], kind, row["n_matched"], row["mean_rol_matched"], row["n_unmatched"],
            row["mean_rol_unmatched"],
        )  # fmt: skip


def _filled(tables: Path, keys: dict[str, str]) -> Iterable[Sequence[object]]:
    for row in read_rows(tables, "nrmp_specialty_totals_by_applicant_type_2025"):
        yield (
            row["year"], keys[row["specialty"]], row["positions"], row["filled"], row["md_sr"],
            row["md_grad"], row["do_sr"], row["do_grad"], row["us_img"], row["non_us_img"],
            row["other"],
        )  # fmt: skip


def _percentiles(tables: Path) -> Iterable[Sequence[object]]:
    for row in read_rows(tables, "usmle_percentile_norms_2026"):
        yield row["score"], row["step2ck_percentile"], row["step3_percentile"]


def _retention(tables: Path) -> Iterable[Sequence[object]]:
    for row in read_rows(tables, "aamc_retention_in_state_of_training_2010_2019"):
        if row["state"] == "Total":
            continue
        stayed, trained = int(row["n_in_state"]), int(row["n_total"])
        yield row["state"], trained, stayed, round(stayed / trained, 4)
