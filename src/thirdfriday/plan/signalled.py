"""Which programs a signal may go to under the rules of the season."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.case import Case
from thirdfriday.domain.experience import HANDS_ON_KINDS, TieKind
from thirdfriday.domain.program import Program
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.quality import Array

AT_HOME = frozenset({TieKind.SCHOOL, TieKind.ROTATION})


def home_programs(case: Case) -> frozenset[str]:
    """Ids of the applicant's home program and of those where they rotated, as far as named."""
    applicant = case.applicant
    ties = {tie.program_id for tie in applicant.ties if tie.program_id and tie.kind in AT_HOME}
    stays = {
        stay.program_id
        for stay in applicant.clinical_experience
        if stay.program_id and stay.kind in HANDS_ON_KINDS
    }
    return frozenset(ties | stays)


def one_institution(programs: Sequence[Program], values: Array) -> list[int]:
    """For each program the one of its institution, city and specialty that is wanted most. [n]

    One signal reaches every track of a specialty at an institution, so that only one of them is
    signalled. A program whose institution is not known stands for itself.
    """
    best: dict[tuple[str, str, str], int] = {}
    keys = []
    for k, program in enumerate(programs):
        code = program.nrmp_institution_code or program.program_id
        key = (code, program.city, program.specialty)
        keys.append(key)
        if key not in best or values[k] > values[best[key]]:
            best[key] = k
    return [best[key] for key in keys]


def signals_allowed(
    case: Case, programs: Sequence[Program], chances: ApplicantChances, values: Array
) -> NDArray[np.bool_]:
    """Whether a signal may go to each program: one of each institution, home where it may. [n]"""
    home = home_programs(case)
    first = one_institution(programs, values)
    return np.array(
        [
            first[k] == k
            and (program.program_id not in home or chances.at(k)[0].signals.signal_home_and_away)
            for k, program in enumerate(programs)
        ],
        dtype=bool,
    )
