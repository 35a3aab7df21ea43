"""A small invented plan with every part filled, and text that tries to be markup."""

from dataclasses import replace

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.domain.count_range import CountRange
from thirdfriday.plan import plan as p

NASTY = '#import "x"'


def program(name: str = "Riverside", *, state: str = "CA", new: bool = False) -> p.PlanProgram:
    return p.PlanProgram(
        id="1400500001", acgme_id="1400500001", nrmp_codes=("1234140C0",), name=name,
        institution="Riverside Community Hospital", city="Riverside", state=state,
        specialty="internal_medicine", latitude=33.95, longitude=-117.4, positions=12,
        new_program=new,
    )  # fmt: skip


def application(name: str, *, tier: int = 1, signal: str | None = None) -> p.PlannedApplication:
    return p.PlannedApplication(
        program=program(name, new=tier == 2),
        geographic_tier=tier,
        geographic_tier_name=("target", "wider region", "rest of the nation")[tier - 1],
        selectivity_tier="target",
        signal=signal,
        in_target=tier == 1,
        chance_of_interview=ChanceRange(0.1, 0.2, 0.4),
        chance_of_match=0.05,
        chance_of_match_if_interviewed=0.25,
        preference=0.8,
        eligibility=(p.Gate("visa", "ask", "J-1: not published"),),
        reasons=(p.Reason("Step 2 CK", -0.27, "235 against 245"),),
        marginal_value=0.0123,
        fee_usd=11.0,
        confirm=("J-1 sponsorship", *(["the Step 2 CK floor"] if tier == 1 else [])),
    )


def invented_plan(title: str = "Ana") -> p.Plan:
    chance = ChanceRange(0.31, 0.4, 0.52)
    small = ChanceRange(0.01, 0.02, 0.05)
    price = p.ConstraintPrice("the need for a visa", 0.5, 0.1, 6.0, 0.01, 33.0, 3, 0.1)
    return p.Plan(
        schema=p.SCHEMA,
        version="0.1.0",
        season=2027,
        seed=7,
        data_hash="0123456789abcdef",
        case=p.CaseSummary(
            title, "non_us_img", "internal_medicine", "Internal Medicine", "Los Angeles County",
            "strong", ("non-US-citizen IMG", "Step 2 CK 235"),
        ),
        headline=p.Headline(chance, small, CountRange(3.1, 4.6, 6.2), small, 33.0, 3),
        certificate=p.PlanCertificate(0.35, 0.3504, 0.0011),
        choices=(
            application("Riverside", signal="gold"),
            application(NASTY, tier=2),
            application("Ana & Sons [_*$ <b>", tier=3),
        ),
        excluded=(p.Exclusion(program("Harbor"), "visa", "J-1: no (2021, confirm)", 30.0),),
        geography=p.Geography(
            ("pacific",), None, (p.GeographyAlternative((), "urban", 0.3, 0.39, 0.02, 4.4),)
        ),
        tiers=(p.TierCount(1, "target", 16, 11, 11, 1, 0.2),),
        further=(
            p.FurtherApplication(1, 0.1, 0.1, 11.0, 11.0),
            p.FurtherApplication(2, 0.15, 0.16, 11.0, 22.0),
        ),
        frontier=(p.FrontierPoint(0.4, 0.02, True), p.FrontierPoint(0.38, 0.05, False)),
        prices=(price,),
        own_list=None,
        assumptions=(p.Assumption("applicant.ties", "none", "not given in the case file"),),
        notes=(p.Note("confirm", "Signals are those of an earlier season."),),
        sources=(p.SourceUsed("a", "A report", "A publisher", "a place", "2026"),),
    )  # fmt: skip


def empty_plan() -> p.Plan:
    """A plan with nothing in the parts that may be empty."""
    full = invented_plan()
    return replace(
        full, excluded=(), prices=(), assumptions=(), notes=(), sources=(),
        choices=tuple(replace(c, signal=None, reasons=(), confirm=()) for c in full.choices),
        geography=p.Geography((), None, ()),
    )  # fmt: skip


def judged_plan() -> p.Plan:
    """A plan beside a list of the user's own."""
    full = invented_plan()
    head = full.headline
    own = p.OwnList(
        2, 22.0, head.chance_of_match, head.chance_of_match_in_target, head.expected_interviews,
        head.chance_of_no_interview, 0.3, full.excluded, (program("Only here"),), (program(),),
    )  # fmt: skip
    return replace(full, own_list=own)
