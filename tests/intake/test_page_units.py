"""Sentences know their question, list header, heading and place."""

from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.intake.page_units import normalise, units_of

PAGE = """FAQ

Do you sponsor visas?
No, we do not.

Observerships?

How many letters?
Three.

You need:

  • A transcript
  • In ERAS:
    • Three letters
  • A photo

International Graduates
U.S. rotations help. Dr. Who agrees; so do we.
"""


def by_text(text: str) -> dict[str, object]:
    return {unit.text: unit for unit in units_of(text)}


def test_an_answer_knows_its_question_and_its_yes_or_no() -> None:
    units = by_text(PAGE)
    answer = units["no, we do not."]
    assert answer.question == "do you sponsor visas?"  # type: ignore[attr-defined]
    assert answer.answer == "no"  # type: ignore[attr-defined]
    assert units["three."].question == "how many letters?"  # type: ignore[attr-defined]


def test_a_question_without_an_answer_takes_no_other_questions_answer() -> None:
    assert all(unit.question != "observerships?" for unit in units_of(PAGE))


def test_nested_lists_keep_their_own_header() -> None:
    units = by_text(PAGE)
    assert units["three letters"].intro == "in eras:"  # type: ignore[attr-defined]
    assert units["a photo"].intro == "you need:"  # type: ignore[attr-defined]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert "us rotations help." in by_text(PAGE)


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "We sponsor J-1 visas through the commission and we do not sponsor any\nother kind of visa."
    )
    assert len(units_of(text)) == 1


@given(st.text())
def test_places_point_at_the_text_whatever_it_holds(text: str) -> None:
    low = normalise(text)
    assert len(low) == len(text)
    for unit in units_of(text):
        assert low[unit.start : unit.end] == unit.text
