"""Shows the catalogue: programs by specialty, place, visa and newness, each value with its year."""

import csv
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.domain.distance import drive_minutes
from thirdfriday.domain.program import Program
from thirdfriday.domain.region import Circle, region_within
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_vocabulary import fold, nearest, plain_vocabulary
from thirdfriday.faces.piped_console import table_console
from thirdfriday.faces.program_rows import CSV_COLUMNS, csv_row, program_document, row_columns
from thirdfriday.faces.wording import percent

VISAS = {"j1": "visa_j1", "h1b": "visa_h1b"}
WIDTH_WITHOUT_TERMINAL = 180
MANY = 1000
ANSWERS = {True: "yes", False: "no", None: "?"}


def show_programs(
    *,
    specialty: str | None = None,
    near: str | None = None,
    minutes: float = 60,
    state: str | None = None,
    visa: str | None = None,
    new_only: bool = False,
    as_csv: bool = False,
    without: Iterable[str] = (),
    as_json: bool = False,
) -> None:
    """Prints the programs that fit every filter: a table, `--csv` rows or one `--json` document.

    Args:
        specialty: key, name or part of the name of a specialty.
        near: a place such as "Los Angeles, CA"; programs are then sorted by the drive from it.
        minutes: longest drive from there, without rush hour. [minutes]
        state: postal code or name.
        visa: "J1" or "H1B": only programs that said yes in the year printed beside it.
        new_only: only programs without a history in the Match.
        as_csv: comma-separated rows instead of the table.
        without: data packs to leave out.
        as_json: one JSON document instead of the table.

    Raises:
        CaseError: every filter that names nothing known, with the nearest.
    """
    if as_csv and as_json:
        raise CaseError([Problem("--csv and --json cannot both be given", expected="one of them")])
    catalogue = load_catalogue(frozenset(without))
    keys, code, circle = _filters(catalogue, specialty, state, near=near, minutes=minutes)
    flag = VISAS[visa.lower()] if visa else ""
    fitting = [
        program
        for program in catalogue.programs
        if (not keys or program.specialty in keys)
        and (not code or program.state == code)
        and (not new_only or program.new_program)
        and (circle is None or circle.contains(program))
    ]
    chosen = [program for program in fitting if not flag or getattr(program, flag)]
    pairs = by_drive(chosen, circle)
    _print(pairs, catalogue, as_csv=as_csv, as_json=as_json)
    _say_what_is_left_out(fitting, flag, visa or "", keys)


def _print(
    pairs: list[tuple[Program, float | None]],
    catalogue: Catalogue,
    *,
    as_csv: bool,
    as_json: bool,
) -> None:
    """The programs in the form asked for, on standard output."""
    if as_json:
        from thirdfriday.faces.command_options import print_json  # noqa: PLC0415

        documents = [program_document(program, drive) for program, drive in pairs]
        print_json({"count": len(pairs), "columns": row_columns(), "programs": documents})
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, CSV_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(csv_row(program, drive) for program, drive in pairs)
    else:
        console = table_console(WIDTH_WITHOUT_TERMINAL)
        if len(pairs) > MANY:
            note = f"Laying out {len(pairs):,} programs; --csv and --json are quicker."
            Console(stderr=True, style="dim").print(note)
        console.print(programs_table(pairs, catalogue))


def by_drive(
    programs: Iterable[Program], circle: Circle | None
) -> list[tuple[Program, float | None]]:
    """Programs with the drive from the circle's place, nearest first; as they come without one."""
    if circle is None:
        return [(program, None) for program in programs]
    here = circle.place
    pairs: list[tuple[Program, float | None]] = []
    for program in programs:
        assert program.lat is not None
        assert program.lon is not None
        drive = drive_minutes(here.lat, here.lon, to_lat=program.lat, to_lon=program.lon)
        pairs.append((program, drive))
    return sorted(pairs, key=lambda pair: (pair[1] or 0, pair[0].specialty, pair[0].name))


def _filters(
    catalogue: Catalogue,
    specialty: str | None,
    state: str | None,
    *,
    near: str | None,
    minutes: float,
) -> tuple[frozenset[str], str, Circle | None]:
    """Specialty keys, state code and circle that the filters mean; all problems at once."""
    problems: list[Problem] = []
    keys: frozenset[str] = frozenset()
    code = ""
    circle = None
    for name, value, read in (
        ("specialty", specialty, lambda: specialty_keys(specialty or "", catalogue)),
        ("state", state, lambda: state_code(state or "")),
        ("near", near, lambda: region_within(near or "", minutes, where="--near")),
    ):
        if value is None:
            continue
        try:
            found: Any = read()
        except CaseError as error:
            problems += error.problems
            continue
        if name == "specialty":
            keys = found
        elif name == "state":
            code = found
        else:
            circle = found.clauses[0].circle
    if problems:
        raise CaseError(problems)
    return keys, code, circle


