"""The clocks of visa and licence on the way back, and the steps of the years in training, dated."""

import datetime as dt
from collections.abc import Iterator

from thirdfriday.domain.case import Case
from thirdfriday.facts.registry import Facts
from thirdfriday.models.return_chain import WAIVER_YEARS
from thirdfriday.plan.long_way import Clock, WayStep
from thirdfriday.plan.rank_order_checks import page_of

CALIFORNIA = "CA"
START_MONTH = 7
OURS = "our own lead time (data/model/long_way.toml)"


def start_of_residency(season: int) -> dt.date:
    """The first day of residency for a season: 1 July after the Match."""
    return dt.date(season, START_MONTH, 1)


def months_after(day: dt.date, months: float) -> dt.date:
    """The first of the month so many months later (negative: before).

    >>> months_after(dt.date(2027, 7, 1), 10)
    datetime.date(2028, 5, 1)
    """
    count = day.year * 12 + day.month - 1 + round(months)
    return dt.date(count // 12, count % 12 + 1, 1)


def clocks_of(
    case: Case, facts: Facts, *, visa: str, residency: int, fellowship: int, california: bool
) -> tuple[Clock, ...]:
    """The limits of law on the way.

    Facts: visa.j1.years_maximum, visa.h1b.years_maximum, license.california.training_valid_months
    """
    found = [*_visa_clocks(facts, visa, residency, fellowship)]
    if california:
        found += _licence_clocks(case, facts, residency)
    return tuple(found)


def _visa_clocks(facts: Facts, visa: str, residency: int, fellowship: int) -> Iterator[Clock]:
    if visa == "none":
        yield Clock(
            "visa", "pass", "No visa: no clock and no waiver on the way.", "your own papers"
        )
        return
    number = facts.number(f"visa.{visa}.years_maximum")
    most = round(number.amount)
    page = page_of(number.source)
    whole = residency + fellowship
    result = "pass" if whole <= most else "fail"
    name = {"j1": "J-1", "h1b": "H-1B"}[visa]
    text = (
        f"{name}: {most} years in all. Residency {residency} and a fellowship of {fellowship} "
        f"make {whole}; {most - residency} years are left after residency."
    )
    yield Clock(f"{name} years", result, text, page)
    if visa == "j1":
        home = round(facts.value("visa.j1.home_rule_years"))
        places = round(facts.value("long_way.conrad.places"))
        text = (
            f"After training: {home} years at home, or a waiver: {WAIVER_YEARS} years full time "
            f"in a shortage area, {places} places a state and year. A J-1 allows no moonlighting."
        )
        yield Clock("home rule", "ask", text, page)
        return
    step = (
        "Cap-exempt at universities and their affiliates; a private employer needs a place under "
        "the cap. A green card begun by the end of the third year stops the clock in practice."
    )
    yield Clock("H-1B cap", "ask", step, page)
    if facts.known("visa.h1b.new_petition_usd"):
        fee = facts.number("visa.h1b.new_petition_usd")
        text = f"A new petition from abroad costs the employer ${fee.amount:,.0f}: ask who pays."
        yield Clock("H-1B petition", "ask", text, page_of(fee.source))


def _licence_clocks(case: Case, facts: Facts, residency: int) -> Iterator[Clock]:
    days = round(facts.value("license.california.training_within_days"))
    valid = round(facts.value("license.california.training_valid_months"))
    page = page_of("mbc-ptl")
    text = (
        f"Training in California: the training licence within {days} days of starting, or clinical "
        f"work stops; valid {valid} months, not renewable. Residency takes {residency * 12}."
    )
    yield Clock("California training licence", "ask", text, page)
    group = "img" if case.applicant.type.international else "us"
    number = facts.number(f"license.california.full_after_months_{group}")
    text = (
        f"Full licence after {number.amount:.0f} months of accredited training; without it no "
        "waiver job and no practice."
    )
    yield Clock("California full licence", "ask", text, page_of(number.source))
    recognised = case.applicant.education.california_recognised
    if case.applicant.type.international:
        result = {True: "pass", False: "fail", None: "ask"}[recognised]
        text = {
            True: "The board recognises your school.",
            False: "The board does not recognise your school: no licence there, whatever the way.",
            None: "Look up whether the board recognises your school before planning on California.",
        }[recognised]
        yield Clock("California and your school", result, text, page_of("sb-815"))


def steps_of(
    case: Case, facts: Facts, *, visa: str, residency: int, california: bool, target: str
) -> tuple[WayStep, ...]:
    """The steps of the years in training in order of their day.

    Facts: long_way.first_contact_months, long_way.conference_months, long_way.elective_months
    """
    start = start_of_residency(case.season)
    end = start.replace(year=start.year + residency)
    found = [*_own_steps(facts, start, end, target), *_fellowship_steps(facts, residency, case)]
    if california:
        found += _california_steps(facts, start, end)
    if visa == "j1":
        found += _waiver_steps(facts, end, california)
    return tuple(sorted(found, key=lambda step: step.due))


def _own_steps(facts: Facts, start: dt.date, end: dt.date, target: str) -> Iterator[WayStep]:
    def after(name: str) -> dt.date:
        return months_after(start, facts.value(f"long_way.{name}_months"))

    elective = after("elective")
    notice = months_after(elective, -facts.value("long_way.elective_notice_months"))
    steps = (
        (after("first_contact"), f"Write to two possible mentors in {target}",
         "A letter from there opens a fellowship or a first job."),
        (after("conference"), f"Send an abstract to a meeting in {target}",
         "You meet the people who hire, at a cost your program often pays."),
        (after("step_3"), "Sit Step 3", "A full licence and an H-1B both wait for it."),
        (notice, f"Ask for an away elective in {target}",
         "Agreements between hospitals and licence papers take half a year."),
        (elective, f"Away elective in {target}", "Four weeks at sight are worth many letters."),
        (months_after(end, -facts.value("long_way.contract_months")), "Have a contract in hand",
         "Hospitalist groups hire a year ahead; a waiver file begins with the contract."),
    )  # fmt: skip
    for due, step, why in steps:
        yield WayStep(due.isoformat(), step, why, OURS)


def _fellowship_steps(facts: Facts, residency: int, case: Case) -> Iterator[WayStep]:
    """Fellowship applications open in the July before the last year, or in December of it."""
    for cycle in ("july", "december"):
        name = f"calendar.fellowship.{cycle}.submit_from"
        last_year = case.season + residency - 1
        if facts.known(name):
            known = facts.moment(name)
            day = dt.date(last_year, known.month, known.day)
            page = page_of(facts.number(name).source)
        else:
            day = dt.date(last_year, START_MONTH, 1) if cycle == "july" else dt.date(
                last_year, 11, 1
            )  # fmt: skip
            page = "this season's dates were not found: about the same time as in 2025"
        yield WayStep(
            day.isoformat(),
            f"Fellowship applications open ({cycle.capitalize()} cycle)",
            "Programs of the region first; signal and say why there.",
            page,
        )


def _california_steps(facts: Facts, start: dt.date, end: dt.date) -> Iterator[WayStep]:
    days = facts.value("license.california.training_within_days")
    yield WayStep(
        (start + dt.timedelta(days=days)).isoformat(),
        "If you train in California: training licence issued by now",
        "Without it clinical work stops; apply in spring.",
        page_of("mbc-ptl"),
    )
    credit = facts.number("long_way.california.credit_days")
    yield WayStep(
        months_after(end, -facts.value("long_way.elective_notice_months")).isoformat(),
        "Apply for the full California licence",
        f"Files take months; with credit from out of state you have {credit.amount:.0f} days.",
        page_of(credit.source),
    )


def _waiver_steps(facts: Facts, end: dt.date, california: bool) -> Iterator[WayStep]:
    """The window of the waiver year: a state files for a start at the end of training."""
    year = end.year - 1
    if not california:
        yield WayStep(
            dt.date(year, 10, 1).isoformat(),
            "The state's Conrad 30 window opens (about; each state has its own)",
            "Places go by date or by need: file on the first day.",
            page_of("hcai-j1"),
        )
        return
    for kind, name in (("primary care", "primary_care"), ("specialists", "specialist")):
        number = facts.number(f"long_way.conrad.california.{name}_from_month")
        yield WayStep(
            dt.date(year, round(number.amount), 1).isoformat(),
            f"California's Conrad 30 window opens for {kind}",
            _conrad(facts),
            page_of(number.source),
        )


def _conrad(facts: Facts) -> str:
    share = facts.value("visa.conrad.california_underserved_share")
    days = facts.value("visa.conrad.california_start_within_days")
    years = facts.value("visa.conrad.california_years")
    return (
        f"{years:.0f} years full time in a shortage area, {100 * share:.0f}% of patients on "
        f"Medi-Cal or uninsured, start within {days:.0f} days."
    )
