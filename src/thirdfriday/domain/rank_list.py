"""A rank order list as its owner keeps it: programs in order, own scores, tags and notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.signal import SignalTier


@dataclass(frozen=True, slots=True)
class RankedProgram:
    """One entry of a rank order list.

    `code` is the NRMP code where the row gives one: a program may be ranked once per track.
    `scores` are the owner's own marks by criterion, as written; `tags` are words that move its
    value; `supplemental_to` is the program id of the advanced program this entry hangs on.
    """

    program_id: str
    line: int = 0
    code: str = ""
    signal: SignalTier | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    note: str = ""
    supplemental_to: str = ""

    @property
    def key(self) -> str:
        """What makes the entry one: its NRMP code where it has one, else its program."""
        return self.code or self.program_id


@dataclass(frozen=True, slots=True)
class ListChange:
    """Something learnt after an interview: a tag of one program, or a place that matters now.

    Without a program the change holds for the whole list; `words` are the owner's own.
    """

    words: str
    tag: str
    program_id: str = ""
    place: NamedPlace | None = None
