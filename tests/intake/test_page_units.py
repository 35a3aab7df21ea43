"""Sentences know their question, list header, heading and place."""

from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.intake.page_lines import normalise
from thirdfriday.intake.page_units import units_of

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
    units = units_of(text)
    assert [unit.start for unit in units] == sorted(unit.start for unit in units)
    for unit in units:
        words = low[unit.start : unit.end]
        assert 0 <= unit.start < unit.end <= len(text)
        assert words == words.strip() and unit.text


def test_words_in_another_spelling_keep_their_place_in_the_text() -> None:
    text = "Letters\n3\n\nGraduates of U.S. schools: five (5) years."
    spelt = {unit.text: text[unit.start : unit.end] for unit in units_of(text)}
    assert spelt["letters: 3"] == "Letters\n3"
    assert spelt["graduates of us schools: five years."] == text.splitlines()[-1]


def test_a_list_under_a_refusal_is_read_as_refused() -> None:
    unit = units_of("We do not consider applicants who:\n- need an H-1B visa")[-1]
    assert unit.text == "we do not consider applicants who need an h-1b visa"
