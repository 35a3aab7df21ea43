"""Students of one school in the same market: who loses what to whom, and what would mend it."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.region import preset_names
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import Known, with_knowledge
from thirdfriday.models.chances import GeographyAnswer, applicant_chances
from thirdfriday.models.joint_chances import tier_of_signal
from thirdfriday.models.shared_seasons import Entrant, Part, SharedSeasons, shared_seasons
from thirdfriday.plan.choosing import interview_capacity
from thirdfriday.plan.scope import scope_of


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One program of a student's plan: what crowding needs to know of it."""

    program_id: str
    specialty: str
    signal: str | None
    preference: float


@dataclass(frozen=True, slots=True)
class Rival:
    """A student of the caseload with the list and the geography answer of their plan.

    `known` and `without` are what the plan was made with: what is known of programs, and the data
    packs left out.
    """

    student: str
    case: Case
    lines: tuple[ListedLine, ...]
    divisions: tuple[str, ...]
    setting: str | None
    known: Known = field(default_factory=dict)
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CrowdedStudent:
    """Chances of one student alone in the market and with the others in it; `loss` between."""

    student: str
    applicant_type: str
    chance_alone: float
    chance_together: float
    loss: float
    interviews_alone: float
    interviews_together: float


@dataclass(frozen=True, slots=True)
class CrowdedProgram:
    """One program that several students list: expected interviews and matches that they lose."""

    program_id: str
    name: str
    city: str
    state: str
    specialty: str
    students: int
    signals: int
    interviews_lost: float
    matches_lost: float


