"""How the applications behind a published interview rate differ from the reference application."""

import numpy as np

from thirdfriday.domain.signal import SignalRules
from thirdfriday.facts.registry import Facts
from thirdfriday.models.effects import first_known, log_odds
from thirdfriday.models.interview import Mixture
from thirdfriday.models.quality import Array

MOST_SIGNALLED = 0.9  # the mixture keeps some applications without a signal, whatever the shares


def application_mixture(
    facts: Facts, *, specialty: str, group: str, signals: SignalRules, spread: float
) -> Mixture:
    """The mixture of signals, geography, state, rotation and record behind a group's rates.

    Args:
        facts: effects and shares of applications.
        specialty: key of the specialty.
        group: md, do, us_img or non_us_img.
        signals: the signals of the specialty.
        spread: standard deviation of the record, seen and unseen, over the type [log-odds].

    Facts: applications.per_applicant.md, applications.share.in_state.default,
        applications.share.aligned.default
    Method: docs/models/interview.md
    """
    parts = (
        _signals(facts, specialty, group, signals),
        _geography(facts, specialty),
        _state(facts, specialty),
        _rotation(facts, group),
    )
    return Mixture.of(*parts, spread=spread)


def seen_mixtures(
    facts: Facts, *, specialty: str, group: str, signals: SignalRules
) -> tuple[Mixture, Mixture]:
    """The mixture in two: what brings an invitation only, and what a program sees in ranking too.

    Signals and geography, then state and rotation; together they are `application_mixture`.
    """
    brings = (_signals(facts, specialty, group, signals), _geography(facts, specialty))
    binds = (_state(facts, specialty), _rotation(facts, group))
    return Mixture.of(*brings, spread=0.0), Mixture.of(*binds, spread=0.0)


def signal_effects(facts: Facts, specialty: str, signals: SignalRules) -> dict[str, str]:
    """The name of the effect of each signal tier that the specialty has, weakest tier first."""
    names = {}
    for tier in ("standard", "silver", "gold"):
        if any(allowance.tier == tier and allowance.count for allowance in signals.tiers):
            names[tier] = first_known(
                facts, f"effect.signal.{specialty}.{tier}", f"effect.signal.default.{tier}"
            )
    return names


def _signals(facts: Facts, specialty: str, group: str, signals: SignalRules) -> tuple[Array, Array]:
    used_by = "md" if group in ("md", "do") else "img"
    used = facts.value(f"applications.share.signals_used.{used_by}")
    applications = facts.value(f"applications.per_applicant.{group}")
    effects = signal_effects(facts, specialty, signals)
    counts = {str(allowance.tier): allowance.count for allowance in signals.tiers}
    shares = np.array([used * counts[tier] / applications for tier in effects])
    if shares.sum() > MOST_SIGNALLED:
        shares *= MOST_SIGNALLED / shares.sum()
    offsets = [0.0, *(log_odds(facts, name) for name in effects.values())]
    return np.array(offsets), np.array([1.0 - shares.sum(), *shares])


def _geography(facts: Facts, specialty: str) -> tuple[Array, Array]:
    aligned, none = (
        facts.value(first_known(facts, f"{stem}.{specialty}", f"{stem}.default"))
        for stem in ("applications.share.aligned", "applications.share.no_preference")
    )
    offsets = [
        log_odds(facts, "effect.geography.aligned"),
        log_odds(facts, "effect.geography.no_preference"),
        0.0,
    ]
    return np.array(offsets), np.array([aligned, none, max(0.0, 1.0 - aligned - none)])


def _state(facts: Facts, specialty: str) -> tuple[Array, Array]:
    stem = "applications.share.in_state"
    share = facts.value(first_known(facts, f"{stem}.{specialty}", f"{stem}.default"))
    return np.array([0.0, log_odds(facts, "effect.in_state")]), np.array([1.0 - share, share])


def _rotation(facts: Facts, group: str) -> tuple[Array, Array]:
    us = "us" if group in ("md", "do") else "img"
    share = facts.value(f"applications.share.rotation_at_program.{us}")
    effect = log_odds(facts, "effect.rotation_at_program.interview")
    return np.array([0.0, effect]), np.array([1.0 - share, share])


def average_units(
    facts: Facts, *, specialty: str, group: str, signals: SignalRules
) -> dict[str, float]:
    """Share of the applications behind a rate that each effect of the mixture acted on, by name."""
    _, signal_shares = _signals(facts, specialty, group, signals)
    _, geography = _geography(facts, specialty)
    _, state = _state(facts, specialty)
    _, rotation = _rotation(facts, group)
    names = signal_effects(facts, specialty, signals).values()
    units = dict(zip(names, (float(share) for share in signal_shares[1:]), strict=True))
    return units | {
        "effect.geography.aligned": float(geography[0]),
        "effect.geography.no_preference": float(geography[1]),
        "effect.in_state": float(state[1]),
        "effect.rotation_at_program.interview": float(rotation[1]),
    }
