import datetime as dt

import pytest

from thirdfriday.errors import CaseError
from thirdfriday.plan.soap import UnfilledProgram
from thirdfriday.plan.soap_build import build_soap


def unfilled(catalogue, count=60, specialty="internal_medicine"):
    programs = [p for p in catalogue.of_specialty(specialty) if p.offered]
    return tuple(UnfilledProgram(p.program_id, 2) for p in programs[:count])


def build(case, *rows, **more):
    return build_soap(case, *rows, zone=dt.UTC, zone_name="UTC", **more)


def test_at_most_45_are_chosen_and_none_that_refuses(case_of, catalogue):
    found = build(case_of("img_internal_medicine"), unfilled(catalogue, 120))
    assert len(found.applications) == 45
    refused = {name for check in found.refused for name in check.programs}
    assert refused
    assert not refused & {f"{a.program}, {a.city}, {a.state}" for a in found.applications}
    assert 0 < found.chance_of_any_offer < 1
    around = found.range_of_any_offer
    assert around.low < around.central == found.chance_of_any_offer < around.high
    assert [rule.round for rule in found.rounds] == [1, 2, 3, 4]


def test_46_are_refused_with_the_rule_and_45_are_not(case_of, catalogue):
    case = case_of("md_strong")
    rows = unfilled(catalogue, 46)
    with pytest.raises(CaseError, match=r"46 applications .* allows 45 .* take off 1"):
        build(case, own_list=rows)
    assert len(build(case, own_list=rows[:45]).applications) <= 45


def test_offers_in_hand_are_weighed_against_waiting(case_of, catalogue):
    case = case_of("md_strong")
    rows = unfilled(catalogue, 30)
    found = build(case, rows)
    best = max(found.applications, key=lambda each: each.value)
    made = build(case, rows, offers=(best.id,), offer_round=4)
    assert made.decision.accept and made.decision.best_id == best.id
    with pytest.raises(CaseError) as caught:
        build(case, rows, offers=("nothing",), offer_round=7)
    assert len(caught.value.problems) == 2
    with pytest.raises(CaseError):
        build(case, offers=("nothing",))


def test_a_poor_offer_is_declined_early_and_taken_late(case_of, catalogue):
    case = case_of("md_strong")
    ids = [row.program_id for row in unfilled(catalogue, 40)]
    rows = [UnfilledProgram(key, 400, score=100.0) for key in ids[1:]]
    rows.append(UnfilledProgram(ids[0], 400, score=20.0))
    early = build(case, rows, offers=(ids[0],), offer_round=1).decision
    late = build(case, rows, offers=(ids[0],), offer_round=4).decision
    assert not early.accept and late.accept
    assert early.chance_of_better > late.chance_of_better == 0.0


def test_one_year_positions_and_other_specialties_are_worth_less(case_of, catalogue):
    case = case_of("md_strong")
    program = next(
        p
        for p in catalogue.of_specialty("internal_medicine")
        if {"categorical", "preliminary"}
        <= {t.position_type for t in p.tracks if t.positions(2026)}
    )  # fmt: skip
    codes = {t.position_type: t.nrmp_code for t in program.tracks if t.positions(2026)}
    rows = [
        UnfilledProgram(program.program_id, 1, codes[kind])
        for kind in ("categorical", "preliminary")
    ]
    made = build(case, rows)
    year = {each.preliminary: each.value for each in made.applications}
    assert year[True] < year[False]
    other = build(case, unfilled(catalogue, 3, "family_medicine"))
    assert max(each.value for each in other.applications) < 1.0


def test_without_a_list_it_tells_where_positions_are_often_left(case_of):
    found = build(case_of("img_internal_medicine"))
    chances = [each.chance_unfilled for each in found.likely_unfilled]
    assert chances == sorted(chances, reverse=True) and chances
    assert found.applications == () and found.chance_of_any_offer is None


def test_every_specialty_of_the_case_first_years_and_others_are_told_of(case_of, catalogue):
    found = build(case_of("two_specialties"))
    kinds = [(group.kind, group.specialty) for group in found.groups]
    assert kinds[:2] == [("wanted", "psychiatry"), ("wanted", "family_medicine")]
    assert ("preliminary year", "transitional_year") in kinds
    assert ("other specialty", "internal_medicine") in kinds
    assert kinds.index(("preliminary year", "transitional_year")) < kinds.index(
        ("other specialty", "internal_medicine")
    )
    named = {(each.kind, each.specialty) for each in found.likely_unfilled}
    assert named == set(kinds[:2])
    beyond = {(each.kind, each.specialty) for each in found.likely_beyond}
    assert ("preliminary year", "general_surgery") in beyond and not beyond & named
    assert all(group.open_to_you <= group.listed for group in found.groups)


def test_programs_that_a_rule_shuts_are_not_told_of(case_of, catalogue):
    case = case_of("img_internal_medicine")
    found = build(case)
    assert all(catalogue.by_id[each.id].visa_j1 is not False for each in found.likely_unfilled)
    assert found.groups[0].open_to_you < found.groups[0].listed


def test_the_list_is_told_by_kind(case_of, catalogue):
    rows = (
        *unfilled(catalogue, 10, "psychiatry"),
        *unfilled(catalogue, 20, "family_medicine"),
        *unfilled(catalogue, 5, "transitional_year"),
        *unfilled(catalogue, 30, "pediatrics"),
    )
    found = build(case_of("two_specialties"), rows)
    by_kind = {(group.kind, group.specialty): group for group in found.groups}
    assert [group.kind for group in found.groups] == [
        "wanted", "wanted", "preliminary year", "other specialty",
    ]  # fmt: skip
    assert by_kind["wanted", "family_medicine"].positions == 40
    assert sum(group.applications for group in found.groups) == len(found.applications) == 45
    kinds = {each.specialty: each.kind for each in found.applications}
    assert kinds["psychiatry"] == "wanted" and kinds["pediatrics"] == "other specialty"
    for group in found.groups:
        assert (group.chance_of_any_offer > 0) == (group.applications > 0)
        assert group.chance_of_any_offer <= found.chance_of_any_offer
