"""The command `season`: the plan given what has happened, on one day of the season."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from thirdfriday.domain.season import Season, season_from_facts
from thirdfriday.faces.atomic_write import refuse_unwritable, write_whole
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)
from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.list_file import read_list
from thirdfriday.faces.log_store import LogStore, is_store
from thirdfriday.faces.season_log_file import LogFile, read_log_file
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.season_build import build_season, check_day
from thirdfriday.plan.season_plan import SeasonPlan

DAY = click.DateTime(formats=["%Y-%m-%d"])
ON = click.option(
    "--on",
    type=DAY,
    metavar="YYYY-MM-DD",
    default=None,
    help="Day of the season, such as 2026-11-03; default today.",
)


@click.command()
@click.argument("case", type=FILE)
@click.option("--log", "log", required=True, help="The log: CSV, XLSX, or a store of `log`.")
@click.option("--list", "own_list", type=FILE, help="CSV of what was sent, if the log lacks it.")
@ON
@click.option("--html", type=FILE, help="Also write it as a page, one file.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the ranges.")
@click.option("--all", "every_row", is_flag=True, help="Print every program.")
@CORRECTIONS
@WITHOUT
@JSON
@reported
def season(  # noqa: PLR0917 - click passes each option by its own name
    case: Path,
    log: str,
    own_list: Path | None,
    on: dt.datetime | None,
    html: Path | None,
    seed: int | None,
    every_row: bool,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """The season so far: new chances, what changed and why, and what to do by when."""
    refuse_unwritable(html)
    made = make_season(
        case,
        log,
        on=day_of(on),
        own_list=own_list,
        seed=seed,
        without=frozenset(without),
        corrections=corrections,
    )
    if html:
        from thirdfriday.faces.season_report import season_html  # noqa: PLC0415

        write_whole(html, season_html(made))
    if as_json:
        print_json(made.to_json())
        return
    from thirdfriday.faces.season_terminal import show_season  # noqa: PLC0415

    show_season(made, Console(), every_row=every_row)
    if html:
        click.echo(f"Written: {html}", err=True)


def day_of(on: dt.datetime | None) -> dt.date:
    """The day that was asked for, or today."""
    return on.date() if on else dt.date.today()


def make_season(
    case_file: Path,
    log: str,
    *,
    on: dt.date,
    own_list: Path | None = None,
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
    corrections: Sequence[Path] = (),
) -> SeasonPlan:
    """The season of a case file and a log.

    Raises:
        CaseError: every mistake in the files at once, or a day outside the season.
        InfeasiblePlanError: the limits leave nothing to choose.
    """
    case, known = case_and_known(case_file, corrections, without)
    period = season_from_facts(load_facts(case.season))
    check_day(period, on)
    found = read_log(log, case_file, period, case.wants.specialties)
    programs = read_list(own_list, specialties=case.wants.specialties) if own_list else None
    return build_season(
        case,
        found.events,
        on=on,
        own_list=programs,
        matched_by_name=tuple(found.matched_by_name),
        seed=seed,
        without=without,
        known=known,
    )


def read_log(log: str, case_file: Path, season: Season, specialties: Sequence[str]) -> LogFile:
    """The events of a log, whether a table of rows or a store.

    Raises:
        CaseError: every bad row at once, or a store that cannot be used.
    """
    if not is_store(log):
        return read_log_file(Path(log), season=season, specialties=specialties)
    with LogStore(log, log=case_file.stem) as store:
        return LogFile(events=store.events())
