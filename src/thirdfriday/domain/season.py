"""The season: its year, what applications cost by service, and its dates."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts


@dataclass(frozen=True, slots=True)
class FeeStep:
    """The price of each application up to the `up_to`-th; None where the step has no end. [USD]."""

    up_to: int | None
    each_usd: float


@dataclass(frozen=True, slots=True)
class FeeCurve:
    """What one application service charges for the programs of one specialty.

    `base_usd` pays for the first `base_covers` applications; each later one is priced by its step.

    >>> eras = FeeCurve("eras", 0, 0, (FeeStep(30, 11), FeeStep(None, 30)))
    >>> eras.cumulative_usd(43) + eras.cumulative_usd(7), eras.marginal_usd(31)
    (797, 30)
    """

    service: str
    base_usd: float
    base_covers: int
    steps: tuple[FeeStep, ...]
    confirmed: bool = True

    def cumulative_usd(self, count: int) -> float:
        """The fee for `count` programs of one specialty. [USD]."""
        if count < 0:
            raise ValueError("A number of applications cannot be negative.")
        if count == 0:
            return 0
        total, priced = self.base_usd, self.base_covers
        for step in self.steps:
            end = count if step.up_to is None else min(count, step.up_to)
            total += max(0, end - priced) * step.each_usd
            priced = max(priced, end)
        return total

    def marginal_usd(self, count: int) -> float:
        """What the `count`-th program of one specialty adds to the fee. [USD]."""
        if count < 1:
            raise ValueError("The first application is number 1.")
        return self.cumulative_usd(count) - self.cumulative_usd(count - 1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date of the season, and whether it was published for this season."""

    name: str
    moment: dt.date | dt.datetime
    confirmed: bool

    @property
    def day(self) -> dt.date:
        """The calendar day, in the zone the date was published in."""
        return self.moment.date() if isinstance(self.moment, dt.datetime) else self.moment


@dataclass(frozen=True, slots=True)
class Season:
    """One season of the Match: `year` is that of Match Day.

    `unpriced` are the services whose fees were looked for and not found; dates that were not found
    are left out of `deadlines`. A transcript is paid once per season and examination, if sent.
    """

    year: int
    fees: tuple[FeeCurve, ...]
    unpriced: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    usmle_transcript_usd: float
    comlex_transcript_usd: float

    def fee_curve(self, service: str) -> FeeCurve:
        """The fee curve of an application service.

        Raises:
            FactError: its fees are not published, or no such service is known.
        """
        for curve in self.fees:
            if curve.service == service:
                return curve
        if service in self.unpriced:
            raise FactError(
                f"The fees of {service} for season {self.year} are not published where we looked. "
                "Leave its programs out of the cost and say so, or add the fee with its source."
            )
        known = ", ".join(curve.service for curve in self.fees)
        raise FactError(f"No application service is called {service!r}. Known: {known}.")

    def prices(self, service: str) -> bool:
        """Whether the fees of this service are known."""
        return any(curve.service == service for curve in self.fees)

    def fee_usd(self, service: str, count: int) -> float:
        """The fee for `count` programs of one specialty through `service`. [USD]."""
        return self.fee_curve(service).cumulative_usd(count)

    def marginal_fee_usd(self, service: str, count: int) -> float:
        """What the `count`-th program of one specialty adds through `service`. [USD]."""
        return self.fee_curve(service).marginal_usd(count)

    def total_fee_usd(self, applications: Mapping[tuple[str, str], int]) -> float:
        """The fees of a whole list, counted anew in each specialty. [USD].

        Args:
            applications: number of programs by (service, specialty).
        """
        return sum(self.fee_usd(service, n) for (service, _), n in applications.items())

    def deadline(self, name: str) -> Deadline:
        """The date called `name`, such as "eras.submit_from" or "nrmp.rank_deadline".

        Raises:
            FactError: the season's calendar has no such date.
        """
        for deadline in self.deadlines:
            if deadline.name == name:
                return deadline
        known = ", ".join(deadline.name for deadline in self.deadlines)
        raise FactError(f"Season {self.year} has no date {name!r}. It has: {known}.")


def season_from_facts(facts: Facts) -> Season:
    """The season that a registry of facts describes.

    Facts: fee.<service>.base_usd, .base_covers, .tier_<n>.up_to, .tier_<n>.each_usd; calendar.*

    >>> from thirdfriday.facts.registry import load_facts
    >>> season_from_facts(load_facts(2026)).fee_usd("residencycas", 46)
    683
    """
    services = _services(facts)
    priced = [service for service in services if facts.known(f"fee.{service}.base_usd")]
    return Season(
        year=facts.season,
        fees=tuple(_curve(facts, service) for service in priced),
        unpriced=tuple(service for service in services if service not in priced),
        deadlines=tuple(
            Deadline(name, _moment(number), number.confirmed and number.kind == "fact")
            for name, number in facts.under("calendar").items()
            if number.kind != "unknown"
        ),
        usmle_transcript_usd=_plain(facts.number("fee.transcript.usmle_usd")),
        comlex_transcript_usd=_plain(facts.number("fee.transcript.comlex_usd")),
    )


def _services(facts: Facts) -> list[str]:
    suffix = ".base_usd"
    return [name.removesuffix(suffix) for name in facts.under("fee") if name.endswith(suffix)]


def _curve(facts: Facts, service: str) -> FeeCurve:
    numbers = facts.under(f"fee.{service}")
    steps: list[FeeStep] = []
    while f"tier_{len(steps) + 1}.each_usd" in numbers:
        tier = f"tier_{len(steps) + 1}"
        limit = numbers.get(f"{tier}.up_to")
        up_to = None if limit is None else int(limit.amount)
        steps.append(FeeStep(up_to, _plain(numbers[f"{tier}.each_usd"])))
    return FeeCurve(
        service=service,
        base_usd=_plain(numbers["base_usd"]),
        base_covers=int(numbers["base_covers"].amount),
        steps=tuple(steps),
        confirmed=all(number.confirmed for number in numbers.values()),
    )


def _plain(number: Number) -> float:
    amount = number.amount
    return int(amount) if amount.is_integer() else amount


def _moment(number: Number) -> dt.date:
    if isinstance(number.value, dt.date):
        return number.value
    raise FactError(f"{number.file}: {number.name} is {number.value!r}, not a date. Write a date.")
