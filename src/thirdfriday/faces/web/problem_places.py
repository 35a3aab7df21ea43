"""Which field of the form each mistake of a case belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thirdfriday.errors import Problem
from thirdfriday.faces.web.form_steps import STEPS

_ROW = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Mistakes by the name of their field in the form; those of no field under ""."""

    by_field: dict[str, list[Problem]]

    def at(self, name: str) -> list[Problem]:
        """The mistakes of one field."""
        return self.by_field.get(name, [])

    def under(self, prefix: str) -> bool:
        """Whether a field, or one inside it, has a mistake."""
        return any(name == prefix or name.startswith(prefix + ".") for name in self.by_field)

    def rows(self, prefix: str) -> list[int]:
        """The rows of a list that have a mistake."""
        start = prefix + "."
        numbers = {
            name[len(start) :].split(".")[0] for name in self.by_field if name.startswith(start)
        }
        return sorted(int(number) for number in numbers if number.isdecimal())


def field_name(problem: Problem) -> str:
    """The field that a problem stands beside, as the form names it; "" if it names none.

    >>> field_name(Problem("is missing", "case:3:1 applicant.letters[0].closeness"))
    'applicant.letters.0.closeness'
    >>> field_name(Problem("gives no examination", "case:3:1 applicant.examinations"))
    'applicant.examinations.step_1'
    """
    parts = problem.where.split(" ", 1)
    path = parts[1] if len(parts) > 1 else ""
    return _asked_within(_ROW.sub(r".\1", path).strip("."))


def _asked_within(name: str) -> str:
    """A group that the form asks for only in parts stands at the first of them."""
    asked = [path for step in STEPS for path in (*step.asked, *step.further)]
    inside = [path for path in asked if name and path.startswith(name + ".")]
    return inside[0] if inside else name


def mistakes_by_field(problems: Sequence[Problem]) -> Mistakes:
    """All mistakes, each under its field."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(field_name(problem), []).append(problem)
    return Mistakes(found)
