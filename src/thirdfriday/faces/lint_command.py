"""Checks texts from files or folders against a case, and prints what was found."""

import json
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.errors import CaseError, InfeasiblePlanError, Problem
from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.user_text import read_user_text
from thirdfriday.intake.knowledge import Known
from thirdfriday.kit.finding import Findings
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.lint import lint, lint_folder
from thirdfriday.kit.lint_context import Chosen, chosen_in, kind_of
from thirdfriday.kit.rule_choices import speaks_of_choices

SUFFIXES = (".txt", ".md", ".text", "")
EXPECTED = "a text file, or a folder of .txt and .md files"


def lint_texts(
    paths: Sequence[Path],
    case_path: Path,
    program: str | None = None,
    as_json: bool = False,
    *,
    kind: str | None = None,
    remind: bool = False,
    corrections: Sequence[Path] = (),
) -> Findings:
    """Print what was found in the texts, and hand it back.

    A file whose name holds a program's id is checked for that program, every other file for
    `program`. A plan is made only where a text speaks of signals or divisions.

    Raises:
        CaseError: everything wrong with the files, the case or the program at once.
    """
    case, known = case_and_known(case_path, corrections)
    texts = _texts(paths)
    written_for = program_called(program) if program else None
    chosen = _chosen(case, texts, known)
    if len(texts) == 1:
        file, text = next(iter(texts.items()))
        found = lint(
            text,
            case,
            program=_program_in(file) or written_for,
            plan=chosen,
            kind=kind or kind_of(text, Path(file).name),
            remind=remind,
        )
    else:
        programs = {file: one for file in texts if (one := _program_in(file) or written_for)}
        found = lint_folder(texts, case, programs=programs, plan=chosen, kind=kind, remind=remind)
    if as_json:
        click.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
    else:
        _show(found, texts)
    return found


def program_called(word: str) -> Program:
    """The program with an id, ACGME id or NRMP code.

    Raises:
        CaseError: there is none; names the nearest.
    """
    catalogue = load_catalogue()
    found = catalogue.by_id.get(word.strip())
    if found is None:
        code = word.strip().upper()
        found = next(
            (p for p in catalogue.programs if code and code in (p.acgme_id, *p.nrmp_codes)), None
        )
    if found is None:
        near = get_close_matches(word.strip(), list(catalogue.by_id), n=2, cutoff=0.7)
        problem = Problem(
            f"{word!r} names no program",
            "--program",
            "a program id or NRMP code",
            " or ".join(near),
        )
        raise CaseError([problem])
    return found


def _texts(paths: Sequence[Path]) -> dict[str, str]:
    """Every text by its path, in order; all problems at once."""
    files: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            inside = [one for one in sorted(path.rglob("*")) if _readable(one, path)]
            if not inside:
                problems.append(Problem("holds no text", str(path), EXPECTED))
            files += inside
        else:
            files.append(path)
    most = round(kit_value("lint.files_most"))
    if len(files) > most:
        problems.append(Problem(f"{len(files)} files", str(paths[0]), f"at most {most}"))
        raise CaseError(problems)
    texts = {}
    for file in files:
        try:
            texts[str(file)] = read_user_text(
                file, most_bytes=round(kit_value("lint.bytes_most")), expected=EXPECTED
            )
        except CaseError as error:
            problems += error.problems
    if problems or not texts:
        raise CaseError(problems or [Problem("no text was named", "", EXPECTED)])
    return texts


def _readable(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and path.suffix.lower() in SUFFIXES


def _program_in(file: str) -> Program | None:
    """The program whose id stands in a file's name."""
    by_id = load_catalogue().by_id
    words = re.findall(r"N?[0-9A-Za-z]{6,}", Path(file).stem)
    return next((by_id[word] for word in words if word in by_id), None)


def _chosen(case: Case, texts: dict[str, str], known: Known) -> Chosen | None:
    """What the plan chooses, made only where a text speaks of it."""
    if not any(speaks_of_choices(text) for text in texts.values()):
        return None
    from thirdfriday.plan.build import build_plan  # noqa: PLC0415

    click.echo("Planning, to check what is said of signals and divisions.", err=True)
    try:
        return chosen_in(build_plan(case, known=known))
    except InfeasiblePlanError as error:
        click.echo(f"No plan to check against: {error}", err=True)
        return None


def _show(found: Findings, texts: dict[str, str]) -> None:
    for one in found:
        file = one.file or next(iter(texts))
        text = texts[file]
        row = text.count("\n", 0, one.start) + 1
        column = one.start - (text.rfind("\n", 0, one.start) + 1) + 1
        click.echo(f"{file}:{row}:{column}: {one.severity.value}: {one.rule}: {one.message}")
        quoted = " ".join(text[one.start : one.end].split())
        if quoted:
            click.echo(f"    {quoted[:120]}")
        click.echo(f"    {one.fix}")
    count = len(found)
    click.echo(
        f"{count} finding{'s' * (count != 1)} in {len(texts)} text{'s' * (len(texts) != 1)}."
    )
