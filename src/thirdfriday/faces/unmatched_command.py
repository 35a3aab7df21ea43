"""The command `unmatched`: what the season speaks for, and what the next year can change."""

from pathlib import Path

import click

from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)

COUNT = click.IntRange(0, 2000)


@click.command(name="unmatched")
@click.argument("case", type=FILE)
@click.option("--log", "log", help="The season's log: CSV, XLSX, or a store of `log`.")
@click.option("--list", "listed", type=FILE, help="CSV of the rank order list.")
@click.option("--applications", type=COUNT, help="Without a log: how many you sent.")
@click.option("--interviews", type=COUNT, help="Without a log: how many invited you.")
@click.option("--ranks", type=COUNT, help="Without a list: how many you ranked.")
@click.option("--quick", is_flag=True, help="Only the diagnosis: no plans for the next year.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the ranges.")
@CORRECTIONS
@WITHOUT
@JSON
@reported
def unmatched(  # noqa: PLR0917 - click passes each option by its own name
    case: Path,
    log: str | None,
    listed: Path | None,
    applications: int | None,
    interviews: int | None,
    ranks: int | None,
    quick: bool,
    seed: int | None,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """After an unmatched season: its likeliest cause, what was given away, next year's branches."""
    from thirdfriday.faces.corrections_file import case_and_known  # noqa: PLC0415
    from thirdfriday.faces.season_told import told_season  # noqa: PLC0415
    from thirdfriday.plan.unmatched_build import build_unmatched  # noqa: PLC0415

    packs = frozenset(without)
    read, known = case_and_known(case, corrections, packs)
    told = told_season(
        read,
        case_file=case,
        log=log,
        listed=listed,
        applications=applications,
        interviews=interviews,
        ranks=ranks,
    )
    made = build_unmatched(
        read, told, seed=seed, with_changes=not quick, without=packs, known=known
    )
    if as_json:
        print_json(made.to_json())
        return
    from rich.console import Console  # noqa: PLC0415

    from thirdfriday.faces.unmatched_view import show_unmatched  # noqa: PLC0415

    show_unmatched(made, Console())
