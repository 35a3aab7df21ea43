"""The choices beside the list as tables of words: one form for terminal, HTML and PDF."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.faces.wording import dollars, few, percent
from thirdfriday.plan.plan import GeographyAlternative, Plan
from thirdfriday.plan.plan_choices import Couple, FirstYear

PAIRS_SHOWN = 20
WASTED_WORDS = {"certain yes": "invites you without it", "certain no": "next to no chance with it"}


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table ready to show: the first columns are words, the last `numbers` are figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int
    note: str = ""


def choice_tables(plan: Plan) -> tuple[WordTable, ...]:
    """The tables of a plan that has the choices they tell of."""
    return tuple(_tables(plan))


def signals_in_short(plan: Plan) -> tuple[str, ...]:
    """How many signals each specialty has and sends: what the table of them does not say.

    Where there is no such table, whom to signal; empty for a plan that sends none.
    """
    if not plan.signals.sent:
        return tuple(_named(plan))
    lines = []
    for share in plan.specialties:
        if not share.signals:
            continue
        name = f"{share.name}: " if len(plan.specialties) > 1 else ""
        sent = ", ".join(
            f"all {s.available} {s.signal}"
            if s.sent == s.available
            else f"{s.sent} of {s.available} {s.signal}"
            for s in share.signals
        )
        kept = sum(s.available - s.sent for s in share.signals)
        rest = f"; the other {kept} would gain nothing at any program" if kept else ""
        lines.append(f"{name}{sent} sent{rest}")
    return tuple(lines)


def worth_against_plan(plan: Plan, other: GeographyAlternative) -> float:
    """What another geography answer is worth by the applicant's wishes, less fees. [points]"""
    return 100.0 * (other.value - plan.certificate.value)


def _named(plan: Plan) -> Iterator[str]:
    """Whom to signal, the rarest kind first."""
    kinds = Counter(choice.signal for choice in plan.choices if choice.signal)
    for kind, _ in sorted(kinds.items(), key=lambda pair: pair[1]):
        names = [
            f"{choice.program.name} ({choice.program.city}, {choice.program.state})"
            for choice in plan.choices
            if choice.signal == kind
        ]
        yield f"{str(kind).capitalize()}: {'; '.join(names)}"


def _tables(plan: Plan) -> Iterator[WordTable]:
    if len(plan.specialties) > 1:
        yield _specialties(plan)
    if plan.first_year:
        yield from _first_year(plan.first_year)
    if plan.couple:
        yield from _couple(plan.couple)
    if plan.signals.sent:
        yield _signals(plan)
    if plan.signals.wasted:
        yield _wasted(plan)


def _specialties(plan: Plan) -> WordTable:
    rows = []
    for share in plan.specialties:
        signals = ", ".join(f"{s.sent} of {s.available} {s.signal}" for s in share.signals)
        rows.append(
            (
                share.name,
                signals or "none",
                f"{share.desire:.2f}",
                str(share.open),
                str(share.applications),
                dollars(share.cost_usd),
                few(share.expected_interviews),
                percent(share.chance_of_match, 1),
            )
        )
    head = (
        "Specialty",
        "signals",
        "worth",
        "open",
        "apply to",
        "fees",
        "interviews",
        "match in it",
    )
    return WordTable(
        "Specialties, planned together",
        head,
        tuple(rows),
        numbers=6,
        note="Interview days and money are shared; fees begin anew in each specialty, and signals "
        "do not cross.",
    )


def _signals(plan: Plan) -> WordTable:
    rows = tuple(
        (
            f"{sent.program.name}, {sent.program.city}",
            sent.signal,
            percent(sent.chance_without),
            percent(sent.chance_with),
            f"{100 * sent.gain:.2f}",
            f"{100 * sent.gain_over_next_best:.2f}",
        )
        for sent in plan.signals.sent
    )
    head = ("Signal to", "kind", "interview without", "with it", "adds", "over the next best")
    return WordTable(
        "What each signal gains",
        head,
        rows,
        numbers=4,
        note="In points of the plan's value: against the same list without the signal, and against "
        "the best list that does not signal this program.",
    )


