"""Makes the answer about SOAP from files: the case, the unfilled programs, the user's own list."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.soap_file import read_unfilled
from thirdfriday.faces.time_zone import time_zone
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.soap import SoapAnswer, UnfilledProgram
from thirdfriday.plan.soap_build import build_soap, round_problems


def make_soap(
    case_file: Path,
    *,
    unfilled: Path | None = None,
    own_list: Path | None = None,
    zone: str = "America/New_York",
    applications: int | None = None,
    offers: tuple[str, ...] = (),
    offer_round: int | None = None,
    without: frozenset[str] = frozenset(),
    corrections: Sequence[Path] = (),
) -> SoapAnswer:
    """The answer about SOAP.

    Raises:
        CaseError: every mistake in a file, an unknown zone, a list longer than the rule allows, a
            round that does not exist or that nothing was offered in.
    """
    case, known = case_and_known(case_file, corrections, without)
    if offer_round is not None and not offers:
        problems = round_problems(offer_round, load_facts(case.season))
        message = "no offer of that round is named"
        raise CaseError([*problems, Problem(message, "--round", "--offer PROGRAM with it")])
    place = time_zone(zone)
    rows = read_unfilled(unfilled) if unfilled else ()
    own = read_unfilled(own_list, positions_needed=False) if own_list else None
    marked = tuple(row for row in rows if row.apply)
    if own is None and marked:
        own = marked
    elif own is not None and rows:
        own = _with_positions(own, rows)
    return build_soap(
        case, rows, zone=place, zone_name=str(place), own_list=own,
        at_most=applications,
        offers=_ids(offers), offer_round=offer_round or 1, without=without, known=known,
    )  # fmt: skip


def _with_positions(
    own: tuple[UnfilledProgram, ...], rows: tuple[UnfilledProgram, ...]
) -> tuple[UnfilledProgram, ...]:
    """The user's own list with the positions of the unfilled list; programs not on it are told."""
    count = {(row.program_id, row.code): row.positions for row in rows}
    for row in rows:
        count.setdefault((row.program_id, ""), row.positions)
    astray = [item for item in own if (item.program_id, item.code) not in count]
    if astray:
        raise CaseError(
            [
                Problem(
                    f"{item.program_id} {item.code}".strip() + " is not among the unfilled",
                    f"the list:{item.line}",
                    "a program of the unfilled list",
                )
                for item in astray
            ]
        )
    return tuple(replace(item, positions=count[item.program_id, item.code]) for item in own)


def _ids(words: tuple[str, ...]) -> tuple[str, ...]:
    """Program ids from ids, codes or names; what names none is passed on and told later."""
    known = vocabulary_from_catalogue()
    return tuple(known.program_id(word) or word for word in words)
