"""The builder of the catalogue: the shipped tables, row for row and byte for byte."""

import os
from collections import Counter
from pathlib import Path

import pytest
from builders.catalogue_build import TABLES as NAMES
from builders.catalogue_build import cell, columns_of, main
from builders.catalogue_places import place_key
from builders.catalogue_rows import clean_name, is_new
from builders.catalogue_sources import clean_place, read_sources, yes_or_no
from builders.csv_rows import read_rows

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "src" / "thirdfriday" / "data" / "catalogue"
TABLES = Path(os.environ.get("TABLES", ROOT.parent / "shared" / "facts"))
needs_tables = pytest.mark.skipif(
    not TABLES.exists(), reason=f"the published tables are not at {TABLES} (set TABLES)"
)


@needs_tables
def test_the_shipped_tables_are_what_the_builder_makes_byte_for_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--tables", str(TABLES), "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    for name in NAMES:
        made = (tmp_path / "catalogue" / f"{name}.csv").read_bytes()
        assert made == (CATALOGUE / f"{name}.csv").read_bytes(), name
    assert "ACGME list of 2025: 5656 programs" in printed
    assert "NRMP tracks 2016-2026: 8854" in printed
    assert "drop 79 acgme" in printed


@needs_tables
def test_published_totals_of_california_by_sponsor_state() -> None:
    tracks = [t for t in read_sources(TABLES).tracks if t.state == "CA"]
    assert sum(track.quota.get(2026, 0) for track in tracks) == 4265


@needs_tables
def test_words_of_the_page_layout_are_never_names() -> None:
    names = {track.institution for track in read_sources(TABLES).tracks}
    assert not names & {"Available", "Avail", "Funded"}
    assert not any("inferred" in name for name in names)


def test_every_row_of_the_published_lists_is_kept_or_filtered() -> None:
    programs = read_rows(CATALOGUE / "programs.csv")
    filtered = read_rows(CATALOGUE / "filtered.csv")
    listed = Counter(row["listed_year"] for row in programs)
    left_out = Counter(row["source"] for row in filtered)
    assert listed["2025"] + left_out["acgme"] == 5656
    assert len(read_rows(CATALOGUE / "tracks.csv")) + left_out["nrmp"] == 8854
    assert all(row["reason"] for row in filtered)


def test_tracks_belong_to_known_programs() -> None:
    known = {row["program_id"] for row in read_rows(CATALOGUE / "programs.csv")}
    tracks = read_rows(CATALOGUE / "tracks.csv")
    assert {row["program_id"] for row in tracks} <= known
    assert len({row["nrmp_code"] for row in tracks}) == len(tracks)


def test_a_program_without_positions_in_another_specialty() -> None:
    specialties = {row["nrmp_code"]: row["specialty"] for row in read_specialties()}
    of_program = {r["program_id"]: r["specialty"] for r in read_rows(CATALOGUE / "programs.csv")}
    for track in read_rows(CATALOGUE / "tracks.csv"):
        assert of_program[track["program_id"]] == specialties[track["nrmp_code"][4:7]]


def read_specialties() -> list[dict[str, str]]:
    return read_rows(CATALOGUE / "specialties.csv")


def test_schemas_describe_the_columns_in_order() -> None:
    for name in NAMES:
        with (CATALOGUE / f"{name}.csv").open(encoding="utf-8") as stream:
            assert stream.readline().strip().split(",") == columns_of(name)


def test_military_programs_name_their_own_service() -> None:
    military = [r for r in read_rows(CATALOGUE / "programs.csv") if r["service"] == "military"]
    assert any("Naval Medical Center" in row["name"] for row in military)
    assert all(row["new_program"] == "false" for row in military)


def test_small_conversions() -> None:
    assert [cell(v) for v in (None, False, 2021, 41.0, 0.5)] == ["", "false", "2021", "41", "0.5"]
    assert clean_place("Atlanta (GA)", "FL") == ("Atlanta", "GA")
    assert clean_place("Panorama City,", "CA") == ("Panorama City", "CA")
    assert clean_name("Albany Medical Center Program") == "Albany Medical Center"
    assert yes_or_no("") is None
    assert place_key("Saint Louis", "MO") == place_key("St. Louis", "MO")
    assert not is_new((), known_before=False)
