"""The checks of a text, measured on labelled texts: precision, recall, clean texts, speed."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.lint_texts import ROOT, case, findings, held_out_ids, labelled, measured

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.kit.finding import Severity
from thirdfriday.kit.lint import RULE_NAMES, lint, lint_folder
from thirdfriday.kit.lint_context import KINDS, Chosen

PRECISION, RECALL = 0.95, 0.9
NOT_COMPARED = ("T10-folder-11",)  # one document wants no subspecialty, the other one: no figures


def texts() -> list[dict[str, Any]]:
    return labelled("text")


def test_set_is_large_and_has_good_texts() -> None:
    assert len(texts()) >= 150
    assert sum(not one["rules"] for one in texts()) >= 40
    assert {rule for one in texts() for rule in one["rules"]} <= set(RULE_NAMES)


def test_precision_and_recall_of_each_rule() -> None:
    for rule, counts in measured(texts()).items():
        found, expected = counts["hit"] + counts["false"], counts["hit"] + counts["miss"]
        assert counts["hit"] / max(1, found) >= PRECISION, (rule, counts)
        assert counts["hit"] / max(1, expected) >= RECALL, (rule, counts)


def test_held_out_third_is_as_good_altogether() -> None:
    held = held_out_ids()
    total: Counter[str] = Counter()
    for counts in measured([one for one in texts() if one["id"] in held]).values():
        total += counts
    assert total["hit"] / (total["hit"] + total["false"]) >= PRECISION
    assert total["hit"] / (total["hit"] + total["miss"]) >= RECALL


@pytest.mark.parametrize("one", [one for one in labelled("text") if not one["rules"]])
def test_good_text_has_no_finding(one: dict[str, Any]) -> None:
    assert findings(one).findings == ()


@pytest.mark.parametrize("one", labelled("folder"), ids=lambda one: one["id"])
def test_folder(one: dict[str, Any]) -> None:
    got = {f"{found.file}: {found.rule}" for found in findings(one)}
    met = [bool(got & set(group.split(" | "))) for group in one["rules"]]
    if one["id"] == "folder-first-choice-three":
        assert sum(met) == 2, "all but the first are told"
    elif one["id"] in NOT_COMPARED:
        assert not got
    else:
        assert all(met), got
    if not one["rules"]:
        assert not got


def test_every_finding_lies_in_its_text() -> None:
    for one in texts():
        text = one["text"].strip("\n")
        for found in findings(one):
            assert 0 <= found.start < found.end <= len(text), (one["id"], found)
            assert found.message and found.fix


def test_json_has_the_stable_names() -> None:
    found = lint("I am begging you.", case("md_strong")).to_json()["findings"]
    assert set(found[0]) == {"rule", "severity", "start", "end", "message", "fix"}
    assert found[0]["rule"] == "begging"


def test_statement_over_the_limit_is_told() -> None:
    found = lint("word " * 5601, case("md_strong"), kind="statement")
    assert found.rules == {"too_long"}
    assert "28,000" in found.findings[0].message


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="kind of text"):
        lint("x", case("md_strong"), kind="poem")


def test_reminder_comes_only_when_asked_for() -> None:
    assert not lint("I like the work.", case("md_strong"))
    asked = lint_folder({"a": "I like the work.", "b": "So do I."}, case("md_strong"), remind=True)
    assert [one.rule for one in asked] == ["ai_reminder"]
    assert asked.findings[0].severity is Severity.INFO


def test_more_gold_signals_than_there_are() -> None:
    files = {f"{i}.txt": f"Dear Dr. {name}, I sent you a gold signal." for i, name in
             enumerate(["Ames", "Bird", "Cole", "Dunn"])}  # fmt: skip
    found = lint_folder(files, case("img_internal_medicine"))
    assert [one.file for one in found] == ["3.txt"], "internal medicine has three"


def test_signal_of_another_specialty_is_not_judged() -> None:
    chosen = Chosen({}, (), None, "internal_medicine")
    program = load_catalogue().by_id["1202421644"]
    text = "I signaled your program."
    assert not lint(text, case("us_img_caribbean"), program=program, plan=chosen)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(KINDS))
def test_any_text_is_read(text: str, kind: str) -> None:
    for one in lint(text, case("us_img_caribbean"), kind=kind):
        assert 0 <= one.start < one.end <= len(text)


def test_every_rule_is_documented() -> None:
    page = (ROOT / "docs" / "models" / "lint.md").read_text(encoding="utf-8")
    for rule in RULE_NAMES:
        assert f"`{rule}`" in page


def test_preferring_the_target_is_no_claim_about_the_form() -> None:
    chosen = Chosen({}, ("south_atlantic",))
    wish = "I prefer the Pacific region because I want to learn from its county hospitals."
    claim = "I selected the Pacific division in ERAS."
    assert not lint(wish, case("img_internal_medicine"), plan=chosen)
    assert lint(claim, case("img_internal_medicine"), plan=chosen).rules == {
        "contradicts_divisions"
    }


def test_two_first_choices_in_one_text_are_told() -> None:
    for text in (
        "Rush is my first choice, and so is Tufts.",
        "Dear Dr. Cho, your program is my first choice. I told Rush the same last week.",
        "Dear Dr. A,\nTufts is my first choice.\n\nDear Dr. B,\nYale is my first choice.",
    ):
        assert "second_first_choice" in lint(text, case("us_img_caribbean")).rules, text


def test_months_that_differ_are_said_as_people_write_them() -> None:
    files = {"a": "I have 21 months of US clinical experience.",
             "b": "I bring 12 months of US clinical experience."}  # fmt: skip
    (found,) = lint_folder(files, case("us_img_caribbean"))
    assert found.rule == "contradicts_document"
    assert "this says 12; a says 21" in found.message


def test_one_fault_of_a_sentence_is_told_once() -> None:
    text = "Dear Dr. Cho, I am desperate, I implore you, and I would give everything for a chance."
    found = [one.rule for one in lint(text, case("md_strong"))]
    assert found == ["begging"]


def test_name_of_a_hospital_pleads_for_nothing() -> None:
    program = load_catalogue().by_id["1203800001"]
    text = "I was impressed by the residents at Mercy Health - Anderson Hospital."
    assert not lint(text, case("do_comlex_only"), program=program, kind="message")


def test_specialty_of_a_partner_is_no_slip() -> None:
    text = "My partner is applying in internal medicine and will be in Portland too."
    program = load_catalogue().by_id["0804021075"]
    assert not lint(text, case("couple_dermatology"), program=program, kind="message")
