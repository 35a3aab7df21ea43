"""The command `soap`: who may take part, when in one's own zone, where to apply, what to accept."""

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


@click.command(name="soap")
@click.argument("case", type=FILE)
@click.option("--unfilled", type=FILE, help="CSV of unfilled programs with their positions.")
@click.option("--list", "own_list", type=FILE, help="CSV of the applications you mean to send.")
@click.option("--applications", type=int, help="How many to send at most; the rule allows 45.")
@click.option("--zone", default="America/New_York", show_default=True, help="Your time zone.")
@click.option("--offer", multiple=True, help="A program whose offer you hold. May be repeated.")
@click.option("--round", "offer_round", type=int, help="The round of those offers; default 1.")
@CORRECTIONS
@WITHOUT
@JSON
@reported
def soap(  # noqa: PLR0917 - click passes each option by its own name
    case: Path,
    unfilled: Path | None,
    own_list: Path | None,
    applications: int | None,
    zone: str,
    offer: tuple[str, ...],
    offer_round: int | None,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """SOAP: eligibility, times in your zone, at most 45 applications, offers round by round."""
    from thirdfriday.faces.soap_making import make_soap  # noqa: PLC0415

    made = make_soap(
        case, unfilled=unfilled, own_list=own_list, applications=applications, zone=zone,
        offers=offer, offer_round=offer_round, without=frozenset(without),
        corrections=corrections,
    )  # fmt: skip
    if as_json:
        print_json(made.to_json())
        return
    from rich.console import Console  # noqa: PLC0415

    from thirdfriday.faces.soap_view import show_soap  # noqa: PLC0415

    show_soap(made, Console())
