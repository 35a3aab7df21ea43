"""An outline: pages of lines, each bound to facts of the case, the plan or the data, with gaps."""

import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

GAP = "[fill in: {}]"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value taken over as it stands, and where from, such as "case: applicant.ties"."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outline; `facts` are all the values in it."""

    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the kit; the kit sets a number before the name, in the order to read."""

    name: str
    title: str
    sections: tuple[Section, ...] = field(default=())

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every value on the page with its origin."""
        return tuple(self._facts())

    def _facts(self) -> Iterator[Fact]:
        for section in self.sections:
            yield from section.facts
            for one in section.lines:
                yield from one.facts

    def to_text(self) -> str:
        """The page as plain text that also reads as Markdown."""
        parts = [f"# {self.title}"]
        for section in self.sections:
            rows = "\n".join(f"- {one.text}" for one in section.lines)
            parts.append(f"## {section.title}\n\n{rows}")
        return "\n\n".join(parts) + "\n"


def line(template: str, *facts: Fact) -> Line:
    """A line with the values of facts in the places of its braces.

    >>> line("Tie to {}.", Fact("Fresno, CA", "case: applicant.ties")).text
    'Tie to Fresno, CA.'

    Raises:
        ValueError: the template has another number of places.
    """
    places = sum(1 for *_, name, _, _ in string.Formatter().parse(template) if name is not None)
    if places != len(facts):
        raise ValueError(f"{template!r} has {places} places and {len(facts)} facts.")
    return Line(template.format(*(fact.value for fact in facts)), facts)


def gap(what: str) -> Line:
    """A line that only the applicant can write.

    >>> gap("what you did there").text
    '[fill in: what you did there]'
    """
    return Line(GAP.format(what))


def section(title: str, lines: Iterable[Line], *facts: Fact) -> Section:
    """A section with a plain heading, or one with values in its braces."""
    return Section(title.format(*(fact.value for fact in facts)), tuple(lines), facts)
