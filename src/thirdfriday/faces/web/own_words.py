"""What the user knows of programs: the corrections that travel with the case, ready for a plan."""

import datetime as dt
from dataclasses import dataclass, field

from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.errors import CaseError, Problem
from thirdfriday.intake.corrections import read_corrections
from thirdfriday.intake.knowledge import (
    Known,
    claims_by_program,
    known_policies,
    with_knowledge,
)

WHERE = "corrections"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Corrections as text and as settled policies; `problems` when the text cannot be used."""

    text: str = ""
    known: Known = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def catalogue(self) -> Catalogue:
        """The catalogue with these words laid over it."""
        return with_knowledge(load_catalogue(), self.known)


NO_WORDS = OwnWords()


def own_words(text: str) -> OwnWords:
    """The corrections of a text, settled against the tables as of today."""
    if not text.strip():
        return NO_WORDS
    catalogue, today = load_catalogue(), dt.date.today()
    try:
        lines = read_corrections(text, today=today, where=WHERE, known_programs=catalogue.by_id)
    except CaseError as error:
        return OwnWords(text, problems=error.problems)
    known = known_policies(catalogue, claims_by_program(lines), on=today)
    return OwnWords(text, known)
