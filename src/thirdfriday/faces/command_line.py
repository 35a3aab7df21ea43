"""The command line: one command a job, `--json` for machines, every problem of an input at once."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from thirdfriday import __version__
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)

ELSEWHERE: dict[str, tuple[str, str]] = {
    "improve": ("thirdfriday.faces.improve_command", "improve"),
    "scenarios": ("thirdfriday.faces.scenarios_command", "scenarios"),
    "standing": ("thirdfriday.faces.standing_command", "standing"),
    "read": ("thirdfriday.faces.reading_commands", "read"),
    "correct": ("thirdfriday.faces.reading_commands", "correct"),
    "merge": ("thirdfriday.faces.reading_commands", "merge"),
    "fetch": ("thirdfriday.faces.fetch_command", "fetch"),
    "coverage": ("thirdfriday.faces.coverage_command", "coverage"),
    "track": ("thirdfriday.faces.track_command", "track"),
    "calendar": ("thirdfriday.faces.calendar_command", "calendar"),
    "cohort": ("thirdfriday.faces.cohort_command", "cohort"),
    "crowding": ("thirdfriday.faces.crowding_command", "crowding_command"),
    "forget": ("thirdfriday.faces.cohort_command", "forget"),
    "longway": ("thirdfriday.faces.longway_command", "longway"),
    "rank": ("thirdfriday.faces.rank_command", "rank"),
    "log": ("thirdfriday.faces.log_command", "log"),
    "season": ("thirdfriday.faces.season_command", "season"),
    "soap": ("thirdfriday.faces.soap_command", "soap"),
    "unmatched": ("thirdfriday.faces.unmatched_command", "unmatched"),
    "web": ("thirdfriday.faces.web.web_command", "web"),
    "score": ("thirdfriday.faces.score_command", "score"),
    "market": ("thirdfriday.faces.market_command", "market"),
}
"""Commands kept in a module of their own: name to module and attribute, loaded when called."""


class LazyGroup(click.Group):
    """A group whose commands of `ELSEWHERE` are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in order."""
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported if it lies elsewhere."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, attribute = ELSEWHERE[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="thirdfriday")
def main() -> None:
    """Where to apply, whom to signal, how to rank: with the odds, the reasons and the sources."""


@main.command()
@click.argument("case", type=FILE)
@click.option("--list", "own_list", type=FILE, help="CSV of your own programs, to judge beside.")
@click.option("--partner", type=FILE, help="Case file of a partner, to match as a couple.")
@click.option("--html", type=FILE, help="Also write the whole report, one file.")
@click.option("--pdf", type=FILE, help="Also write it as PDF.")
@CORRECTIONS
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the ranges.")
@click.option("--all", "every_row", is_flag=True, help="Print every program, not the first 15.")
@WITHOUT
@JSON
@reported
def plan(  # noqa: PLR0917 - click passes each option by its own name
    case: Path,
    own_list: Path | None,
    partner: Path | None,
    html: Path | None,
    pdf: Path | None,
    corrections: tuple[Path, ...],
    seed: int | None,
    every_row: bool,
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """An application plan: where, whom to signal, chances with ranges, prices, sources."""
    from thirdfriday.faces.atomic_write import refuse_unwritable  # noqa: PLC0415
    from thirdfriday.faces.plan_command import make_plan, write_reports  # noqa: PLC0415

    refuse_unwritable(html, pdf)
    made = make_plan(
        case, own_list=own_list, seed=seed, without=frozenset(without), corrections=corrections,
        partner=partner,
    )  # fmt: skip
    write_reports(made, html=html, pdf=pdf)
    if as_json:
        print_json(made.to_json())
        return
    from rich.console import Console  # noqa: PLC0415

    from thirdfriday.faces.terminal import show_plan  # noqa: PLC0415

    show_plan(made, Console(), every_row=every_row)
    for path in (html, pdf):
        if path:
            click.echo(f"Written: {path}", err=True)


@main.command()
@click.argument("file", type=FILE, required=False)
@reported
def new(file: Path | None) -> None:
    """A commented case file to fill in; printed, or written to FILE (never over another)."""
    from thirdfriday.faces.new_case import new_case_text  # noqa: PLC0415

    if file is None:
        click.echo(new_case_text(), nl=False)
        return
    from thirdfriday.faces.atomic_write import write_whole  # noqa: PLC0415

    write_whole(file, new_case_text(), overwrite=False)
    click.echo(f"Written: {file}. Fill it in, then: thirdfriday plan {file}")


@main.command()
@click.argument("what", type=click.Choice(["case", "plan"]))
@reported
def schema(what: str) -> None:
    """The JSON schema of a case file or of a plan."""
    if what == "case":
        from thirdfriday.faces.case_file_schema import case_schema  # noqa: PLC0415

        print_json(case_schema())
        return
    from thirdfriday.faces.plan_schema import plan_schema  # noqa: PLC0415

    print_json(plan_schema())


@main.command()
@click.option("--specialty", help="Such as internal_medicine, or part of its name.")
@click.option("--near", help='A place, such as "Los Angeles, CA".')
@click.option("--minutes", type=float, default=60, show_default=True, help="By car from there.")
@click.option("--state", help="Two letters.")
@click.option("--visa", type=click.Choice(["J1", "H1B"], case_sensitive=False))
@click.option("--new-only", is_flag=True, help="Only programs without a history in the Match.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV on standard output.")
@WITHOUT
@JSON
@reported
def programs(**options: Any) -> None:
    """The catalogue: every residency program, with what is published of it and how old it is."""
    from thirdfriday.faces.programs_command import show_programs  # noqa: PLC0415

    show_programs(**options)


@main.command()
@click.argument("name", required=False)
@click.option("--season", type=int, default=None, help="Year of the Match; default the running.")
@JSON
@reported
def facts(name: str | None, season: int | None, as_json: bool) -> None:
    """Every number behind the plans with its source; NAME narrows, `facts audit` checks all."""
    from thirdfriday.faces.facts_command import show_audit, show_facts  # noqa: PLC0415

    if name == "audit":
        sys.exit(show_audit(as_json=as_json))
    show_facts(name or "", season=season, as_json=as_json)


@main.command(name="match")
@click.argument("market", type=FILE)
@click.option("--out", type=FILE, help="Also write the result as CSV into this folder.")
@JSON
@reported
def match_command(market: Path, out: Path | None, as_json: bool) -> None:
    """Run the whole matching procedure on the lists in MARKET.json, and verify the result."""
    from thirdfriday.faces.match_command import match_market  # noqa: PLC0415

    match_market(market, as_json=as_json, out=out)


@main.command()
@click.argument("case", type=FILE)
@click.option("--out", type=FILE, required=True, help="Folder to write the outlines to.")
@CORRECTIONS
@reported
def kit(case: Path, out: Path, corrections: tuple[Path, ...]) -> None:
    """Outlines for what you will write and say, bound to your own facts; never ghost-written."""
    from thirdfriday.faces.kit_command import write_kit  # noqa: PLC0415

    for path in write_kit(case, out, corrections=corrections):
        click.echo(f"Written: {path}", err=True)


@main.command()
@click.argument("texts", type=FILE, nargs=-1, required=True)
@click.option("--for", "case", type=FILE, required=True, help="The case file.")
@click.option("--program", help="The program that the text is for: its id or name.")
@click.option("--remind", is_flag=True, help="Add the reminder of the rule on AI.")
@CORRECTIONS
@JSON
@reported
def lint(  # noqa: PLR0917 - click passes each option by its own name
    texts: tuple[Path, ...],
    case: Path,
    program: str | None,
    remind: bool,
    corrections: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Check what you wrote (a text, or a folder) against your case, the plan and the rules."""
    from thirdfriday.faces.lint_command import lint_texts  # noqa: PLC0415

    found = lint_texts(texts, case, program, as_json, remind=remind, corrections=corrections)
    if any(finding.severity == "error" for finding in found.findings):
        sys.exit(1)


@main.command()
@click.argument("case", type=FILE)
@CORRECTIONS
@reported
def practice(case: Path, corrections: tuple[Path, ...]) -> None:
    """Flash cards in the terminal: the questions your record will draw."""
    from thirdfriday.faces.practice_command import practice as practise  # noqa: PLC0415

    practise(case, corrections)


if __name__ == "__main__":
    main()