def specialty_keys(word: str, catalogue: Catalogue) -> frozenset[str]:
    """The specialties a word means: the one of that key or name, else all whose name holds it.

    Raises:
        CaseError: no specialty is called so; names the nearest.

    >>> sorted(specialty_keys("Internal Medicine", load_catalogue()))
    ['internal_medicine']
    >>> sorted(specialty_keys("radiology", load_catalogue()))[-1]
    'interventional_radiology'
    """
    names = {key: specialty.name for key, specialty in catalogue.specialties.items()}
    wanted = fold(word.replace("_", " "))
    exact = {
        key for key, name in names.items() if wanted in (fold(key.replace("_", " ")), fold(name))
    }
    part = {key for key, name in names.items() if wanted and wanted in fold(name)}
    found = exact or part
    if not found:
        problem = Problem(
            f"{word!r} is not a specialty of the catalogue",
            where="--specialty",
            expected="a key such as internal_medicine, or part of a name",
            nearest=nearest(word, names),
        )
        raise CaseError([problem])
    return frozenset(found)


def state_code(word: str) -> str:
    """The postal code of a state given by code or by name.

    Raises:
        CaseError: there is no such state; names the nearest.

    >>> state_code("ca"), state_code("New Mexico")
    ('CA', 'NM')
    """
    states = plain_vocabulary().states
    by_name = {fold(name): code for code, name in states.items()}
    code = word.strip().upper()
    if code in states:
        return code
    if fold(word) in by_name:
        return by_name[fold(word)]
    problem = Problem(
        f"{word!r} is not a state",
        where="--state",
        expected="two letters, such as CA",
        nearest=nearest(word, states),
    )
    raise CaseError([problem])


def programs_table(pairs: list[tuple[Program, float | None]], catalogue: Catalogue) -> Table:
    """The programs as a table for people."""
    with_drive = any(drive is not None for _, drive in pairs)
    several = len({program.specialty for program, _ in pairs}) > 1
    table = Table(title=f"{len(pairs):,} programs", title_justify="left", title_style="bold")
    table.add_column("Program", min_width=24, overflow="fold")
    if several:
        table.add_column("Specialty", overflow="fold")
    table.add_column("Place", overflow="fold")
    if with_drive:
        table.add_column("Drive", justify="right", no_wrap=True)
    table.add_column("Positions", justify="right", no_wrap=True)
    table.add_column("Filled / offered", no_wrap=True)
    table.add_column("Visas", no_wrap=True)
    table.add_column("IMG", no_wrap=True)
    table.add_column("ACGME", no_wrap=True)
    for program, drive in pairs:
        cells = [_name(program)]
        if several:
            cells.append(Text(catalogue.specialties[program.specialty].name))
        cells.append(Text(f"{program.city}, {program.state}"))
        if drive is not None:
            cells.append(Text(f"{drive:.0f} min"))
        cells += [Text(words) for words in _columns_of(program)]
        table.add_row(*cells)
    return table


def _name(program: Program) -> Text:
    """The program's name, marked when it has no history in the Match."""
    text = Text(program.name)
    if program.new_program:
        text.append(" NEW", style="bold green")
    return text


def _columns_of(program: Program) -> tuple[str, ...]:
    """Positions, fill history, visas, composition and id in words."""
    positions = f"{program.positions} ({program.last_year_offered})" if program.positions else "?"
    return (positions, fill_words(program), visa_words(program), img_words(program),
            program.acgme_id or "not linked")  # fmt: skip


def fill_words(program: Program) -> str:
    """Filled of offered positions in the newest year, and in how many years some were left.

    >>> fill_words(load_catalogue().by_id["1400531039"])
    '10/15 in 2025; unfilled in 5 of 10 years'
    """
    history = program.fill_history
    if not history:
        return "no history"
    newest = max(history)
    offered, filled = history[newest]
    words = f"{filled}/{offered} in {newest}"
    if program.years_with_unfilled:
        words += f"; unfilled in {program.years_with_unfilled} of {len(history)} years"
    return words


def visa_words(program: Program) -> str:
    """J-1 and H-1B as the program answered, with the year of the answer.

    >>> visa_words(load_catalogue().by_id["1400531039"])
    'J-1 yes, H-1B no (2021)'
    """
    if program.visa_year is None:
        return "not known"
    j1, h1b = ANSWERS[program.visa_j1], ANSWERS[program.visa_h1b]
    return f"J-1 {j1}, H-1B {h1b} ({program.visa_year})"


def img_words(program: Program) -> str:
    """Share of residents from schools abroad, with its year.

    >>> img_words(load_catalogue().by_id["1400531039"])
    '35% (2021)'
    """
    shares = (program.pct_us_img, program.pct_non_us_img)
    if program.composition_year is None or None in shares:
        return "?"
    share = sum(value or 0 for value in shares) / 100
    return f"{percent(share)} ({program.composition_year})"


def _say_what_is_left_out(
    fitting: list[Program], flag: str, visa: str, keys: frozenset[str]
) -> None:
    """Notes on standard error: what a filter could not know, and how old an answer is."""
    console = Console(stderr=True, style="dim", soft_wrap=True, highlight=False)
    if len(keys) > 1:
        console.print(f"Specialties taken together: {', '.join(sorted(keys))}.")
    if flag:
        unknown = sum(getattr(program, flag) is None for program in fitting)
        console.print(
            f"{visa.upper()}: {unknown} more programs here have no published answer; ask them. "
            "Confirm every answer with the program: it is of the year beside it.",
        )
