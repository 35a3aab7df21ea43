import json

import pytest
from click.testing import CliRunner, Result

from thirdfriday.faces import facts_command
from thirdfriday.faces.command_line import main
from thirdfriday.faces.facts_command import number_document, standing_words, value_words
from thirdfriday.facts.number import KINDS, Number
from thirdfriday.facts.registry import load_facts


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["facts", *arguments])


def test_everything_is_listed_as_json_with_its_sources() -> None:
    found = json.loads(run("--json").stdout)
    assert found["season"] == 2027
    assert found["count"] == len(found["facts"]) == len(load_facts())
    assert found["columns"]
    for fact in found["facts"]:
        assert fact["kind"] in KINDS
        assert fact["unit"]
        assert fact.get("source") or fact.get("reason"), fact
        if fact.get("source"):
            assert fact["source"] in found["sources"]


def test_one_number_is_shown_in_full() -> None:
    result = run("effect.in_state")
    for words in ("3.55 (2.45 to 5.14) [odds ratio]", "assumption", "doi.org/", "reason"):
        assert words in result.stdout
    assert result.stderr == ""


def test_many_numbers_are_a_table() -> None:
    result = run("signals", "--season", "2026")
    assert "numbers, season 2026" in result.stdout
    assert "signals.anesthesiology.gold" in result.stdout


def test_what_is_carried_over_says_so() -> None:
    carried = next(n for n in load_facts(2027).values() if n.carried_over_from)
    assert "carried over from" in standing_words(carried)
    assert number_document(carried)["carried_over_from"] == carried.carried_over_from
    assert "carried over from" in run(carried.name).stdout


def test_columns_of_tables_are_found_too() -> None:
    result = run("programs.visa_j1")
    assert "catalogue/programs.visa_j1" in result.stdout
    assert "2021" in result.stdout


def test_a_wrong_name_exits_2_with_the_nearest() -> None:
    result = run("fee.eras.tier_9.each_usd")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "fee.eras.tier_1.each_usd" in result.stderr


def test_a_wrong_season_exits_2_with_the_known() -> None:
    result = run("fee", "--season", "1999")
    assert result.exit_code == 2
    assert "2026" in result.stderr


@pytest.mark.parametrize("problems", [[], ["a.toml: x has no unit.", "b.toml: y has no source."]])
def test_the_audit_lists_every_problem(
    problems: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts_command, "audit", lambda: problems)
    plain, machine = run("audit"), run("audit", "--json")
    document = json.loads(machine.stdout)
    assert plain.exit_code == machine.exit_code == (1 if problems else 0)
    assert document["problems"] == problems
    assert document["clean"] is not bool(problems)
    for problem in problems or ["Clean:"]:
        assert problem in plain.stdout


def test_values_in_words() -> None:
    unknown = Number("a", None, "USD", kind="unknown", reason="not published")
    assert value_words(unknown) == "not published"
    assert value_words(Number("a", True, "yes or no")) == "yes"
    assert value_words(Number("a", 12944.0, "count")) == "12,944"
    assert value_words(Number("a", 12345678, "count")) == "12,345,678"
