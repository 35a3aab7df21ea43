"""A roster becomes cases row by row; what is wrong is told by row and column, the rest is read."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from thirdfriday.errors import CaseError
from thirdfriday.faces.roster_file import Roster, read_roster

EXAMPLE = Path(__file__).parents[2] / "examples" / "roster.csv"
Change = Callable[[dict[str, str]], None]


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(EXAMPLE.read_text(encoding="utf-8"))))


def written(tmp_path: Path, change: Change, *, which: int = 0) -> Path:
    found = rows()
    change(found[which])
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    path = tmp_path / "roster.csv"
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def setting(column: str, text: str) -> Change:
    def change(row: dict[str, str]) -> None:
        row[column] = text

    return change


def test_the_example_is_sound() -> None:
    roster = read_roster(EXAMPLE)
    assert not roster.problems
    assert not roster.ignored
    assert [student.key for student in roster.students] == [f"S-00{n}" for n in range(1, 7)]
    caribbean = roster.students[4].case
    assert caribbean.applicant.examinations.step_2_ck.attempts == 2
    assert caribbean.applicant.us_clinical_months() == 4
    assert len(caribbean.applicant.letters) == 2
    assert roster.students[2].case.wants.target.within[0].minutes == 60


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("Step 2 CK", "999", '"Step 2 CK"'),
        ("Step 2 CK", "excellent", '"Step 2 CK"'),
        ("graduation year", "soon", '"graduation year"'),
        ("specialties", "internal medicin", 'did you mean "internal_medicine"'),
        ("target", "Los Angelos County", '"target"'),
        ("visa need", "maybe", '"visa need"'),
        ("ties", "family: Atlantis", '"ties"'),
        ("student", "../../etc", "cannot name a folder"),
        ("student", "S-002", "stands in row"),
    ],
)
def test_a_wrong_cell_is_told_with_row_and_column(
    tmp_path: Path, column: str, text: str, told: str
) -> None:
    roster = read_roster(written(tmp_path, setting(column, text)))
    assert len(roster.students) == len(rows()) - 1
    assert any(told in str(problem) for problem in roster.problems), roster.problems
    assert all("row" in str(problem) for problem in roster.problems)


def test_every_mistake_of_a_row_is_told_at_once(tmp_path: Path) -> None:
    def change(row: dict[str, str]) -> None:
        row["Step 2 CK"], row["citizenship"], row["level"] = "12345", "XX", "perhaps"

    problems = read_roster(written(tmp_path, change)).problems
    assert {"Step 2 CK", "citizenship", "level"} <= {
        column for column in rows()[0] for problem in problems if f'"{column}"' in str(problem)
    }


def test_a_doubtful_column_is_asked_about_and_can_be_named(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("graduation year", "year graduated")
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match="--map graduation_year="):
        read_roster(path)
    read = read_roster(path, mapping={"graduation_year": "year graduated"})
    assert len(read.students) == len(rows())
    with pytest.raises(CaseError, match="has no column"):
        read_roster(path, mapping={"graduation_year": "no such column"})


def test_without_identifiers_a_row_keeps_its_name_wherever_it_stands(tmp_path: Path) -> None:
    def reordered(found: list[dict[str, str]]) -> Roster:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, [name for name in found[0] if name != "student"])
        writer.writeheader()
        writer.writerows({k: v for k, v in row.items() if k != "student"} for row in found)
        path = tmp_path / "roster.csv"
        path.write_text(stream.getvalue(), encoding="utf-8")
        return read_roster(path)

    first, second = reordered(rows()), reordered(rows()[::-1])
    assert {s.key: s.case for s in first.students} == {s.key: s.case for s in second.students}


def test_a_workbook_reads_like_the_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows()[0]))
    for row in rows():
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row.values()])
    book.save(tmp_path / "roster.xlsx")
    assert read_roster(tmp_path / "roster.xlsx").students == read_roster(EXAMPLE).students


def test_a_template_fills_what_rows_leave_out(tmp_path: Path) -> None:
    template = EXAMPLE.parent / "md_strong.toml"
    path = tmp_path / "roster.csv"
    path.write_text("student,step 2 ck\nS-1,251\nS-2,\n", encoding="utf-8")
    first, second = read_roster(path, template=template).students
    assert first.case.applicant.examinations.step_2_ck.score == 251
    assert second.case.applicant.examinations.step_2_ck.score != 251
    assert first.case.wants == second.case.wants


def test_a_row_may_name_a_case_file(tmp_path: Path) -> None:
    case = EXAMPLE.parent / "img_psychiatry_la_ties.toml"
    (tmp_path / "leila.toml").write_bytes(case.read_bytes())
    path = tmp_path / "roster.csv"
    path.write_text("student,case file,applications\nS-1,leila.toml,33\n", encoding="utf-8")
    (student,) = read_roster(path).students
    assert student.case.limits.applications == 33
    assert student.case.wants.specialties == ("psychiatry",)


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04 no workbook", b"only,a,header\n"])
def test_a_file_that_is_no_roster_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(CaseError):
        read_roster(path)


def test_a_table_of_something_else_is_refused_once(tmp_path: Path) -> None:
    path = tmp_path / "programs.csv"
    path.write_text("name,city\nMercy,Toledo\nSt Mary,Long Beach\n", encoding="utf-8")
    with pytest.raises(CaseError, match="no column says what kind of applicant"):
        read_roster(path)
    with pytest.raises(CaseError, match="is a case file"):
        read_roster(EXAMPLE.parent / "md_strong.toml")
