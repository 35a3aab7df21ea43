"""Numbers in words a person understands: percent, dollars, "about 4 in 10"."""

from typing import Protocol

from thirdfriday.plan.plan import Headline


class LowCentralHigh(Protocol):
    """Anything with a range."""

    @property
    def low(self) -> float:
        """The low end."""

    @property
    def central(self) -> float:
        """The central value."""

    @property
    def high(self) -> float:
        """The high end."""


def percent(chance: float, digits: int = 0) -> str:
    """A chance in percent, never a false 0% or 100%.

    >>> percent(0.417), percent(0.004), percent(0.9991), percent(0.0), percent(0.0123, 2)
    ('42%', '<1%', '>99%', '0%', '1.23%')
    """
    smallest = 10.0**-digits / 100
    if 0 < chance < smallest / (1 if digits else 2) or (not digits and 0 < chance <= 0.005):
        return f"<{100 * smallest:.{digits}f}%"
    if 1 - smallest / 2 <= chance < 1:
        return f">{100 * (1 - smallest):.{digits}f}%"
    return f"{100 * chance:.{digits}f}%"


def percent_range(chance: LowCentralHigh) -> str:
    """A chance with its 80% range, which never shrinks to a certainty by rounding.

    >>> from thirdfriday.domain.chance import ChanceRange
    >>> percent_range(ChanceRange(0.31, 0.4, 0.52))
    '40% (31-52)'
    >>> percent_range(ChanceRange(0.0001, 0.001, 0.004))
    '<1% (0-1)'
    """
    low, high = (round(100 * value) for value in (chance.low, chance.high))
    low = min(low, 99) if chance.low < 1 else low
    high = max(high, 1) if chance.high > 0 else high
    return f"{percent(chance.central)} ({low}-{high})"


def in_ten(chance: LowCentralHigh) -> str:
    """The range in plain words.

    >>> from thirdfriday.domain.chance import ChanceRange
    >>> in_ten(ChanceRange(0.31, 0.4, 0.52))
    'about 4 in 10; could be 3 to 5 in 10'
    >>> in_ten(ChanceRange(0.01, 0.02, 0.04))
    'about 2 in 100; could be 1 to 4 in 100'
    >>> in_ten(ChanceRange(0.0, 0.002, 0.006))
    'about 2 in 1000; could be 0 to 6 in 1000'
    """
    base = 100 if chance.high < 0.1 or chance.low > 0.9 else 10
    if base == 100 and round(base * chance.central) in (0, base):
        base = 1000
    low, central, high = (
        round(base * value) for value in (chance.low, chance.central, chance.high)
    )
    if low == high:
        return f"about {central} in {base}"
    return f"about {central} in {base}; could be {low} to {high} in {base}"


def few(count: float) -> str:
    """An expected count: one digit, or two when it is far below one.

    >>> few(4.98), few(0.031), few(0.0)
    ('5.0', '0.03', '0.0')
    """
    return f"{count:.2f}" if 0 < count < 0.1 else f"{count:.1f}"


def fees_in_words(headline: Headline) -> str:
    """The application fees, and how much is due beside them.

    >>> from thirdfriday.domain.chance import ChanceRange
    >>> from thirdfriday.domain.count_range import CountRange
    >>> from thirdfriday.plan.plan import BesideFee
    >>> chance = ChanceRange(0.1, 0.2, 0.3)
    >>> beside = (BesideFee("the USMLE transcript", 80.0), BesideFee("the ECFMG token", 165.0))
    >>> fees_in_words(
    ...     Headline(chance, chance, CountRange(1, 2, 3), chance, 330.0, 30, beside))
    'fees $330, and $245 beside them'
    """
    beside = sum(fee.usd for fee in headline.beside)
    return f"fees {dollars(headline.cost_usd)}" + (
        f", and {dollars(beside)} beside them" if beside else ""
    )


def signed(change: float, digits: int = 1) -> str:
    """A change with its sign; one that rounds to nothing has none.

    >>> signed(2.13), signed(-0.4), signed(-0.02), signed(0.004, 2)
    ('+2.1', '-0.4', '0.0', '0.00')
    """
    text = f"{change:+.{digits}f}"
    return text if text.strip("+-0.") else text[1:]


def dollars(amount: float) -> str:
    """An amount of money in whole dollars.

    >>> dollars(3030)
    '$3,030'
    """
    return f"${amount:,.0f}"


def saved(amount: float) -> str:
    """Money that a change saves or costs; nothing where it is the same.

    >>> saved(90.0), saved(-330.0), saved(0.0)
    ('$90 saved', '$330 more', '')
    """
    if round(amount) == 0:
        return ""
    return f"{dollars(abs(amount))} {'saved' if amount > 0 else 'more'}"
