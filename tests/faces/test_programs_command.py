import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.distance import drive_minutes, locate
from thirdfriday.errors import CaseError
from thirdfriday.faces.command_line import main
from thirdfriday.faces.program_rows import CSV_COLUMNS
from thirdfriday.faces.programs_command import show_programs, specialty_keys, state_code


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["programs", *arguments])


def document(*arguments: str) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_all_of_them_by_default() -> None:
    found = document()
    assert found["count"] == len(found["programs"]) == len(load_catalogue().programs) >= 5000


def test_every_column_says_where_it_comes_from() -> None:
    found = document("--specialty", "psychiatry", "--state", "NV")
    columns = found["columns"]
    for name in ("visa_j1", "pct_us_img", "setting", "first_year_offered", "county", "coast_miles"):
        assert columns[name]["source"], name
        assert columns[name]["unit"], name
    assert columns["visa_j1"]["year"] == 2021
    derived = {"nrmp_codes", "positions", "fill_rate", "fill_history", "tracks", "drive_minutes"}
    assert found["programs"][0].keys() - derived <= columns.keys()


def test_near_is_by_the_drive_nearest_first() -> None:
    found = document(
        "--specialty", "internal_medicine", "--near", "Los Angeles, CA", "--minutes", "60"
    )
    drives = [program["drive_minutes"] for program in found["programs"]]
    assert drives == sorted(drives)
    assert drives[-1] <= 60
    here = locate("Los Angeles, CA")
    within = [
        p.program_id
        for p in load_catalogue().of_specialty("internal_medicine")
        if p.lat is not None and drive_minutes(here.lat, here.lon, to_lat=p.lat, to_lon=p.lon) <= 60
    ]
    assert sorted(p["program_id"] for p in found["programs"]) == sorted(within)


@pytest.mark.parametrize(("visa", "column"), [("J1", "visa_j1"), ("h1b", "visa_h1b")])
def test_visa_keeps_those_that_said_yes(visa: str, column: str) -> None:
    result = run("--specialty", "pediatrics", "--visa", visa, "--json")
    programs = json.loads(result.stdout)["programs"]
    assert programs
    assert all(program[column] is True and program["visa_year"] for program in programs)
    assert "no published answer" in result.stderr


def test_new_only_and_state_by_name() -> None:
    programs = document("--state", "New Mexico", "--new-only")["programs"]
    assert programs
    assert all(program["new_program"] and program["state"] == "NM" for program in programs)


def test_csv_has_a_stable_header_and_the_same_programs() -> None:
    result = run("--specialty", "neurology", "--state", "TX", "--csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == CSV_COLUMNS
    wanted = document("--specialty", "neurology", "--state", "TX")["programs"]
    assert [row["program_id"] for row in rows] == [program["program_id"] for program in wanted]
    assert {row["visa_j1"] for row in rows} <= {"true", "false", ""}


def test_the_table_gives_years_and_marks_new_ones() -> None:
    result = run("--specialty", "psychiatry", "--state", "NV")
    assert "(2021)" in result.stdout
    assert "NEW" in result.stdout
    assert result.stderr == ""


def test_leaving_packs_out_leaves_their_columns_empty() -> None:
    without = ("--without", "nrmp", "--without", "residency-explorer")
    programs = document("--specialty", "psychiatry", *without)["programs"]
    assert programs
    assert all(p["visa_j1"] is None and not p["tracks"] and not p["setting"] for p in programs)


def test_every_wrong_filter_is_told_at_once_with_the_nearest() -> None:
    result = run("--specialty", "internl", "--state", "XX", "--near", "Los Angles, CA")
    assert result.exit_code == 2
    assert result.stdout == ""
    for words in ("3 problems", "internal_medicine", "'XX' is not a state", "Los Angeles, CA"):
        assert words in result.stderr


def test_no_time_to_travel_is_a_mistake() -> None:
    result = run("--near", "Boston, MA", "--minutes", "0")
    assert result.exit_code == 2
    assert "not a travel time" in result.stderr


def test_two_forms_at_once_are_a_mistake() -> None:
    with pytest.raises(CaseError, match="cannot both"):
        show_programs(as_csv=True, as_json=True)


def test_part_of_a_name_may_mean_several() -> None:
    assert specialty_keys("radiology", load_catalogue()) > {"diagnostic_radiology"}
    assert specialty_keys("Pediatrics", load_catalogue()) == {"pediatrics"}
    result = run("--specialty", "radiology", "--state", "VT")
    assert "Specialties taken together" in result.stderr


def test_states_by_code_or_name() -> None:
    assert state_code(" ny ") == "NY"
    with pytest.raises(CaseError, match="mean CA"):
        state_code("Californa")


def test_nothing_found_is_an_answer() -> None:
    result = run("--specialty", "urology", "--state", "WY")
    assert result.exit_code == 0
    assert "0 programs" in result.stdout
