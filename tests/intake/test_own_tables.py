"""The user's own tables: read, mapped, matched, exported and read back."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from thirdfriday.errors import CaseError
from thirdfriday.intake.own_tables import map_columns, mapped_rows, preview, read_own_table
from thirdfriday.intake.precedence import Ageing, Claim, settle
from thirdfriday.intake.row_matching import CERTAIN, DOUBTFUL, UNMATCHED, Bounds, match_rows
from thirdfriday.intake.tracker import (
    TrackedProgram,
    safe_cell,
    tracker_columns,
    tracker_csv,
    tracker_xlsx,
)

BOUNDS = Bounds(90, 65, 5)


@dataclass(frozen=True)
class Invented:
    program_id: str
    name: str
    institution: str
    city: str
    state: str
    specialty: str


PROGRAMS = [
    Invented(
        "1400500001",
        "Riverside Community Hospital Program",
        "Riverside Community Hospital",
        "Riverside",
        "CA",
        "internal_medicine",
    ),
    Invented(
        "1400500002",
        "University of Lakeland Program",
        "University of Lakeland",
        "Lakeland",
        "FL",
        "internal_medicine",
    ),
    Invented(
        "1200500003",
        "University of Lakeland Program",
        "University of Lakeland",
        "Lakeland",
        "FL",
        "family_medicine",
    ),
    Invented(
        "1400500004",
        "University of Lakeland (North) Program",
        "University of Lakeland North",
        "Lakeland",
        "FL",
        "internal_medicine",
    ),
]


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS: list[list[object]] = [
    ["Program Name", "City", "ST", "J-1 visa"],
    ["Riverside Community", "Riverside", "CA", "yes"],
    [None, None, None, None],
]


@pytest.mark.parametrize(
    "document",
    [workbook(ROWS), b"Program Name,City,ST,J-1 visa\nRiverside Community,Riverside,CA,yes\n",
     "Program Name;City;ST;J-1 visa\r\n\"Riverside Community\";Riverside;CA;yes\r\n".encode(
         "utf-16")],
    ids=["xlsx", "csv", "semicolons-utf16"],
)  # fmt: skip
def test_tables_of_each_kind_are_read_alike(document: bytes) -> None:
    table = read_own_table(document)
    mapping = {match.ours: match.theirs for match in map_columns(table.columns)}
    assert preview(table, mapping) == [
        {"program": "Riverside Community", "city": "Riverside", "state": "CA", "j1": "yes"}
    ]


def test_a_mapping_to_a_missing_column_names_every_problem() -> None:
    table = read_own_table(b"A,B\n1,2\n")
    with pytest.raises(CaseError) as caught:
        mapped_rows(table, {"city": "C", "shoes": "A"})
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    "document",
    [b"", b"only a header\n", b"PK\x03\x04 broken", b"\x00\x01\x02" * 100, b'"' + b"a" * 200_000],
)
def test_what_is_no_table_is_refused(document: bytes) -> None:
    with pytest.raises(CaseError):
        read_own_table(document)


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 210_000_000)
    with pytest.raises(CaseError, match="unpacks"):
        read_own_table(out.getvalue())


def test_numbers_decide_and_doubts_are_asked() -> None:
    rows = [
        {"program": "whatever 1200500003"},
        {"nrmp_code": "1234140C0"},
        {
            "program": "Riverside Community Hospital",
            "city": "Riverside",
            "state": "CA",
            "specialty": "Internal Medicine",
        },
        {"program": "University of Lakeland", "state": "FL"},
        {"program": "Quux Clinic", "city": "Nowhere", "state": "AK"},
    ]
    found = match_rows(rows, PROGRAMS, codes={"1234140C0": "1400500002"}, bounds=BOUNDS)
    assert [match.status for match in found] == [CERTAIN, CERTAIN, CERTAIN, DOUBTFUL, UNMATCHED]
    assert [match.program_id for match in found[:3]] == ["1200500003", "1400500002", "1400500001"]
    assert len(found[3].near) == 3


def test_the_packaged_catalogue_finds_its_own_programs() -> None:
    catalogue = pytest.importorskip("thirdfriday.domain.catalogue").load_catalogue()
    sample = catalogue.programs[:: max(1, len(catalogue.programs) // 40)]
    rows = [
        {
            "program": p.name,
            "institution": p.institution,
            "city": p.city,
            "state": p.state,
            "specialty": p.specialty,
        }
        for p in sample
    ]
    found = match_rows(rows, catalogue.programs)
    right = sum(
        match.program_id == program.program_id for match, program in zip(found, sample, strict=True)
    )
    wrong_and_sure = [
        m
        for m, p in zip(found, sample, strict=True)
        if m.status == CERTAIN and m.program_id != p.program_id
    ]
    assert right / len(sample) >= 0.9
    assert not wrong_and_sure


def test_the_tracker_is_read_back_as_it_was_written() -> None:
    today = dt.date(2026, 11, 22)
    policies = settle([Claim("j1", True, "page", today, "page")], on=today, ageing=Ageing(3, 0.7))
    program = TrackedProgram(
        {"program_id": "1400500001", "program": "=Riverside", "status": "applied"}, policies
    )
    for document in (tracker_csv([program]), tracker_xlsx([program])):
        table = read_own_table(document)
        assert table.columns == tracker_columns()
        row = dict(zip(table.columns, table.rows[0], strict=True))
        assert row["program"] == "'=Riverside"
        assert (row["j1"], row["j1 as of"]) == ("yes", "2026-11-22 (page)")
        mapping = {match.ours: match.theirs for match in map_columns(table.columns)}
        assert mapping["program_id"] == "program_id" and mapping["status"] == "status"


@given(st.text(max_size=30))
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@"))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_problems(document: bytes) -> None:
    try:
        assert read_own_table(document).rows
    except CaseError as error:
        assert error.problems
