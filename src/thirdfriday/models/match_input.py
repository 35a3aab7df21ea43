"""Whether a market document is well formed: every problem of it at once, or its parts by index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from thirdfriday.errors import CaseError, Problem

Identifier = str | int


@dataclass(frozen=True, slots=True)
class MatchInput:
    """A checked market: lists hold the index of an applicant or a program, None is "no match"."""

    applicant: tuple[Identifier, ...]
    program: tuple[Identifier, ...]
    ranks: tuple[tuple[int, ...], ...]
    program_ranks: tuple[tuple[int, ...], ...]
    quota: tuple[int, ...]
    even: tuple[bool, ...]
    supplements: tuple[tuple[int, int, tuple[int, ...]], ...]
    reversions: tuple[tuple[int, int, int, int], ...]
    couples: tuple[tuple[int, int], ...]
    pairs: tuple[tuple[tuple[int | None, int | None], ...], ...]
    proposing: str
    seed: int | None
    notes: tuple[str, ...]


APPLICANT_FIELDS = ("id", "ranks", "supplemental")
MOST_POSITIONS = 1_000_000  # of one program, so that sums stay within the arrays' integers
PROGRAM_FIELDS = ("id", "quota", "ranks", "even", "reverts")
COUPLE_FIELDS = ("members", "ranks")
REVERSION_FIELDS = ("to", "keep", "at_most")
MARKET_FIELDS = ("applicants", "programs", "couples", "proposing", "seed")


@dataclass(slots=True)
class _Reading:
    """What has been found wrong or noteworthy so far, and the names known."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applicants: dict[str, int] = field(default_factory=dict)
    programs: dict[str, int] = field(default_factory=dict)

    def problem(self, message: str, where: str, expected: str = "", nearest: str = "") -> None:
        self.problems.append(Problem(message, where, expected, nearest))

    def known(self, identifier: Any, table: Mapping[str, int], kind: str, where: str) -> int | None:
        """Index of a named applicant or program; a problem and None when there is no such."""
        if not _is_identifier(identifier):
            self.problem(f"{identifier!r} is no id", where, f"the id of {kind}")
            return None
        index = table.get(str(identifier))
        if index is None:
            near = get_close_matches(str(identifier), table, n=1, cutoff=0.6)
            self.problem(f"there is no {kind.rsplit(maxsplit=1)[-1]} {identifier!r}", where,
                         nearest=near[0] if near else "")  # fmt: skip
        return index

    def listed(self, value: Any, where: str) -> Sequence[Any]:
        """The value as a list; a problem and nothing when it is none."""
        if isinstance(value, list | tuple):
            return value
        self.problem(f"{_shown(value)} is not a list", where, "a list")
        return ()

    def rank_list(
        self, value: Any, table: Mapping[str, int], kind: str, where: str
    ) -> tuple[int, ...]:
        """Indices of a rank order list; unknown and repeated names are problems."""
        seen: dict[int, int] = {}
        for place, identifier in enumerate(self.listed(value, where)):
            index = self.known(identifier, table, kind, f"{where}[{place}]")
            if index is None:
                continue
            if index in seen:
                self.problem(f"{identifier!r} is ranked twice", f"{where}[{place}]")
            else:
                seen[index] = place
        return tuple(seen)

    def whole(self, value: Any, where: str, what: str) -> int:
        """A whole number of at least 0; a problem and 0 when it is none."""
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.problem(f"{_shown(value)} is not {what}", where, "a whole number, 0 or more")
        return 0

    def positions(self, value: Any, where: str, what: str = "a number of positions") -> int:
        """A whole number of positions that the arrays can hold and add; else a problem and 0."""
        count = self.whole(value, where, what)
        if count <= MOST_POSITIONS:
            return count
        expected = f"a whole number, 0 to {MOST_POSITIONS:,}"
        self.problem(f"{_shown(value)} is not {what}", where, expected)
        return 0

    def fields(self, value: Any, allowed: Iterable[str], where: str) -> Mapping[str, Any]:
        """The value as an object with known fields; a problem for each that is unknown."""
        if not isinstance(value, Mapping):
            self.problem(f"{_shown(value)} is not an object", where, "{" + ", ".join(allowed) + "}")
            return {}
        for name in value:
            if name not in allowed:
                near = get_close_matches(str(name), list(allowed), n=1, cutoff=0.5)
                self.problem(f"unknown field {name!r}", where, ", ".join(allowed),
                             near[0] if near else "")  # fmt: skip
        return value


