"""Shows, for a list of programs, which policies are known and which pages to read first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)
from thirdfriday.faces.corrections_file import case_and_known, named_files, read_files, today
from thirdfriday.faces.list_file import read_list
from thirdfriday.faces.piped_console import table_console
from thirdfriday.faces.wording import percent
from thirdfriday.intake.coverage import Coverage
from thirdfriday.intake.coverage import coverage as coverage_of
from thirdfriday.intake.knowledge import (
    claims_by_program,
    known_policies,
    settled_at,
)
from thirdfriday.plan.branch import Grounds
from thirdfriday.plan.knowing import Knowing, plan_branch, worth_knowing

ASKED = ("step2_min", "max_attempts", "yog_max_years", "lors", "deadline")
ASKED_OF_GRADUATES_ABROAD = ("imgs_considered", "usce", "ecfmg_required_at_application")
WIDTH_WITHOUT_TERMINAL = 140


@click.command()
@click.argument("case", type=FILE)
@click.option("--list", "own_list", type=FILE, help="CSV of programs; those of the plan if absent.")
@CORRECTIONS
@WITHOUT
@JSON
@reported
def coverage(
    case: Path,
    own_list: Path | None,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """What is known of programs' policies, how old it is, and the ten pages worth reading first."""
    read, _ = case_and_known(case, corrections, frozenset(without))
    files = (*named_files(case), *corrections)
    report, knowing, names = covered(read, own_list, files, frozenset(without))
    if as_json:
        print_json(_document(report, knowing, names))
        return
    console = table_console(WIDTH_WITHOUT_TERMINAL)
    console.print(_fields(report))
    console.print(_first(report, knowing, names))


def covered(
    case: Case, own_list: Path | None, corrections: Sequence[Path], without: frozenset[str]
) -> tuple[Coverage, dict[str, Knowing], dict[str, str]]:
    """The coverage of a list, what each page is worth, and the programs' names."""
    catalogue = load_catalogue(without)
    day = today()
    claims = claims_by_program(read_files(corrections, catalogue))
    known = known_policies(catalogue, claims, on=day)
    grounds = Grounds.of(case.season, without, known)
    here = plan_branch(case, grounds)
    settled = {
        program.program_id: settled_at(program, claims.get(program.program_id, ()), on=day)
        for program in grounds.catalogue.of_specialty(here.specialty)
    }
    listed = list(here.listed)
    if own_list is not None:
        rows = read_list(own_list, specialties=case.wants.specialties[:1])
        listed = [row.program_id for row in rows]
    knowing = {
        one.program.program_id: one
        for one in worth_knowing(case, grounds, here, settled=settled)
        if own_list is None or one.program.program_id in listed
    }
    wanted = list(dict.fromkeys([*listed, *knowing]))
    report = coverage_of(
        wanted if own_list is None else listed,
        settled,
        fields=_asked(case),
        value_of_knowing=lambda program, _: knowing[program].value if program in knowing else 0.0,
        links={key: policy.link for key, own in known.items() for policy in own if policy.link},
    )
    by_id = grounds.catalogue.by_id
    names = {key: f"{by_id[key].name}, {by_id[key].city}, {by_id[key].state}" for key in wanted}
    return report, knowing, names


def _asked(case: Case) -> tuple[str, ...]:
    """The policies that matter to this applicant."""
    visas = tuple(str(kind) for kind in case.applicant.visa_need.usable)
    abroad = ASKED_OF_GRADUATES_ABROAD if case.applicant.type.international else ()
    return (*visas, *abroad, *ASKED)


def _fields(report: Coverage) -> Table:
    title = f"What is known of {report.programs} programs"
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("Policy")
    for name in ("known", "to confirm", "contradicted", "median age, years"):
        table.add_column(name, justify="right")
    for item in report.fields:
        age = "-" if item.median_age_years is None else f"{item.median_age_years:.1f}"
        counts = (item.known, item.to_confirm, item.contradicted)
        table.add_row(item.field, *map(str, counts), age)
    return table


def _first(report: Coverage, knowing: dict[str, Knowing], names: dict[str, str]) -> Table | Text:
    if not report.first:
        return Text("No page would change the plan.")
    table = Table(title="Pages worth reading first", title_justify="left", title_style="bold")
    table.add_column("Program", overflow="fold")
    table.add_column("In the plan")
    table.add_column("Open now", justify="right")
    table.add_column("Worth, points of a match", justify="right")
    table.add_column("Look for", overflow="fold")
    table.add_column("Look at", overflow="fold")
    for page in report.first:
        one = knowing[page.program_id]
        table.add_row(
            Text(names[page.program_id]), "yes" if one.listed else "no", percent(one.share),
            f"{100 * one.points:+.2f}", ", ".join(one.fields), page.link or "its own page",
        )  # fmt: skip
    return table


def _document(
    report: Coverage, knowing: dict[str, Knowing], names: dict[str, str]
) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "programs": report.programs,
        "share_known": round(report.share_known, 4),
        "fields": [
            {
                "field": item.field,
                "known": item.known,
                "to_confirm": item.to_confirm,
                "contradicted": item.contradicted,
                "median_age_years": item.median_age_years,
            }
            for item in report.fields
        ],
        "first": [
            {
                "program_id": page.program_id,
                "program": names[page.program_id],
                "value": page.value,
                "points_of_match": knowing[page.program_id].points,
                "chance_open": knowing[page.program_id].share,
                "in_plan": knowing[page.program_id].listed,
                "look_for": list(knowing[page.program_id].fields),
                "link": page.link,
            }
            for page in report.first
        ],
    }
