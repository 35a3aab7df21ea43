"""Flash cards: a card not known comes again; q and the end of the input stop."""

import io
import sys

import pytest

from thirdfriday.faces.practice_command import practise
from thirdfriday.kit.interview_questions import Question
from thirdfriday.kit.outline import line

CARDS = tuple(
    Question(
        f"q{i}", f"Question {i}?", "It comes.", ("first", "then"), (line("A fact."),), ("More?",)
    )
    for i in range(2)
)


def answers(monkeypatch: pytest.MonkeyPatch, text: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return practise(CARDS)


def test_unknown_card_comes_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answers(monkeypatch, "\nn\n\ny\n\ny\n") == 2
    out = capsys.readouterr().out
    assert out.count("Question 0?") == 2
    assert "A fact." in out and "2 of 2 known." in out


@pytest.mark.parametrize("text", ["q\n", "\nq\n", ""])
def test_q_and_the_end_of_the_input_stop(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert answers(monkeypatch, text) == 0
