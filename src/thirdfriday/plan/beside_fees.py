"""What a season costs beside the application fees of the list, named one by one."""

from collections.abc import Iterator

from thirdfriday.domain.case import Case
from thirdfriday.facts.registry import Facts
from thirdfriday.plan.plan import BesideFee
from thirdfriday.plan.plan_choices import FirstYear


def beside_fees(
    case: Case, facts: Facts, first_year: FirstYear | None, *, couple: bool = False
) -> tuple[BesideFee, ...]:
    """The known costs that the headline's fees leave out; travel is in none of them. [USD each]

    Facts: fee.transcript.usmle_usd, fee.transcript.comlex_usd, fee.ecfmg.token_usd,
        fee.nrmp.registration_usd, fee.nrmp.couples_usd
    """
    return tuple(_fees(case, facts, first_year, couple))


def _fees(
    case: Case, facts: Facts, first_year: FirstYear | None, couple: bool
) -> Iterator[BesideFee]:
    if first_year is not None and first_year.applications:
        count = len(first_year.applications)
        what = f"{count} first-year application{'s' * (count != 1)}"
        yield BesideFee(what, first_year.cost_usd)
    examinations = case.applicant.examinations
    known = (
        ("the USMLE transcript", "fee.transcript.usmle_usd", examinations.has_usmle),
        ("the COMLEX transcript", "fee.transcript.comlex_usd", examinations.has_comlex),
        ("the ECFMG token", "fee.ecfmg.token_usd", case.applicant.type.international),
        ("registration with the NRMP", "fee.nrmp.registration_usd", True),
        ("registration as a couple", "fee.nrmp.couples_usd", couple),
    )
    for what, name, due in known:
        if due and facts.known(name) and facts.value(name):
            yield BesideFee(what, facts.value(name), name)
