"""Flash cards in the terminal: the questions that a case will draw, until each is known."""

import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import click

from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.plan_command import make_plan
from thirdfriday.kit.interview_questions import Question, questions_for

KNOWN = ("y", "yes")
STOP = ("q", "quit")


def practice(case_path: Path, corrections: Sequence[Path] = ()) -> int:
    """Ask each question, then show its steps and facts; a card not known comes again.

    Hands back how many cards were known. Ends with the last card, on q, or with the input.

    Raises:
        CaseError: mistakes in the case file.
        InfeasiblePlanError: the limits leave nothing to plan.
    """
    case, _ = case_and_known(case_path, corrections)
    return practise(questions_for(case, make_plan(case_path, corrections=corrections)))


def practise(questions: tuple[Question, ...]) -> int:
    """Go through the cards until each is known; hands back how many were. [cards]"""
    cards = deque(questions)
    known = 0
    click.echo(f"{len(cards)} cards. Answer aloud, then press Enter. q ends.")
    while cards:
        card = cards.popleft()
        if _ask(f"\n{card.asked}\n") in STOP:
            break
        _show(card)
        answer = _ask("Known? [y/n/q] ")
        if answer in STOP:
            break
        if answer in KNOWN:
            known += 1
        else:
            cards.append(card)
    click.echo(f"\n{known} of {len(questions)} known.")
    return known


def _show(card: Question) -> None:
    click.echo(f"  Why: {card.why}")
    for step in card.skeleton:
        click.echo(f"  - {step}")
    for one in card.facts:
        click.echo(f"  * {one.text}")
    for after in card.follow_ups:
        click.echo(f"  Then: {after}")


def _ask(words: str) -> str:
    """One line typed by the user; the end of the input counts as q."""
    click.echo(words, nl=False)
    line = sys.stdin.readline()
    return line.strip().lower() if line else STOP[0]
