"""Brings rates, programs, counts and predictors together as the fit takes them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from builders.interview_applications import (
    NEUROLOGY,
    Applications,
    estimate_applications,
    read_neurology,
)
from builders.interview_features import Design, design
from builders.interview_likelihood import log_likelihood_table
from builders.interview_model import Observations
from builders.interview_season import SeasonNoise, season_noise
from builders.interview_tables import (
    GROUPS,
    FloatArray,
    Program,
    RateTable,
    read_programs,
    read_rates,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that the fit and its checks need. Cells are published (program, group) rates."""

    programs: Sequence[Program]
    rates: RateTable
    applications: Applications
    design: Design
    observations: Observations
    rate: FloatArray
    count: FloatArray
    published: FloatArray
    season: SeasonNoise

    @property
    def specialties(self) -> list[str]:
        """Specialty of every program."""
        return [program.specialty for program in self.programs]

    @property
    def rows(self) -> dict[str, int]:
        """Row of every program by its identity."""
        return {program.program_id: row for row, program in enumerate(self.programs)}


def prepare(tables: Path, catalogue: Path, *, with_nrmp: bool = True) -> Prepared:
    """Everything read, linked and counted; a rate without a catalogue program keeps its own row.

    `with_nrmp` false leaves out all that comes from the National Resident Matching Program:
    positions, fill history and who ranked a specialty.
    """
    programs = read_programs(catalogue)
    if not with_nrmp:
        programs = [replace(program, quota={}, filled={}) for program in programs]
    rates = read_rates(tables, programs)
    known = {program.program_id for program in programs}
    for name, specialty, state in zip(
        rates.program_ids, rates.specialties, rates.states, strict=True
    ):
        if name not in known:
            programs.append(Program(name, "", "", "", state, specialty, name, {}, {}))
    applications = estimate_applications(programs, rates, tables, with_nrmp=with_nrmp)
    matrix = design(programs, tables, rated_specialties=rates.specialties)
    row = {program.program_id: place for place, program in enumerate(programs)}
    record, group = np.nonzero(np.isfinite(rates.rates))
    program_rows = np.array([row[rates.program_ids[place]] for place in record])
    rate = rates.rates[record, group]
    count = applications.counts[program_rows, group]
    curves = log_likelihood_table(
        rate, count, log_count_sd=applications.log_sd[program_rows, group]
    )
    published = np.full((len(programs), len(GROUPS)), np.nan)
    published[program_rows, group] = rate
    of_neurology = {
        (int(place), int(one)): curve
        for place, one, curve in zip(program_rows, group, curves, strict=True)
        if programs[place].specialty == NEUROLOGY
    }
    return Prepared(
        programs=programs,
        rates=rates,
        applications=applications,
        design=matrix,
        observations=Observations(program_rows, group, curves),
        rate=rate,
        count=count,
        published=published,
        season=season_noise(programs, of_neurology, read_neurology(tables)),
    )


def is_catalogued(program: Program) -> bool:
    """Whether a program is in the catalogue, not only in the table of rates."""
    return not program.program_id.startswith("unlinked-")
