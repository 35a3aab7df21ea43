"""Where the score stands: among examinees, among the same type by specialty, in the own record."""

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.effects import first_known, log_odds
from thirdfriday.models.record_rules import average_score
from thirdfriday.plan.describe import TYPE_NAMES
from thirdfriday.plan.plan_sections import Comparison, SpecialtyStanding, Standing

QUARTILES = 4
HIGHEST = 99  # the highest percentile there is
TEENS = range(11, 14)  # eleventh to thirteenth take no st, nd, rd
PUBLISHED = {
    ApplicantType.MD_GRADUATE: "us_graduate_and_other",
    ApplicantType.DO_GRADUATE: "us_graduate_and_other",
}


def standing(
    case: Case, facts: Facts, catalogue: Catalogue, specialties: Sequence[str]
) -> Standing:
    """What the score means in context: examinees, applicants of the type, the own record.

    Facts: applicants.step_2_ck.mean.*, applicants.step_2_ck.sd.default, applicants.comlex_2.mean
    Method: docs/models/standing.md
    """
    exams = case.applicant.examinations
    if exams.step_2_ck.score is not None:
        score = exams.step_2_ck.score
        percentile = percentile_of(score)
        rows = tuple(_in_specialty(case, key, score, facts, catalogue) for key in specialties)
        said = f"Step 2 CK {score}: {ordinal(percentile)} percentile of first takers of US schools."
        return Standing(
            "Step 2 CK", score, percentile, "first takers of US MD schools, 2023 to 2026", rows,
            _own_record(case, rows, percentile, facts), (said, *(row.words for row in rows)),
        )  # fmt: skip
    if exams.comlex_2.score is not None:
        score = exams.comlex_2.score
        mean, spread = (facts.value(f"applicants.comlex_2.{part}") for part in ("mean", "sd"))
        share = float(ndtr((score - mean) / spread))
        words = (f"COMLEX Level 2 {score}: about the {ordinal(share)} percentile of DO seniors.",)
        return Standing(
            "COMLEX Level 2", score, share, "DO seniors, from the mean and spread", (),
            _own_record(case, (), share, facts), words,
        )  # fmt: skip
    nothing = "No score yet: nothing to compare. Most programs wait for it."
    return Standing("none", None, None, "", (), "", (nothing,))


def ordinal(share: float) -> str:
    """A share as the ordinal of its percentile.

    >>> ordinal(0.03), ordinal(0.21), ordinal(0.5), ordinal(0.999), ordinal(0.12)
    ('3rd', '21st', '50th', '99th', '12th')
    """
    number = min(HIGHEST, max(1, round(100 * share)))
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in TEENS else ending}"


def percentile_of(score: float) -> float:
    """Share of first takers of US MD schools at or below a Step 2 CK score. [0 to 1]

    >>> percentile_of(251) > percentile_of(235) > percentile_of(220)
    True
    """
    table = load_table("published/step_2_ck_percentiles").columns
    known = sorted(
        (s, p)
        for s, p in zip(table["score"], table["step_2_ck_percentile"], strict=True)
        if p is not None
    )
    scores, shares = zip(*known, strict=True)
    return float(np.interp(score, scores, shares)) / 100


def _in_specialty(
    case: Case, specialty: str, score: float, facts: Facts, catalogue: Catalogue
) -> SpecialtyStanding:
    kind = case.applicant.type
    mean = average_score(str(kind), specialty, facts)
    spread = score_spread(case, facts)
    name = catalogue.specialties[specialty].name
    group = f"{TYPE_NAMES[kind]}s who prefer {name}"
    gap = matched_gap(case, specialty, facts)
    rate = match_rate(kind, facts)
    everyone = _compared(group, score, mean, spread)
    matched = unmatched = None
    if gap is not None and rate is not None:
        matched = _compared(f"{group} and matched", score, mean + (1 - rate) * gap, spread)
        unmatched = _compared(f"{group} and did not match", score, mean - rate * gap, spread)
    words = _words(name, everyone, matched, unmatched)
    return SpecialtyStanding(specialty, name, everyone, matched, unmatched, words)


def score_spread(case: Case, facts: Facts) -> float:
    """Standard deviation of the score within the applicant's group. [score]"""
    group = f"applicants.step_2_ck.sd.{case.applicant.group}"
    return facts.value(first_known(facts, group, "applicants.step_2_ck.sd.default"))


def matched_gap(case: Case, specialty: str, facts: Facts) -> float | None:
    """Our estimate of the mean score of the matched less that of the unmatched. [score]

    From the fitted effect of a score: the means are the publisher's and not carried. None where the
    match rate of the type is left out.
    """
    kind = str(case.applicant.type)
    rate = match_rate(case.applicant.type, facts)
    if rate is None or not 0 < rate < 1:
        return None
    stem = "effect.step_2_ck.per_sd"
    name = first_known(
        facts, f"{stem}.{kind}.{specialty}", f"{stem}.{kind}.default", f"{stem}.default"
    )
    chances = -math.log1p(-rate)
    return log_odds(facts, name) * score_spread(case, facts) * chances / rate


def match_rate(kind: ApplicantType, facts: Facts) -> float | None:
    """Share of active applicants of a type that matched in the newest year; None without."""
    if "nrmp" in facts.without:
        return None
    key = PUBLISHED.get(kind, str(kind))
    rows = [r for r in load_table("published/match_rates").rows() if r["applicant_type"] == key]
    return float(max(rows, key=lambda row: row["year"])["match_rate"]) if rows else None


def _compared(group: str, score: float, mean: float, spread: float) -> Comparison:
    share = float(ndtr((score - mean) / spread))
    return Comparison(group, mean, spread, share, "our estimate, shrunk over specialties")


def _words(
    name: str, everyone: Comparison, matched: Comparison | None, unmatched: Comparison | None
) -> str:
    text = (
        f"In {name}: {ordinal(everyone.share_at_or_below)} percentile of applicants of your type "
        f"(mean about {everyone.mean:.0f})"
    )
    if matched and unmatched:
        text += (
            f"; {ordinal(matched.share_at_or_below)} of those who matched (about "
            f"{matched.mean:.0f}), {ordinal(unmatched.share_at_or_below)} of those who did not "
            f"(about {unmatched.mean:.0f})"
        )
    return f"{text}."


def _own_record(
    case: Case, rows: Sequence[SpecialtyStanding], percentile: float, facts: Facts
) -> str:
    """The score against the place in class, where the school ranks.

    A class abroad is set against applicants of the same type, not against examinees of US schools.
    """
    quartile = case.applicant.education.class_quartile
    if quartile is None:
        return "No class rank is given, so the score cannot be set against your own record."
    group, share = "examinees", percentile
    if case.applicant.type.international and rows:
        group, share = "applicants of your type", rows[0].everyone.share_at_or_below
    gap = share - (1.0 - (quartile - 0.5) / QUARTILES)
    said = f"{ordinal(share)} percentile of {group}, and quartile {quartile} of the class"
    if abs(gap) <= facts.value("standing.gap"):
        return f"{said}: in line with your own record."
    if gap < 0:
        return f"{said}: below your own record, so letters and grades argue for more than it does."
    return f"{said}: above your own record, so it is what to lead with."
