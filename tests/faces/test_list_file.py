"""The user's own list is read by any name of a program; every unmatched row is reported."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_vocabulary import (
    ProgramIndex,
    ProgramWord,
    Vocabulary,
    plain_vocabulary,
)
from thirdfriday.faces.list_file import read_list, read_list_text

PROGRAMS = [
    ProgramWord("1400000001", "Harbor Hospital", "Los Angeles", "CA", "internal_medicine",
                "1400000001", ("1001140C0", "1001140P0")),
    ProgramWord("1200000002", "Harbor Hospital", "Los Angeles", "CA", "family_medicine",
                "1200000002", ("1001120C0",)),
    ProgramWord("1400000003", "St. Mary Medical Center", "St. Louis", "MO", "internal_medicine",
                "1400000003", ("1002140C0",)),
    ProgramWord("N1003140", "Prairie Health, Inc.", "Omaha", "NE", "internal_medicine",
                "", ("1003140C0",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    plain = plain_vocabulary()
    return Vocabulary(
        states=plain.states,
        divisions=plain.divisions,
        countries=plain.countries,
        school_regions=plain.school_regions,
        languages=plain.languages,
        specialties={"internal_medicine": "Internal Medicine", "family_medicine": "FM"},
        programs={program.program_id: program for program in PROGRAMS},
        program_index=ProgramIndex(PROGRAMS),
    )


def read(text: str, vocabulary: Vocabulary, *specialties: str) -> list[str]:
    listed = read_list_text(text, file="list.csv", vocabulary=vocabulary, specialties=specialties)
    return [program.program_id for program in listed]


def problems(text: str, vocabulary: Vocabulary, *specialties: str) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        read(text, vocabulary, *specialties)
    return caught.value.problems


def test_every_way_of_naming_a_program(vocabulary: Vocabulary) -> None:
    text = (
        "Program ID,NRMP code,Name,City,State,Specialty\n"
        "1400000001,,,,,\n"
        ",1001120C0,,,,\n"
        ',,"Prairie Health Inc",Omaha,NE,\n'
        ",,st mary medical center,Saint Louis,mo,internal_medicine\n"
    )
    assert read(text, vocabulary) == ["1400000001", "1200000002", "N1003140", "1400000003"]


def test_specialties_of_the_case_tell_namesakes_apart(vocabulary: Vocabulary) -> None:
    text = "name,city\nHarbor Hospital,Los Angeles\n"
    assert read(text, vocabulary, "family_medicine") == ["1200000002"]
    found = problems(text, vocabulary)
    assert "names 2 programs" in found[0].message
    assert "1400000001" in found[0].nearest


def test_signals(vocabulary: Vocabulary) -> None:
    text = "acgme_id;signal\n1400000001;Gold\n1200000002;\n1400000003;none\n"
    listed = read_list_text(text, file="list.csv", vocabulary=vocabulary)
    assert listed[0] == ListedProgram("1400000001", SignalTier.GOLD, 2)
    assert [program.signal for program in listed[1:]] == [None, None]


def test_a_bare_list_of_identifiers(vocabulary: Vocabulary) -> None:
    assert read("1400000001\n\n1003140C0\n", vocabulary) == ["1400000001", "N1003140"]
    assert read("program_id\n1400000001\n", vocabulary) == ["1400000001"]


def test_every_bad_row_at_once(vocabulary: Vocabulary) -> None:
    found = problems(
        "program_id,name,state,signal\n"
        "1400000009,,,\n"
        ",Praire Helth,NE,\n"
        "1400000001,,,golden\n"
        "1400000003,,,\n"
        "1400000003,,,\n"
        "1200000002,,,\n",
        vocabulary,
        "internal_medicine",
    )
    text = [str(problem) for problem in found]
    assert [problem.where for problem in found] == [
        "list.csv:2",
        "list.csv:3",
        "list.csv:4",
        "list.csv:6",
        "list.csv:7",
    ]
    assert "did you mean 1400000001" in text[0]
    assert "did you mean N1003140 (Prairie Health, Inc., Omaha, NE)" in text[1]
    assert "did you mean gold" in text[2]
    assert "listed already on line 5" in text[3]
    assert "a program of family_medicine" in text[4]


def test_identifiers_of_two_programs_in_one_row(vocabulary: Vocabulary) -> None:
    found = problems("program_id,nrmp_code\n1400000001,1003140C0\n", vocabulary)
    assert "name two programs" in found[0].message


def test_what_is_no_list(vocabulary: Vocabulary, tmp_path: Path) -> None:
    assert "lists no program" in problems("", vocabulary)[0].message
    assert "lists no program" in problems("program_id,signal\n", vocabulary)[0].message
    heading = problems("programm id,colour\n1,2\n", vocabulary)[0]
    assert heading.nearest == "program_id"
    with pytest.raises(CaseError, match="does not exist"):
        read_list(tmp_path / "none.csv", vocabulary=vocabulary)


def test_the_catalogue_itself_can_be_listed(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("program_id,signal\n1400531039,gold\n1400511040,silver\n", encoding="utf-8")
    listed = read_list(path, specialties=["internal_medicine"])
    assert [program.program_id for program in listed] == ["1400531039", "1400511040"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet='program_id,name"\n;1400\t\x00é', max_size=80))
def test_no_text_breaks_the_reader(vocabulary: Vocabulary, text: str) -> None:
    try:
        read(text, vocabulary)
    except CaseError as error:
        assert error.problems