def read_match_input(document: Any) -> MatchInput:
    """A market document checked and by index, ready for arrays.

    Raises:
        CaseError: with every problem of the document.

    >>> read_match_input({"applicants": [{"id": "a", "ranks": ["p", "p"]}],
    ...                   "programs": [{"id": "p", "quota": -1, "ranks": ["b"]}]})
    Traceback (most recent call last):
    thirdfriday.errors.CaseError: applicants[0].ranks[1]: 'p' is ranked twice
    programs[0].ranks[0]: there is no applicant 'b'
    programs[0].quota: -1 is not a number of positions (expected a whole number, 0 or more)
    """
    reading = _Reading()
    market = reading.fields(document, MARKET_FIELDS, "market")
    applicants = _objects(reading, market, "applicants", APPLICANT_FIELDS)
    programs = _objects(reading, market, "programs", PROGRAM_FIELDS)
    applicant = _names(reading, applicants, "applicants", reading.applicants)
    program = _names(reading, programs, "programs", reading.programs)
    ranks, supplements = _applicants(reading, applicants)
    program_ranks, quota, even, reversions = _programs(reading, programs)
    members, pairs = _couples(reading, market.get("couples", []))
    proposing = market.get("proposing", "applicants")
    if proposing not in {"applicants", "programs"}:
        reading.problem(f"{_shown(proposing)} cannot propose", "proposing",
                        '"applicants" or "programs"')  # fmt: skip
    seed = market.get("seed")
    if seed is not None:
        seed = reading.whole(seed, "seed", "a seed")
    _check_circles(reading, reversions, program)
    if proposing == "programs" and (members or supplements or any(even)):
        reading.problem(
            "programs may propose only where all applicants are single", "proposing",
            '"applicants", or no couples, supplemental lists and even programs',
        )  # fmt: skip
    _note_unused(reading, ranks, supplements, (members, pairs), (applicant, program))
    if reading.problems:
        raise CaseError(reading.problems)
    return MatchInput(
        applicant, program, ranks, program_ranks, quota, even, supplements, reversions,
        members, pairs, proposing, seed, tuple(reading.notes),
    )  # fmt: skip


def _is_identifier(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _objects(
    reading: _Reading, market: Mapping[str, Any], name: str, allowed: tuple[str, ...]
) -> list[Mapping[str, Any]]:
    """The applicants or programs of the document, each an object."""
    if name not in market:
        reading.problem(f"{name} are missing", name, "a list")
        return []
    entries = reading.listed(market[name], name)
    return [reading.fields(entry, allowed, f"{name}[{k}]") for k, entry in enumerate(entries)]


def _names(
    reading: _Reading, entries: list[Mapping[str, Any]], group: str, table: dict[str, int]
) -> tuple[Identifier, ...]:
    """The ids in order, entered into `table`; missing and repeated ones are problems."""
    names: list[Identifier] = []
    for k, entry in enumerate(entries):
        identifier = entry.get("id")
        where = f"{group}[{k}].id"
        if not _is_identifier(identifier):
            reading.problem(f"{_shown(identifier)} is no id", where, "a text")
            identifier = f"{group}[{k}]"
        elif str(identifier) in table:
            reading.problem(f"{identifier!r} is used twice", where, "each id once")
        table.setdefault(str(identifier), k)
        names.append(identifier)  # type: ignore[arg-type]
    return tuple(names)


def _applicants(
    reading: _Reading, entries: list[Mapping[str, Any]]
) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, int, tuple[int, ...]], ...]]:
    """Primary lists, and supplemental ones as (applicant, advanced program, list)."""
    ranks, supplements = [], []
    for k, entry in enumerate(entries):
        where = f"applicants[{k}]"
        listed = reading.rank_list(
            entry.get("ranks", []), reading.programs, "a program", f"{where}.ranks"
        )
        ranks.append(listed)
        linked = entry.get("supplemental") or {}
        if not isinstance(linked, Mapping):
            reading.problem(f"{_shown(linked)} is not an object", f"{where}.supplemental",
                            "{advanced program: [preliminary programs]}")  # fmt: skip
            continue
        for advanced, preliminary in linked.items():
            place = f"{where}.supplemental.{advanced}"
            index = reading.known(advanced, reading.programs, "a program", place)
            listed = reading.rank_list(preliminary, reading.programs, "a program", place)
            if index is not None and index in listed:
                reading.problem(f"{advanced!r} is on its own supplemental list", place)
            if index is not None:
                supplements.append((k, index, listed))
    return tuple(ranks), tuple(supplements)


def _programs(reading: _Reading, entries: list[Mapping[str, Any]]) -> tuple[Any, Any, Any, Any]:
    """Rank lists, quotas, even flags and reversions as (donor, receiver, keep, most)."""
    ranks, quota, even, reversions = [], [], [], []
    for k, entry in enumerate(entries):
        where = f"programs[{k}]"
        ranks.append(
            reading.rank_list(
                entry.get("ranks", []), reading.applicants, "an applicant", f"{where}.ranks"
            )
        )
        if entry and "quota" not in entry:
            reading.problem("quota is missing", f"{where}.quota", "a whole number, 0 or more")
        quota.append(reading.positions(entry.get("quota", 0), f"{where}.quota"))
        flag = entry.get("even", False)
        if flag is not None and not isinstance(flag, bool):
            reading.problem(f"{_shown(flag)} is not true or false", f"{where}.even")
        even.append(flag is True)
        reverts = entry.get("reverts") or []
        for place, revert in enumerate(reading.listed(reverts, f"{where}.reverts")):
            link = _reversion(reading, revert, k, f"{where}.reverts[{place}]")
            if link is not None:
                reversions.append(link)
    for donor, receiver in {link[:2] for link in reversions}:
        if [link[:2] for link in reversions].count((donor, receiver)) > 1:
            reading.problem("reverts to the same program twice", f"programs[{donor}].reverts")
    return tuple(ranks), tuple(quota), tuple(even), tuple(reversions)


