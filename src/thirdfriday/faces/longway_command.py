"""The command `longway`: the chance of practising in the region wanted, years after any match."""

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

VISAS = click.Choice(["j1", "h1b", "none"])


@click.command(name="longway")
@click.argument("case", type=FILE)
@click.option("--years", type=click.IntRange(1, 40), help="Years after the Match; default 10.")
@click.option("--visa", type=VISAS, help="Another visa than the case's, to compare.")
@click.option("--from", "trained_in", help="State of a match far away, such as TX.")
@click.option("--map", "map_file", type=FILE, help="Also draw the way back by state, as SVG.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the ranges.")
@CORRECTIONS
@WITHOUT
@JSON
@reported
def longway(  # noqa: PLR0917 - click passes each option by its own name
    case: Path,
    years: int | None,
    visa: str | None,
    trained_in: str | None,
    map_file: Path | None,
    seed: int | None,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """The long way to the target region: from a match there, near or far, with visas and steps."""
    from thirdfriday.faces.atomic_write import refuse_unwritable, write_whole  # noqa: PLC0415
    from thirdfriday.faces.corrections_file import case_and_known  # noqa: PLC0415
    from thirdfriday.plan.long_way_build import build_long_way  # noqa: PLC0415

    refuse_unwritable(map_file)
    read, known = case_and_known(case, corrections, frozenset(without))
    made = build_long_way(
        read, years=years, visa=visa,
        trained_in=trained_in.strip().upper() if trained_in else None,
        seed=seed, without=frozenset(without), known=known,
    )  # fmt: skip
    if map_file:
        from thirdfriday.faces.longway_map import map_svg  # noqa: PLC0415

        write_whole(map_file, map_svg(made))
        click.echo(f"Written: {map_file}", err=True)
    if as_json:
        print_json(made.to_json())
        return
    from rich.console import Console  # noqa: PLC0415

    from thirdfriday.faces.longway_view import show_long_way  # noqa: PLC0415

    show_long_way(made, Console())