def _wasted(plan: Plan) -> WordTable:
    rows = tuple(
        (
            f"{waste.program.name}, {waste.program.city}",
            WASTED_WORDS.get(waste.reason, waste.reason),
            "" if waste.reason in WASTED_WORDS else waste.fact,
            percent(waste.chance_without),
            percent(waste.chance_with),
        )
        for waste in plan.signals.wasted
    )
    head = ("A signal is wasted at", "because of", "fact", "interview without", "with it")
    title = "Signals of your list that are wasted" if plan.own_list else "Where not to signal"
    return WordTable(title, head, rows, numbers=2)


def _first_year(year: FirstYear) -> Iterator[WordTable]:
    rows = tuple(
        (
            f"{item.program.name}, {item.program.city}",
            item.program.specialty.replace("_", " "),
            item.signal or "",
            percent(item.chance_of_interview),
            str(item.near_programs),
        )
        for item in year.applications
    )
    over = ""
    if year.over_budget_usd:
        over = (
            f" That is {dollars(year.over_budget_usd)} over the budget: cut the list or raise it."
        )
    yield WordTable(
        "A first year beside the advanced positions",
        ("Apply to", "in", "signal", "interview", "near listed"),
        rows,
        numbers=2,
        note=f"An advanced match comes with {percent(year.chance_of_advanced_match)}, a first year "
        f"with it in {percent(year.chance_of_first_year_given_advanced)} of these. Fees "
        f"{dollars(year.cost_usd)} more; keep {year.interview_days} interview days for it.{over}",
    )
    lists: list[tuple[str, ...]] = []
    before = ""
    for item in year.supplemental:
        ranked = "; ".join(f"{each.name} ({each.city})" for each in item.ranked)
        words = "the same list" if ranked == before else ranked
        before = ranked
        lists.append((f"{item.program.name}, {item.program.city}", words, str(item.near)))
    yield WordTable(
        "Supplemental lists to rank behind each advanced program",
        ("Behind", "rank, as far as they interview you", "near"),
        tuple(lists),
        numbers=1,
    )


def _couple(couple: Couple) -> Iterator[WordTable]:
    sides = tuple(
        (
            side.title,
            side.specialty.replace("_", " "),
            str(side.applications),
            str(side.changed),
            dollars(side.cost_usd),
            dollars(side.extra_rank_usd),
        )
        for side in (couple.first, couple.second)
    )
    chances = (
        f"Both matched near each other {percent(couple.chance_both_near)}, both but apart "
        f"{percent(couple.chance_both_apart)}, only {couple.first.title} "
        f"{percent(couple.chance_only_first)}, only {couple.second.title} "
        f"{percent(couple.chance_only_second)}, neither {percent(couple.chance_neither)}. "
        f"Worth {couple.value:.3f} against {couple.value_of_separate_lists:.3f} with the lists "
        f"each would send alone, and at most {couple.upper_bound:.3f} if distance did not matter."
    )
    head = ("Partner", "specialty", "apply to", "changed", "fees", "extra ranks")
    yield WordTable("As a couple: both lists together", head, sides, numbers=4, note=chances)
    rows = tuple(
        (pair.first, pair.second, "near" if pair.near else "", str(pair.rank))
        for pair in couple.pairs[:PAIRS_SHOWN]
    )
    yield WordTable(
        f"The first {len(rows)} of {len(couple.pairs)} pairs to rank",
        (couple.first.title, couple.second.title, "", "rank"),
        rows,
        numbers=1,
        note=f"{couple.pairs_possible} pairs are possible, {couple.pairs_maximum} may be ranked; "
        "rank only programs that interview you. The whole list is in the JSON.",
    )
