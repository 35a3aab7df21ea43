"""Fitted rates of interview by program and applicant group, or assumed ones without the pack."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from thirdfriday.domain.program import Program
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.effects import first_known, log_odds_deviation
from thirdfriday.models.quality import Array


def interview_rates(programs: Sequence[Program], group: str, facts: Facts) -> tuple[Array, Array]:
    """Log-odds of the average applicant of a group and their standard error. [n], [n]

    Fitted by program; without the pack of the rates, assumed by specialty with wider ranges.
    """
    if "residency_explorer" in facts.without:
        return _assumed_rates(programs, group, facts)
    rates = rates_by_program("nrmp" in facts.without)
    pairs = [rates[program.program_id, group] for program in programs]
    logit, error = np.array(pairs).reshape(-1, 2).T
    return logit, error


def _assumed_rates(programs: Sequence[Program], group: str, facts: Facts) -> tuple[Array, Array]:
    stem = f"interview.rate.{group}"
    names = [first_known(facts, f"{stem}.{p.specialty}", f"{stem}.default") for p in programs]
    logit = np.array([facts.value(name) for name in names])
    return logit, np.array([log_odds_deviation(facts, name) for name in names])


@cache
def rates_by_program(without_nrmp: bool) -> dict[tuple[str, str], tuple[float, float]]:
    """Fitted log-odds and standard error by program and group."""
    name = "interview_rates_without_nrmp" if without_nrmp else "interview_rates"
    table = load_table(f"model/{name}").columns
    keys = zip(table["program_id"], table["group"], strict=True)
    values = zip(table["logit_rate"], table["standard_error"], strict=True)
    return dict(zip(keys, values, strict=True))
