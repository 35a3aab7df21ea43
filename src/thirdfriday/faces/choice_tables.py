"""The choices beside the list as tables of words: one form for terminal, HTML and PDF."""

from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.faces.wording import dollars, few, percent
from thirdfriday.plan.plan import Plan


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


def _tables(plan: Plan) -> Iterator[WordTable]:
    if len(plan.specialties) > 1:
        yield _specialties(plan)
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
            waste.reason,
            waste.fact,
            percent(waste.chance_without),
            percent(waste.chance_with),
        )
        for waste in plan.signals.wasted
    )
    head = ("A signal is wasted at", "because of", "fact", "interview without", "with it")
    title = "Signals of your list that are wasted" if plan.own_list else "Where not to signal"
    return WordTable(title, head, rows, numbers=2)
