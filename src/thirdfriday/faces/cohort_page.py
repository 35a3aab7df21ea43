"""The page, the CSV and the Parquet file of a caseload, made from the lines of its students."""

from collections import Counter
from pathlib import Path
from typing import Any

from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.cohort_folder import csv_text, lines
from thirdfriday.faces.page_templates import report_template
from thirdfriday.faces.parquet_file import parquet

FOR_COMMANDS = frozenset({"without", "digest", "problem"})
STANDINGS = ("at risk", "watch", "on course")


def write_summaries(out: Path) -> list[Path]:
    """Write page and tables of all students in the folder; the paths written."""
    found = sorted(lines(out), key=by_help)
    planned = [told(line) for line in found if not line["problem"]]
    failed = [line for line in found if line["problem"]]
    written = [out / "index.html", out / "caseload.csv"]
    write_whole(out / "index.html", page(planned, failed, reports=_reports(out, planned)))
    write_whole(out / "caseload.csv", csv_text(planned))
    table = parquet([planned])
    if table is not None and planned:
        write_whole(out / "caseload.parquet", table)
        written.append(out / "caseload.parquet")
    return written


def by_help(line: dict[str, Any]) -> tuple[float, float, str]:
    """Who comes first on the page: where an hour of advice changes most, then who is worst off."""
    return (
        -line.get("help_points", 0.0),
        line.get("chance_of_match", 0.0),
        str(line["student"]),
    )


def told(line: dict[str, Any]) -> dict[str, Any]:
    """A line without what only the commands of the folder need."""
    return {name: value for name, value in line.items() if name not in FOR_COMMANDS}


def _reports(out: Path, planned: list[dict[str, Any]]) -> dict[str, bool]:
    folder = out / "students"
    return {
        line["student"]: (folder / line["student"] / "report.html").exists() for line in planned
    }


def page(
    planned: list[dict[str, Any]], failed: list[dict[str, Any]], *, reports: dict[str, bool]
) -> str:
    """The caseload page: one file without scripts."""
    counts = Counter(line["standing"] for line in planned)
    return report_template("cohort.html.j2").render(
        planned=planned,
        failed=failed,
        reports=reports,
        counts=[(name, counts[name]) for name in STANDINGS],
        types=by_type(planned),
    )


def by_type(planned: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mean figures by applicant type, for a look at who is served how."""
    found = []
    for kind in sorted({line["applicant_type"] for line in planned}):
        mine = [line for line in planned if line["applicant_type"] == kind]
        names = ("chance_of_match", "chance_of_match_in_target", "expected_interviews", "cost_usd")
        means = {name: sum(line[name] for line in mine) / len(mine) for name in names}
        found.append({"type": kind, "students": len(mine)} | means)
    return found
