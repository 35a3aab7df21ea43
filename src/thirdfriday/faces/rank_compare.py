"""Asks which of two programs the user would rather match at, and keeps the answers in a file."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.user_text import read_user_text
from thirdfriday.plan.rank_order_compare import ComparedList
from thirdfriday.plan.rank_order_weights import Comparison

SCHEMA = "thirdfriday-rank-answers-1"
EXPECTED = "a file of answers that `rank --compare` wrote"
CHOICES = click.Choice(["1", "2", "0", "q"])


def answers_file(list_file: Path) -> Path:
    """Where the answers about a list are kept unless the user says otherwise."""
    return list_file.with_suffix(".answers.json")


def read_answers(path: Path, here: ComparedList) -> tuple[Comparison, ...]:
    """The answers of a file that concern entries of the list as it is now.

    Raises:
        CaseError: the file is not one of ours.
    """
    text = read_user_text(path, most_bytes=whole_bound("list_bytes.most"), expected=EXPECTED)
    try:
        document = json.loads(text)
        rows = document["answers"] if document["schema"] == SCHEMA else None
        read = [(str(r["first"]), str(r["second"]), r["answer"]) for r in rows or ()]
    except (ValueError, TypeError, KeyError):
        rows, read = None, []
    if rows is None or any(answer not in (0, 1, 2) for _, _, answer in read):
        raise CaseError([Problem("is no file of answers", str(path), EXPECTED)])
    place = {item.key: index for index, item in enumerate(here.listed)}
    return tuple(
        Comparison(place[first], place[second], answer)
        for first, second, answer in read
        if first in place and second in place
    )


def write_answers(path: Path, here: ComparedList, answers: Sequence[Comparison]) -> None:
    """Keep the answers, whole or not at all."""
    rows = [
        {
            "first": here.listed[each.first].key,
            "second": here.listed[each.second].key,
            "answer": each.answer,
        }
        for each in answers
    ]
    write_whole(path, json.dumps({"schema": SCHEMA, "answers": rows}, indent=1) + "\n")


def ask(here: ComparedList, path: Path, answers: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Ask what is not answered yet, saving after every answer; q stops and keeps what there is.

    Raises:
        CaseError: the list has nothing to compare.
    """
    asked = here.asked
    if not asked:
        expected = "two programs that differ in place, kind or your own marks"
        raise CaseError([Problem("the list has nothing to compare", "--compare", expected)])
    given = {(each.first, each.second): each for each in answers}
    for number, each in enumerate(asked, 1):
        if (each.first, each.second) in given:
            continue
        click.echo(_question(here, each, number, len(asked)), err=True)
        said = click.prompt(
            "Rather 1, 2, 0 for no difference, q to stop", type=CHOICES, err=True,
            show_choices=False,
        )  # fmt: skip
        if said == "q":
            break
        given[each.first, each.second] = replace(each, answer=int(said))
        write_answers(path, here, tuple(given.values()))
    return tuple(given.values())


def _question(here: ComparedList, each: Comparison, number: int, count: int) -> str:
    lines = [f"\n{number} of {count}. Where would you rather match, if both took you?"]
    for label, index in (("1", each.first), ("2", each.second)):
        program = here.programs[index]
        lines.append(f"  {label}  {program.name}, {program.city}, {program.state}")
    differ = sorted(here.difference(each), key=lambda item: -abs(item[1] - item[2]))
    for name, first, second in differ[:5]:
        lines.append(f"     {name}: {first:.2f} against {second:.2f}")
    return "\n".join(lines)
