"""The command `rank`: chances of a rank order list line by line, its true order, its checks."""

from pathlib import Path

import click

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)

ORDERS = click.Choice(["file", "values", "chance"])


@click.command(name="rank")
@click.argument("case", type=FILE)
@click.option("--list", "listed", type=FILE, required=True, help="CSV of the programs you rank.")
@click.option("--applied", type=FILE, help="CSV of all you applied to: the rest stayed silent.")
@click.option("--log", help="The season's log, instead of --applied.")
@click.option("--change", multiple=True, help='Such as "3: malignant". May be repeated.')
@click.option("--compare", is_flag=True, help="Answer a few questions that weigh your criteria.")
@click.option("--answers", type=FILE, help="File of those answers; default beside the list.")
@click.option("--order", type=ORDERS, default="file", help="By the file or by your own values.")
@click.option("--partner", type=FILE, help="Case file of your partner: you match as a couple.")
@click.option("--partner-list", type=FILE, help="CSV of the programs your partner ranks.")
@click.option("--pairs", type=FILE, help="CSV of your own list of pairs, to judge.")
@click.option("--pairs-out", type=FILE, help="Write the list of pairs to this CSV.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=None, help="Seed of the ranges and seasons."
)
@CORRECTIONS
@WITHOUT
@JSON
@reported
def rank(  # noqa: PLR0917 - click passes each option by its own name
    case: Path,
    listed: Path,
    applied: Path | None,
    log: str | None,
    change: tuple[str, ...],
    compare: bool,
    answers: Path | None,
    order: str,
    partner: Path | None,
    partner_list: Path | None,
    pairs: Path | None,
    pairs_out: Path | None,
    seed: int | None,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """A rank order list: chance line by line, true order, what each line does, checks."""
    from thirdfriday.faces.atomic_write import refuse_unwritable  # noqa: PLC0415
    from thirdfriday.faces.rank_making import (  # noqa: PLC0415
        couple_files,
        make_rank_order,
        refusal_of_gaming,
    )

    refuse_unwritable(pairs_out)
    couple = couple_files(partner, partner_list, pairs, pairs_out)
    made = make_rank_order(
        case, listed, applied=applied, log=log, changes=change, compare=compare, answers=answers,
        by_values=order == "values", couple=couple, seed=seed, without=frozenset(without),
        corrections=corrections,
    )  # fmt: skip
    if order == "chance":
        raise CaseError([Problem(refusal_of_gaming(made), "--order chance", "values, or file")])
    if as_json:
        print_json(made.to_json())
        return
    from rich.console import Console  # noqa: PLC0415

    from thirdfriday.faces.rank_view import show_rank  # noqa: PLC0415

    show_rank(made, Console())
