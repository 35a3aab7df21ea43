"""Makes a plan from files, with progress on standard error, and writes its reports."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from thirdfriday.domain.case import Case
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.corrections_file import case_and_known, named_files
from thirdfriday.faces.list_file import read_list
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.plan import Plan


def make_plan(
    case_file: Path,
    *,
    own_list: Path | None = None,
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
    partner: Path | None = None,
    corrections: Sequence[Path] = (),
) -> Plan:
    """The plan of a case file, beside the user's own list if one is given.

    `partner` is the case file of somebody to match with as a couple. `corrections` are files of
    what pages and the user say of programs, ahead of the tables, besides those the case names.

    Raises:
        CaseError: every mistake in the files at once.
        InfeasiblePlanError: the limits leave nothing to choose.
    """
    theirs = named_files(partner) if partner else ()
    case, known = case_and_known(case_file, (*corrections, *theirs), without)
    programs = read_list(own_list, specialties=case.wants.specialties) if own_list else None
    other = None if partner is None else partner_case(partner, case.season)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Planning", total=None)

        def step(words: str, done: int, of: int) -> None:
            bar.update(task, description=words, completed=done, total=of)

        return build_plan(
            case, own_list=programs, seed=seed, without=without, known=known, partner=other,
            progress=step,
        )  # fmt: skip


def partner_case(path: Path, season: int) -> Case:
    """The case of a partner in the same season."""
    case, _ = case_and_known(path)
    if case.season != season:
        message = f"the partner applies for {case.season}"
        raise CaseError([Problem(message, str(path), f"the same season as the case: {season}")])
    return case


def write_reports(plan: Plan, *, html: Path | None, pdf: Path | None) -> None:
    """Write the reports asked for, each whole or not at all."""
    if html:
        from thirdfriday.faces.report import report_html  # noqa: PLC0415

        write_whole(html, report_html(plan))
    if pdf:
        from thirdfriday.faces.report_pdf import report_pdf  # noqa: PLC0415

        write_whole(pdf, report_pdf(plan))
