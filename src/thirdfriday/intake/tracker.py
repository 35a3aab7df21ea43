"""The tracker spreadsheet: a season's programs with what is known, as CSV or XLSX."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from thirdfriday.intake.own_tables import IDENTITY, SEASON
from thirdfriday.intake.precedence import Settled

POLICIES = ("j1", "h1b", "step2_min", "max_attempts", "yog_max_years", "usce", "lors", "deadline")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 42


@dataclass(frozen=True, slots=True)
class TrackedProgram:
    """One row: cells by our column names, and the settled policies."""

    cells: Mapping[str, str]
    policies: Mapping[str, Settled] = field(default_factory=dict)


def tracker_columns(policies: Sequence[str] = POLICIES) -> tuple[str, ...]:
    """The header: identity, season, then each policy with its date and whether to confirm."""
    return (
        IDENTITY
        + SEASON
        + tuple(name for policy in policies for name in (policy, f"{policy} as of"))
    )


def tracker_csv(programs: Sequence[TrackedProgram], *, policies: Sequence[str] = POLICIES) -> bytes:
    """The tracker as CSV with a byte order mark, so that spreadsheets read its accents. [bytes]"""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(tracker_columns(policies))
    writer.writerows([safe_cell(cell) for cell in _row(program, policies)] for program in programs)
    return out.getvalue().encode("utf-8-sig")


def tracker_xlsx(
    programs: Sequence[TrackedProgram], *, policies: Sequence[str] = POLICIES
) -> bytes:
    """The tracker as a workbook with a fixed header and filters. [bytes]"""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Programs"
    header = tracker_columns(policies)
    sheet.append(list(header))
    for program in programs:
        sheet.append([safe_cell(cell) for cell in _row(program, policies)])
    for place, name in enumerate(header, 1):
        sheet.cell(1, place).font = Font(bold=True)
        widest = max(
            [len(name), *(len(_row(program, policies)[place - 1]) for program in programs)]
        )
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, widest + 2)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, without control characters. [text]

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    clean = "".join(char for char in text if ord(char) >= 32 or char in "\t\n")
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def _row(program: TrackedProgram, policies: Sequence[str]) -> list[str]:
    cells = [program.cells.get(name, "") for name in IDENTITY + SEASON]
    for name in policies:
        known = program.policies.get(name)
        if known is None:
            cells += ["", ""]
            continue
        asof = f"{known.chosen.on.isoformat()} ({known.chosen.kind})" + (
            "; confirm" if known.confirm else ""
        )
        cells += [_shown(known.value), asof]
    return cells


def _shown(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
