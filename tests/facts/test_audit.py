import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from thirdfriday.facts.audit import audit
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import known_seasons, load_facts

COPIED = (
    "sources.toml", "settings.toml", "seasons/*/*.toml", "published/*", "model/effects*",
    "model/eligibility*", "model/applicants*", "model/capacity*", "model/facts_fit.toml",
    "model/match_nrmp.toml", "model/stand_in*",
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the season rules, effects, gates and published tables."""
    for pattern in COPIED:
        for path in DATA.glob(pattern):
            target = tmp_path / path.relative_to(DATA)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return tmp_path


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def plant(root: Path) -> None:
        text = (root / file).read_text()
        assert old in text
        (root / file).write_text(text.replace(old, new, 1))

    return plant


def add(file: str, text: str) -> Callable[[Path], None]:
    def plant(root: Path) -> None:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + text)

    return plant


def test_nothing_is_wrong_with_the_shipped_data() -> None:
    assert audit() == []


def test_the_copy_without_faults_is_clean(root: Path) -> None:
    assert audit(root) == []


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (swap("seasons/2026/fees.toml", 'unit = "USD"\n', ""), "no unit"),
        (swap("seasons/2026/fees.toml", 'source = "eras-fees-2026"\n', ""), "no source"),
        (swap("seasons/2026/fees.toml", 'locator = "table of application fees"\n', ""), "locator"),
        (swap("seasons/2026/fees.toml", "eras-fees-2026", "eras-fees-2062"), "lacks"),
        (swap("model/effects.toml", "low = 2.71", "low = 5.0"), "outside its range"),
        (swap("model/effects.toml", "reason = ", "note = "), "without a reason"),
        (swap("seasons/2027/fees.toml", "value = 11\n", "value = 12\n"), "not the value of season"),
        (swap("sources.toml", "publisher = ", "publishes = "), "lacks publisher"),
        (swap("published/match_rates.schema.toml", 'unit = "applicants"\n', ""), "no unit"),
        (swap("published/match_rates.schema.toml", '"nrmp-by', '"xx-by'), "cites"),
        (swap("published/match_rates.csv", "2024,", "twenty,"), "not a int"),
        (swap("model/match_nrmp.toml", 'pack = "nrmp"\n', ""), "move it to a file of that pack"),
        (swap("model/match_nrmp.toml", 'pack = "nrmp"', 'pack = "nmrp"'), "unknown"),
        (add("model/twice.toml", '["effect.in_state"]\nvalue = 3\nunit = "odds ratio"\n'
             'kind = "setting"\nreason = "again"\n'), "already in"),
        (add("seasons/2026/new.toml", '["new.rule"]\nvalue = 3\nunit = "days"\nkind = "setting"\n'
             'reason = "new"\n'), "has no value in season 2027"),
        (add("outlines/map.json", "{}"), "give the source"),
        (add("outlines/map.schema.toml", 'source = "census-divisions"\n'), "describes no table"),
        (add("published/bare.csv", "a\n1\n"), "missing"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(root: Path, plant: Callable[[Path], None], words: str) -> None:
    plant(root)
    problems = audit(root)
    assert problems and any(words in problem for problem in problems), problems


def test_an_outline_with_its_source_is_accepted(root: Path) -> None:
    add("outlines/map.json", "{}")(root)
    add("outlines/map.schema.toml", 'source = "census-divisions"\nlocator = "map"\n')(root)
    assert audit(root) == []


def values(prefix: str) -> list[float]:
    """Central values under a prefix whose last part is a number, in order of that number."""
    numbers = load_facts().under(prefix)
    return [numbers[str(key)].amount for key in sorted(int(key) for key in numbers)]


def test_more_months_of_experience_never_close_a_gate() -> None:
    shares = values("eligibility.usce_months")
    assert shares == sorted(shares)


def test_more_years_and_more_failures_never_open_a_gate() -> None:
    for prefix in ("eligibility.years_since_graduation", "eligibility.failed_attempts"):
        shares = values(prefix)
        assert shares == sorted(shares, reverse=True)


def test_every_effect_has_the_sign_that_sense_demands() -> None:
    facts = load_facts()
    better = ("effect.signal", "effect.step_2_ck.per_sd", "effect.usce.per_month", "effect.letter",
              "effect.research", "effect.tie", "effect.geography", "effect.honors")  # fmt: skip
    worse = ("effect.failed", "effect.previous_match", "effect.red_flag", "effect.comlex_only",
             "effect.graduate_of_us_school", "effect.visa_needed")  # fmt: skip
    for name, number in facts.items():
        if "odds ratio" not in number.unit:
            continue
        low, _, high = number.interval
        if name.startswith(better):
            assert low >= 1, name
        if name.startswith(worse) or name.endswith("per_year"):
            assert high <= 1, name


def test_every_gate_is_a_share() -> None:
    for name, number in load_facts().items():
        if number.unit.startswith("share"):
            low, _, high = number.interval
            assert low >= 0 and high <= 1, name


def test_every_season_shipped_loads_without_either_pack() -> None:
    for season in known_seasons():
        assert len(load_facts(season, without=frozenset({"nrmp", "residency_explorer"}))) > 200
