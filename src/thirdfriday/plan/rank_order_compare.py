"""Comparisons of listed programs two at a time: which to ask, and what the answers say."""

from collections.abc import Sequence
from dataclasses import dataclass

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.quality import Array
from thirdfriday.plan.rank_order import Criteria, CriterionWeight
from thirdfriday.plan.rank_order_inputs import check_known
from thirdfriday.plan.rank_order_values import PLACE, criteria_of
from thirdfriday.plan.rank_order_weights import Comparison, fit_weights, questions


@dataclass(frozen=True, slots=True, eq=False)
class ComparedList:
    """A list ready to be compared: its primary entries, their programs and criteria."""

    listed: tuple[RankedProgram, ...]
    programs: tuple[Program, ...]
    criteria: dict[str, Array]
    facts: Facts

    @property
    def asked(self) -> tuple[Comparison, ...]:
        """The comparisons to ask, the same for the same list."""
        return questions(self.criteria, self.facts)

    def difference(self, each: Comparison) -> list[tuple[str, float, float]]:
        """The criteria in which two entries differ, with both values. [0 to 1]"""
        return [
            (name, float(values[each.first]), float(values[each.second]))
            for name, values in self.criteria.items()
            if values[each.first] != values[each.second]
        ]


def compared_list(
    case: Case,
    listed: Sequence[RankedProgram],
    *,
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> ComparedList:
    """The primary list of a case with the criteria that tell its entries apart."""
    facts = load_facts(case.season, without=without)
    catalogue = with_knowledge(load_catalogue(without), known)
    by_id = catalogue.by_id
    primary = tuple(item for item in listed if not item.supplemental_to)
    check_known([item.program_id for item in primary], catalogue)
    programs = tuple(by_id[item.program_id] for item in primary)
    return ComparedList(primary, programs, criteria_of(case, primary, programs, facts), facts)


def criteria_from(here: ComparedList, answers: Sequence[Comparison]) -> Criteria:
    """The weights of the answers and the sentences of what does not fit.

    Method: docs/models/rank.md, "Weights by comparison"
    """
    marks = {name for item in here.listed for name in item.scores}
    own = [name for name in here.criteria if name in marks or name == PLACE]
    found = fit_weights(here.criteria, answers, here.facts, own=own)
    names = [program.name for program in here.programs]
    clashes = [
        "You prefer " + ", ".join(
            f"{names[a]} to {names[b]}"
            for a, b in zip(circle, (*circle[1:], circle[0]), strict=True)
        ) + ": no weights agree with all of these."
        for circle in found.circles
    ]  # fmt: skip
    for each, chance in found.surprises:
        won, lost = (each.first, each.second) if each.answer == 1 else (each.second, each.first)
        clashes.append(
            f"You took {names[won]} over {names[lost]}; your other answers give that {chance:.0%}."
        )
    ordered = sorted(found.weight.items(), key=lambda pair: -abs(pair[1]))
    return Criteria(
        answers=sum(each.answer is not None for each in answers),
        agreement=found.agreement,
        weights=tuple(CriterionWeight(name, weight) for name, weight in ordered),
        inconsistencies=tuple(clashes),
    )
