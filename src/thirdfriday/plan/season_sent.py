"""What was sent: the list as the log tells it, or as it must be taken where the log does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.season_event import EventKind, ProgramHistory, SeasonEvent
from thirdfriday.domain.signal import SignalTier
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.optimiser.problem import Selection

SENDING = frozenset({EventKind.SENT, EventKind.SIGNALLED})


@dataclass(frozen=True, slots=True)
class SentList:
    """Histories by program id of everything that was sent, and where that is known from."""

    histories: Mapping[str, ProgramHistory]
    told: str
    from_log: bool


def sent_list(
    found: Mapping[str, ProgramHistory],
    known: Sequence[SeasonEvent],
    own_list: Sequence[ListedProgram] | None,
    planned: ApplicantChances,
    selection: Callable[[], Selection],
) -> SentList:
    """The log's programs where it says what was sent; else they and the given or planned list.

    `selection` chooses the plan's list, which is made only where it is needed.
    """
    if own_list is None and any(event.kind in SENDING for event in known):
        return SentList(found, "the log", from_log=True)
    if own_list is not None:
        sent = {item.program_id: item.signal for item in own_list}
        told = "your list and the log"
    else:
        words = {
            program.program_id: planned.signal_word(i, tier)
            for i, (program, tier) in enumerate(
                zip(planned.programs, selection().tolist(), strict=True)
            )
            if tier >= 0
        }
        sent = {key: SignalTier(word) if word else None for key, word in words.items()}
        told = "the plan and the log"
    listed = dict(found)
    for program_id, signal in sent.items():
        history = listed.get(program_id, ProgramHistory(program_id))
        if signal is not None and not history.signalled:
            history = replace(history, signalled=True, signal=signal)
        listed[program_id] = history
    return SentList(listed, told, from_log=False)
