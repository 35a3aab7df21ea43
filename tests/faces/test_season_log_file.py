from pathlib import Path

import pytest

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import season_from_facts
from thirdfriday.domain.season_event import EventKind
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import CaseError
from thirdfriday.faces.season_log_file import LogFile, read_log_file
from thirdfriday.facts.registry import load_facts

SEASON = season_from_facts(load_facts(2027))
PROGRAM = "1400531039"


def read(tmp_path: Path, text: str) -> LogFile:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    return read_log_file(path, season=SEASON, specialties=("internal_medicine",))


@pytest.mark.parametrize("column", ["program", "program_id", "ACGME ID", "nrmp_code", "name"])
def test_a_program_by_any_of_its_numbers(tmp_path: Path, column: str) -> None:
    program = load_catalogue().by_id[PROGRAM]
    for word in (PROGRAM, program.nrmp_codes[0], program.nrmp_codes[0].lower()):
        found = read(tmp_path, f"date,{column},event\nOct 12,{word},invited\n")
        assert [event.program_id for event in found.events] == [PROGRAM]


def test_a_name_that_is_like_one_program_is_taken_and_told(tmp_path: Path) -> None:
    rows = "date,program,city,state,event\nOct 12,Loma Linda University,Loma Linda,CA,invited\n"
    found = read(tmp_path, rows)
    assert [event.program_id for event in found.events] == ["1400521038"]
    assert found.matched_by_name[0]["score"] > 80


def test_a_name_of_another_state_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="not surely one program"):
        read(tmp_path, "date,program,state,event\nOct 12,General Hospital,CA,invited\n")


def test_an_unknown_number_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="the number of no program"):
        read(tmp_path, "date,nrmp_code,event\nOct 12,9999999X9,invited\n")


def test_a_signal_beside_sent_is_an_event_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, f"date,program,event,signal\n9/2,{PROGRAM},applied,Gold\n")
    assert [(e.kind, e.signal) for e in found.events] == [
        (EventKind.SENT, None),
        (EventKind.SIGNALLED, SignalTier.GOLD),
    ]


def test_a_header_alone_is_an_empty_log(tmp_path: Path) -> None:
    assert read(tmp_path, "date,program,event\n").events == []


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read(tmp_path, f"date,program,event\n\nOct 12,{PROGRAM},invited\n\nnever,{PROGRAM},sent\n")
    assert [problem.where.rpartition(":")[2] for problem in caught.value.problems] == ["5"]
