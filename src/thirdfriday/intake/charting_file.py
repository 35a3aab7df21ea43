"""The user's own copy of a Charting Outcomes table: means of matched and not, by specialty."""

import csv
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.tables import load_table

Key = tuple[str, str, str, str]
"""Specialty, applicant type, group (matched, not_matched) and measure."""
MEASURES = {"step2ck": "step_2_ck", "step_2_ck": "step_2_ck",
            "contiguous_ranks": "contiguous_ranks"}  # fmt: skip
GROUPS = ("matched", "not_matched")
TYPES = {
    "md_sr": "md_senior", "us_md_senior": "md_senior", "do_sr": "do_senior",
    "us_do_senior": "do_senior", "md_grad": "md_graduate", "do_grad": "do_graduate",
}  # fmt: skip
COLUMNS = ("applicant_type", "specialty", "measure", "group", "n", "mean", "sd")


def read_charting(path: Path) -> dict[Key, tuple[float, float]]:
    """Mean and standard error of every row that has both. [score or programs]

    Columns: applicant_type, specialty, measure (step2ck, contiguous_ranks; others are passed over),
    group (matched, not_matched), n, mean, sd.

    Raises:
        CaseError: all that is wrong with the file.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CaseError([Problem("cannot be read", str(path), "a CSV file")]) from error
    if missing:
        raise CaseError([Problem(f"lacks the column {name}", str(path), ", ".join(COLUMNS))
                         for name in missing])  # fmt: skip
    names, problems = _specialties(), list[Problem]()
    found: dict[Key, tuple[float, float]] = {}
    for line, row in enumerate(rows, 2):
        if row["measure"] in MEASURES and row["mean"]:
            problems += _row(row, f"{path}:{line}", names, found)
    if problems:
        raise CaseError(problems)
    return found


def _row(
    row: Mapping[str, str], where: str, names: Mapping[str, str],
    found: dict[Key, tuple[float, float]],
) -> Iterator[Problem]:  # fmt: skip
    said = row["specialty"].strip()
    key = names.get(said.lower()) or names.get(said.lower().split("-")[0])
    kind = TYPES.get(row["applicant_type"], row["applicant_type"])
    if key is None:
        yield Problem(f"{said!r} is not a specialty of the Main Match", where, "its printed name")
    if row["group"] not in GROUPS:
        yield Problem(f"{row['group']!r} is not a group", where, " or ".join(GROUPS))
    try:
        count, mean, spread = (float(row[name]) for name in ("n", "mean", "sd"))
    except (TypeError, ValueError):
        yield Problem("n, mean and sd must be numbers", where, "e.g. 120, 241.0, 13.0")
        return
    if not (count > 0 and math.isfinite(mean) and spread >= 0):
        yield Problem("n must be above 0 and sd not below it", where, "as printed")
    elif key is not None:
        place = (key, kind, row["group"], MEASURES[row["measure"]])
        found[place] = mean, spread / math.sqrt(count)


def _specialties() -> dict[str, str]:
    """Specialty keys by every name they are printed under, in small letters."""
    found = {}
    for row in load_table("catalogue/specialties").rows():
        for name in (row["specialty"], row["name"], row["published_name"]):
            if name:
                found[name.lower()] = row["specialty"]
                found.setdefault(name.lower().replace(" (integrated)", ""), row["specialty"])
    return found