def _reversion(
    reading: _Reading, value: Any, donor: int, where: str
) -> tuple[int, int, int, int] | None:
    """One reversion as (donor, receiver, keep, most), or None with its problems noted."""
    revert = reading.fields(value, REVERSION_FIELDS, where)
    if "to" not in revert:
        if revert:
            reading.problem("it is not said to which program", f"{where}.to", "the id of a program")
        return None
    receiver = reading.known(revert["to"], reading.programs, "a program", f"{where}.to")
    keep = reading.positions(
        revert.get("keep", 0), f"{where}.keep", "a number of positions to keep"
    )
    most = 2**31 - 1
    if revert.get("at_most") is not None:
        most = reading.positions(revert["at_most"], f"{where}.at_most")
    if receiver is None:
        return None
    if receiver == donor:
        reading.problem("a program cannot revert to itself", f"{where}.to")
        return None
    return donor, receiver, keep, most


def _check_circles(reading: _Reading, reversions: Any, names: Sequence[Identifier]) -> None:
    """Reversions may form chains but no circles, as the NRMP rules."""
    receivers: dict[int, list[int]] = {}
    for donor, receiver, _, _ in reversions:
        receivers.setdefault(donor, []).append(receiver)
    done: set[int] = set()
    for first in receivers:
        if first in done:
            continue
        path: list[int] = []
        todo = [(first, 0)]
        while todo:
            program, depth = todo.pop()
            del path[depth:]
            if program in path:
                circle = [*path[path.index(program) :], program]
                text = " to ".join(str(names[k]) for k in circle)
                reading.problem(f"reversions form a circle: {text}", f"programs[{program}].reverts")
                done.update(circle)
                break
            path.append(program)
            if program not in done:
                todo += [(after, depth + 1) for after in receivers.get(program, ())]
        done.update(path)


def _couples(reading: _Reading, value: Any) -> tuple[Any, Any]:
    """Members and pair lists of the couples."""
    members, pairs, coupled = [], [], dict[int, int]()
    for k, entry in enumerate(reading.listed(value or [], "couples")):
        where = f"couples[{k}]"
        couple = reading.fields(entry, COUPLE_FIELDS, where)
        names = reading.listed(couple.get("members", ()), f"{where}.members")
        if len(names) != 2:
            reading.problem(f"{len(names)} members", f"{where}.members", "two applicants")
        found = []
        for place, name in enumerate(names):
            spot = f"{where}.members[{place}]"
            index = reading.known(name, reading.applicants, "an applicant", spot)
            if index is None:
                continue
            if index in coupled:
                other = "this couple" if coupled[index] == k else f"couples[{coupled[index]}]"
                reading.problem(f"{name!r} is already in {other}", spot, "one couple each")
            coupled.setdefault(index, k)
            found.append(index)
        pairs.append(_pairs(reading, couple.get("ranks", []), f"{where}.ranks"))
        if len(found) == 2:
            members.append((found[0], found[1]))
    return tuple(members), tuple(pairs)


def _pairs(reading: _Reading, value: Any, where: str) -> tuple[tuple[int | None, int | None], ...]:
    """A couple's list of pairs; None is "no match"."""
    seen: dict[tuple[int | None, int | None], int] = {}
    for place, pair in enumerate(reading.listed(value, where)):
        spot = f"{where}[{place}]"
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            reading.problem(f"{_shown(pair)} is not a pair", spot, "[program or null, same]")
            continue
        sides: list[int | None] = []
        for program in pair:
            if program is None:
                sides.append(None)
                continue
            index = reading.known(program, reading.programs, "a program", spot)
            if index is not None:
                sides.append(index)
        if len(sides) != 2:
            continue
        if (sides[0], sides[1]) in seen:
            reading.problem("this pair is ranked twice", spot)
        seen.setdefault((sides[0], sides[1]), place)
    return tuple(seen)


def _note_unused(reading: _Reading, ranks: Any, supplements: Any, couples: Any, names: Any) -> None:
    """Note what is legal but has no effect."""
    applicant, program = names
    wanted: dict[int, set[int | None]] = {k: set(listed) for k, listed in enumerate(ranks)}
    for (first, second), pairs in zip(*couples, strict=False):
        for side, member in enumerate((first, second)):
            if ranks[member]:
                reading.notes.append(
                    f"{applicant[member]!r} is in a couple: the pair list stands, "
                    "the individual list is not used"
                )
            wanted[member] = {pair[side] for pair in pairs}
    for k, advanced, _ in supplements:
        if advanced not in wanted[k]:
            reading.notes.append(
                f"{applicant[k]!r} links a supplemental list to {program[advanced]!r} "
                "without ranking it: the list is not used"
            )