@dataclass(frozen=True, slots=True)
class SignalMove:
    """A signal that would do more elsewhere: what it changes for its sender and for the others.

    `harmed` names everybody whose chance would fall by more than noise, with how much.
    """

    student: str
    signal: str
    away_from: str
    to: str
    own_change: float
    change_of_all: float
    harmed: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Crowding:
    """A caseload in one market. Chances are shares of `seasons` simulated seasons."""

    seasons: int
    seed: int
    noise: float
    students: tuple[CrowdedStudent, ...]
    programs: tuple[CrowdedProgram, ...]
    by_type: Mapping[str, Mapping[str, float]]
    moves: tuple[SignalMove, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values under stable names."""
        return asdict(self)


def crowding(
    rivals: Sequence[Rival], *, seed: int | None = None, seasons: int | None = None
) -> Crowding:
    """What the students of a caseload take from each other, and signals better sent elsewhere.

    Facts: crowding.seasons, crowding.told_from, crowding.moves_tried, range.seed

    Method: docs/models/crowding.md
    """
    facts = load_facts()
    seed = round(facts.value("range.seed")) if seed is None else seed
    seasons = round(facts.value("crowding.seasons")) if seasons is None else seasons
    entrants = [entrant_of(rival) for rival in rivals]
    found = shared_seasons(entrants, facts, seed=seed, seasons=seasons)
    programs = _programs(rivals, entrants, found)
    moves = tuple(_moves(rivals, entrants, found, programs=programs, facts=facts, seed=seed))
    return Crowding(
        seasons=seasons,
        seed=seed,
        noise=float(np.max(found.standard_error(), initial=0.0)),
        students=_students(rivals, found),
        programs=programs,
        by_type=_by_type(rivals, found),
        moves=moves,
    )


def entrant_of(rival: Rival) -> Entrant:
    """A student as one of several in the same seasons."""
    facts = load_facts(rival.case.season, without=rival.without)
    catalogue = with_knowledge(load_catalogue(rival.without), rival.known)
    parts: list[Part] = []
    wanted: list[float] = []
    for specialty in dict.fromkeys(line.specialty for line in rival.lines):
        scope = scope_of(rival.case, specialty, catalogue, facts)
        chances = applicant_chances(
            rival.case, specialty, scope.open, scope.rules, facts, bank=True
        )
        at = {program.program_id: k for k, program in enumerate(scope.open)}
        mine = [
            line for line in rival.lines if line.specialty == specialty and line.program_id in at
        ]
        parts.append(
            Part(
                chances,
                np.array([at[line.program_id] for line in mine], np.int64),
                np.array(
                    [tier_of_signal(chances, at[line.program_id], line.signal) for line in mine],
                    np.int64,
                ),
            )
        )
        wanted += [line.preference for line in mine]
    keys = {name: key for key, name in preset_names().items()}
    answer = GeographyAnswer(tuple(keys.get(name, name) for name in rival.divisions), rival.setting)
    return Entrant(
        parts=tuple(parts),
        order=np.argsort(-np.array(wanted), kind="stable"),
        answer=answer,
        capacity=interview_capacity(rival.case, facts),
        key=zlib.crc32(rival.student.encode()),
    )


def _students(rivals: Sequence[Rival], found: SharedSeasons) -> tuple[CrowdedStudent, ...]:
    rows = [
        CrowdedStudent(
            student=rival.student,
            applicant_type=str(rival.case.applicant.type),
            chance_alone=float(found.matched[k, 0]),
            chance_together=float(found.matched[k, 1]),
            loss=float(found.matched[k, 0] - found.matched[k, 1]),
            interviews_alone=float(found.interviews[k, 0]),
            interviews_together=float(found.interviews[k, 1]),
        )
        for k, rival in enumerate(rivals)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.loss, row.student)))


def _by_type(rivals: Sequence[Rival], found: SharedSeasons) -> dict[str, dict[str, float]]:
    """Mean chances by applicant type, alone and together: whether one kind pays for another."""
    kinds = np.array([str(rival.case.applicant.type) for rival in rivals])
    return {
        kind: {
            "students": float(np.sum(kinds == kind)),
            "chance_alone": float(found.matched[kinds == kind, 0].mean()),
            "chance_together": float(found.matched[kinds == kind, 1].mean()),
        }
        for kind in sorted(set(kinds.tolist()))
    }


def _programs(
    rivals: Sequence[Rival], entrants: Sequence[Entrant], found: SharedSeasons
) -> tuple[CrowdedProgram, ...]:
    """Programs that more than one student lists, those that take most from them first."""
    rows: dict[str, list[Any]] = {}
    for k, entrant in enumerate(entrants):
        signals = {line.program_id: line.signal for line in rivals[k].lines}
        for place, program in enumerate(entrant.programs(), int(found.line_start[k])):
            row = rows.setdefault(program.program_id, [program, 0, 0, 0.0, 0.0])
            row[1] += 1
            row[2] += signals.get(program.program_id) is not None
            row[3] += float(found.invited_at[place, 0] - found.invited_at[place, 1])
            row[4] += float(found.match_at[place, 0] - found.match_at[place, 1])
    crowded = [
        CrowdedProgram(
            program.program_id, program.name, program.city, program.state, program.specialty,
            students, signals, interviews, matches,
        )
        for program, students, signals, interviews, matches in rows.values()
        if students > 1
    ]  # fmt: skip
    return tuple(sorted(crowded, key=lambda row: (-row.interviews_lost, row.program_id)))


def _moves(
    rivals: Sequence[Rival],
    entrants: Sequence[Entrant],
    found: SharedSeasons,
    *,
    programs: Sequence[CrowdedProgram],
    facts: Facts,
    seed: int,
) -> Iterator[SignalMove]:
    """Signals from the most crowded programs that gain elsewhere, each tried in the whole market.

    A move is told only if its sender does not lose by it; whoever else would lose is named.
    """
    told, tried = facts.value("crowding.told_from"), round(facts.value("crowding.moves_tried"))
    for crowded in [row for row in programs if row.signals > 1 and row.interviews_lost > 0]:
        for k, rival in enumerate(rivals):
            if tried <= 0:
                return
            here = [line for line in rival.lines if line.program_id == crowded.program_id]
            if not here or here[0].signal is None:
                continue
            other = _second_best(rival, here[0])
            if other is None:
                continue
            tried -= 1
            changed = [*entrants]
            changed[k] = entrant_of(_moved(rival, here[0], other))
            after = shared_seasons(changed, facts, seed=seed, seasons=found.seasons)
            change = after.matched[:, 1] - found.matched[:, 1]
            if change[k] <= 0.0 or change.sum() <= told:
                continue
            harmed = tuple(
                (rivals[n].student, float(change[n]))
                for n in np.flatnonzero(change < -told).tolist()
            )
            yield SignalMove(
                rival.student, here[0].signal, crowded.program_id, other.program_id,
                float(change[k]), float(change.sum()), harmed,
            )  # fmt: skip


def _second_best(rival: Rival, here: ListedLine) -> ListedLine | None:
    """The program of the same specialty that the student wants most and has not signalled."""
    others = [
        line for line in rival.lines if line.specialty == here.specialty and line.signal is None
    ]
    return max(others, key=lambda line: line.preference, default=None)


def _moved(rival: Rival, away: ListedLine, to: ListedLine) -> Rival:
    lines = tuple(
        replace(line, signal=None) if line == away
        else replace(line, signal=away.signal) if line == to
        else line
        for line in rival.lines
    )  # fmt: skip
    return replace(rival, lines=lines)
