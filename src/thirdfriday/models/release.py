"""The event of an invitation going out: the share of a specialty's invitations out by a day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array

MONTHS = ("october", "november", "december", "january")
MONTH_DAYS = (31, 30, 31)
"""Days from 1 October to 1 November, to 1 December, to 1 January."""


@dataclass(frozen=True, slots=True)
class ReleaseCurve:
    """The share of invitations out by days since programs could read applications.

    `days` and `shares` are the corners of the curve, from 0 to 1; `shift` moves it later. [days]
    `says_no` is the share of programs that tell those whom they do not invite, at the same pace.
    """

    seen_on: dt.date
    days: tuple[float, ...]
    shares: tuple[float, ...]
    shift: float = 0.0
    says_no: float = 0.0

    def share_out(self, day: dt.date) -> float:
        """The share of the season's invitations that should be out by the end of `day`. [0 to 1]

        >>> curve = ReleaseCurve(dt.date(2026, 9, 23), (0.0, 50.0), (0.0, 1.0))
        >>> curve.share_out(dt.date(2026, 9, 22)), curve.share_out(dt.date(2026, 10, 18))
        (0.0, 0.5)
        """
        elapsed = (day - self.seen_on).days
        if elapsed < 0:
            return 0.0
        return float(np.interp(elapsed - self.shift, self.days, self.shares))

    def told_by(self, out: float) -> float:
        """How much silence says where a share `out` of invitations is out. [0 to 1]

        Silence is a little more hopeful than that share, as some programs would have said no:
        1 - says_no out - P out (1 - says_no) is in proportion to 1 - P told.

        >>> curve = ReleaseCurve(dt.date(2026, 9, 23), (0.0, 50.0), (0.0, 1.0), says_no=0.2)
        >>> round(curve.told_by(0.5), 3), curve.told_by(0.0), curve.told_by(1.0)
        (0.444, 0.0, 1.0)
        """
        return out * (1.0 - self.says_no) / (1.0 - self.says_no * out)

    def at(self, program_id: str) -> "ReleaseCurve":
        """The curve of the specialty of a program."""
        return self

    def day_of(self, share: float) -> dt.date:
        """The first day on which that share of the invitations should be out."""
        last = self.seen_on + dt.timedelta(days=int(self.days[-1] + abs(self.shift)) + 1)
        day = self.seen_on
        while day < last and self.share_out(day) < share:
            day += dt.timedelta(days=1)
        return day

    def shifted(self, days: float) -> "ReleaseCurve":
        """The same curve that many days later."""
        return replace(self, shift=self.shift + days)


@dataclass(frozen=True, slots=True)
class ReleaseCurves:
    """The curves of several specialties, together as the list's applications spread over them.

    `part_of` says which curve a program follows, `shares` what share of the list each curve has.
    """

    curves: tuple[ReleaseCurve, ...]
    shares: tuple[float, ...]
    part_of: Mapping[str, int]

    @property
    def seen_on(self) -> dt.date:
        """The first day on which programs of any of the specialties can read."""
        return min(curve.seen_on for curve in self.curves)

    def at(self, program_id: str) -> ReleaseCurve:
        """The curve of the specialty of a program."""
        return self.curves[self.part_of[program_id]]

    def share_out(self, day: dt.date) -> float:
        """The share of invitations that should be out, over the applications of the list."""
        pairs = zip(self.curves, self.shares, strict=True)
        return sum(share * curve.share_out(day) for curve, share in pairs)

    def day_of(self, share: float) -> dt.date:
        """The first day on which that share of the invitations should be out."""
        last = max(curve.day_of(1.0) for curve in self.curves)
        day = self.seen_on
        while day < last and self.share_out(day) < share:
            day += dt.timedelta(days=1)
        return day

    def shifted(self, days: float) -> "ReleaseCurves":
        """The same curves that many days later."""
        return replace(self, curves=tuple(curve.shifted(days) for curve in self.curves))


def joint_curve(
    curves: Mapping[str, ReleaseCurve], specialty_of: Mapping[str, str], listed: Sequence[str]
) -> ReleaseCurve | ReleaseCurves:
    """The curves of a list's specialties as one; a single one stays as it is.

    Args:
        curves: by specialty.
        specialty_of: the specialty of every program that may be asked about.
        listed: the programs applied to.
    """
    names = list(curves)
    if len(names) == 1:
        return curves[names[0]]
    counts = [sum(specialty_of[program] == name for program in listed) for name in names]
    whole = sum(counts)
    shares = tuple(count / whole if whole else 1.0 / len(names) for count in counts)
    part_of = {program: names.index(name) for program, name in specialty_of.items()}
    return ReleaseCurves(tuple(curves.values()), shares, part_of)


def release_curve(facts: Facts, specialty: str, service: str) -> ReleaseCurve:
    """The curve of a specialty in the season of `facts`.

    The survey's months are read as days since programs could see applications, so that a season
    which begins a week later runs a week later. Where a specialty has a common offer day, the
    share of invitations that goes out on it does so at once.

    Facts: season.invitations.by.october.default, season.timing.days_before_october,
        season.timing.days_to_last, season.timing.shift, season.rejections.share,
        calendar.eras.programs_see
    Method: docs/models/season.md

    >>> from thirdfriday.facts.registry import load_facts
    >>> curve = release_curve(load_facts(), "internal_medicine", "eras")
    >>> shares = [curve.share_out(dt.date(2026, month, 1)) for month in (9, 10, 11, 12)]
    >>> shares == sorted(shares) and shares[0] == 0.0
    True
    """
    first = facts.value("season.timing.days_before_october")
    days = first + np.concatenate([[0], np.cumsum(MONTH_DAYS)])
    stem = "season.invitations.by"
    shares = [
        facts.first(f"{stem}.{month}.{specialty}", f"{stem}.{month}.default").amount
        for month in MONTHS
    ]
    last = max(facts.value("season.timing.days_to_last"), float(days[-1]) + 1)
    corners = np.array([0.0, *days, last])
    out = np.array([0.0, *np.maximum.accumulate(shares), 1.0])
    offer_day, share = offer_day_of(facts, specialty)
    if share:
        corners, out = with_offer_day(corners, out, day=offer_day, share=share)
    return ReleaseCurve(
        seen_on=programs_see(facts, specialty, service),
        days=tuple(corners.tolist()),
        shares=tuple(out.tolist()),
        shift=facts.value("season.timing.shift"),
        says_no=facts.value("season.rejections.share"),
    )


def offer_day_of(facts: Facts, specialty: str) -> tuple[float, float]:
    """A specialty's common offer day and the share of invitations on it; 0 without one. [days]

    Facts: season.offer_day.orthopaedic_surgery.days, season.offer_day.orthopaedic_surgery.share
    """
    stem = f"season.offer_day.{specialty}"
    if not facts.known(f"{stem}.days"):
        return 0.0, 0.0
    return facts.value(f"{stem}.days"), facts.value(f"{stem}.share")


def with_offer_day(days: Array, shares: Array, *, day: float, share: float) -> tuple[Array, Array]:
    """A curve of which a share goes out on one day, the rest at its own pace. [days, 0 to 1]

    >>> days, out = with_offer_day(np.array([0.0, 100.0]), np.array([0.0, 1.0]), day=50, share=0.5)
    >>> days.tolist(), out.tolist()
    ([0.0, 49.0, 50.0, 100.0], [0.0, 0.245, 0.75, 1.0])
    """
    corners = np.unique(np.concatenate([days, [day - 1.0, day]]))
    step = np.interp(corners, (day - 1.0, day), (0.0, 1.0))
    return corners, (1.0 - share) * np.interp(corners, days, shares) + share * step


def programs_see(facts: Facts, specialty: str, service: str) -> dt.date:
    """The day on which programs of the specialty can first read applications."""
    own = f"calendar.{service}.{specialty}.programs_see"
    return facts.moment(own if facts.known(own) else "calendar.eras.programs_see").date()


def drawn_shifts(facts: Facts, rng: np.random.Generator, count: int) -> Array:
    """How far this season runs ahead of or behind the curve, `count` times. [days]

    Facts: season.timing.shift, range.deviations.assumption
    """
    low, _, high = facts.range("season.timing.shift")
    spread = (high - low) / (2.0 * facts.value("range.deviations.assumption"))
    shifts: Array = spread * rng.standard_normal(count)
    return shifts
