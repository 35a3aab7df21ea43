import datetime as dt
from pathlib import Path

import pytest

from thirdfriday.errors import FactError
from thirdfriday.facts.registry import Facts, known_seasons, load_facts, number_files

SOURCE = """
[s]
publisher = "P"
title = "T"
url_or_place = "u"
year = 2025
seen_on = "2026-01"
terms = "t"
"""
FACT = 'value = {value}\nunit = "USD"\nsource = "s"\nlocator = "p. 1"\nstatus = "official"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "seasons" / "2026").mkdir(parents=True)
    (tmp_path / "model").mkdir()
    (tmp_path / "sources.toml").write_text(SOURCE)
    (tmp_path / "seasons" / "2026" / "fees.toml").write_text('["fee.x"]\n' + FACT.format(value=11))
    return tmp_path


def test_two_seasons_hold_their_own_values() -> None:
    assert load_facts(2025).value("exam.step_2_ck.passing_score") == 214
    assert load_facts(2026).value("exam.step_2_ck.passing_score") == 218


def test_a_missing_name_says_the_nearest() -> None:
    with pytest.raises(FactError, match=r"fee\.eras\.tier_1\.each_usd"):
        load_facts(2026).value("fee.eras.tier_1.each_use")


def test_an_unknown_season_says_the_known_ones() -> None:
    with pytest.raises(FactError, match="2025, 2026, 2027"):
        load_facts(1999)


def test_every_rule_of_the_running_season_is_unconfirmed() -> None:
    rules = [number for number in load_facts(2027).values() if number.season == 2027]
    assert rules and not [number.name for number in rules if number.confirmed]


def test_nothing_falls_back_to_another_season(root: Path) -> None:
    (root / "seasons" / "2027").mkdir()
    (root / "seasons" / "2027" / "dates.toml").write_text('["d.y"]\n' + FACT.format(value=1))
    assert known_seasons(root) == [2026, 2027]
    assert "fee.x" not in load_facts(2027, root=root)


def test_reading_kinds() -> None:
    facts = load_facts(2026)
    assert facts.flag("geography.no_preference_allowed") is True
    assert facts.text("signals.interventional_radiology.shared_with") == "diagnostic_radiology"
    assert facts.moment("calendar.nrmp.match_day") == dt.datetime(2026, 3, 20)
    assert facts.moment("calendar.eras.submit_from").hour == 9
    assert facts.range("effect.geography.aligned") == (1.83, 2.24, 2.75)
    assert facts.first("effect.signal.no_such.gold", "effect.signal.default.gold").amount > 1
    assert not facts.known("fee.centralapp.base_usd") and "fee.centralapp.base_usd" in facts
    assert facts.number("fee.eras.tier_1.each_usd").unit == "USD per program"
    assert set(facts.under("fee.eras.tier_1")) == {"up_to", "each_usd"}


@pytest.mark.parametrize("reader", ["text", "flag", "moment"])
def test_reading_the_wrong_kind_is_refused(reader: str) -> None:
    with pytest.raises(FactError, match="not "):
        getattr(load_facts(2026), reader)("fee.eras.tier_1.each_usd")


def test_a_name_given_twice_is_refused(root: Path) -> None:
    (root / "model" / "more.toml").write_text('["fee.x"]\n' + FACT.format(value=12))
    with pytest.raises(FactError, match=r"already in seasons/2026/fees\.toml"):
        load_facts(2026, root=root)


def test_a_missing_first_name_is_refused() -> None:
    with pytest.raises(FactError, match="No number is called"):
        Facts({}, season=2026).first("a", "b")


def test_a_pack_left_out_takes_its_numbers_and_brings_the_stand_ins(root: Path) -> None:
    (root / "model" / "a.toml").write_text('pack = "nrmp"\n["m.rate"]\n' + FACT.format(value=9))
    (root / "model" / "b.toml").write_text(
        'stands_in_for = "nrmp"\n["m.rate"]\nvalue = 8\nlow = 1\nhigh = 10\nunit = "USD"\n'
        'kind = "assumption"\nreason = "wide"\n'
    )
    assert load_facts(2026, root=root).value("m.rate") == 9
    assert load_facts(2026, root=root, without=frozenset({"nrmp"})).range("m.rate") == (1, 8, 10)


def test_packs_are_named_with_either_hyphen() -> None:
    assert load_facts(without=frozenset({"residency-explorer"})).without == {"residency_explorer"}
    with pytest.raises(FactError, match="no data pack"):
        load_facts(without=frozenset({"freida"}))


@pytest.mark.parametrize("header", ['pack = "other"', 'stands_in_for = "other"'])
def test_an_unknown_pack_is_refused(root: Path, header: str) -> None:
    (root / "model" / "a.toml").write_text(header + '\n["m.rate"]\n' + FACT.format(value=9))
    with pytest.raises(FactError, match="pack"):
        load_facts(2026, root=root)


def test_broken_toml_names_the_file(root: Path) -> None:
    (root / "settings.toml").write_text("a = ")
    with pytest.raises(FactError, match=r"settings\.toml: not valid TOML"):
        load_facts(2026, root=root)


@pytest.mark.parametrize(
    "left_out", [{"nrmp"}, {"residency_explorer"}, {"nrmp", "residency_explorer"}]
)
def test_every_default_survives_without_a_pack(left_out: set[str]) -> None:
    whole, rest = load_facts(), load_facts(without=frozenset(left_out))
    ours = ("effect.", "eligibility.", "applicants.", "applications.", "capacity.", "match.rate.")
    defaults = {name for name in whole if name.endswith(".default") and name.startswith(ours)}
    assert defaults <= set(rest)
    assert not [number.name for number in rest.values() if number.pack in left_out]


def test_files_of_numbers_hold_no_schema() -> None:
    assert not [path for path, _ in number_files() if "schema" in path.name]
