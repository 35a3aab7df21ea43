"""The case in a few words, and the numbers and tables a plan rests on."""

from tests.plan.flow import flow_of

from thirdfriday.plan.describe import case_summary, numbers_used, tables_used


def test_the_summary_says_who_and_what(case_of, catalogue):
    flow = flow_of(case_of("md_low_score_la"))
    summary = case_summary(flow.case, flow.scope, catalogue)
    text = " ".join(summary.lines)
    for words in ("US MD graduate", "220", "1 failed attempt", "Los Angeles"):
        assert words in text
    assert summary.title == "Marcus" and summary.specialty == "family_medicine"


def test_numbers_in_use_are_known(case_of, facts):
    flow = flow_of(case_of("img_psychiatry_la_ties"))
    used = numbers_used(flow.case, flow.chances, facts)
    assert len(set(used)) == len(used) > 20
    assert all(name in facts for name in used)


def test_a_pack_left_out_is_not_among_the_sources():
    assert any(key.startswith("nrmp") for key in tables_used(frozenset()))
