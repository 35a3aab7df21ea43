import os
import shutil
from pathlib import Path

import pytest
from builders.facts_build import HEADINGS, build, main
from builders.facts_scores import Cell
from builders.facts_toml import fitted, write_numbers

from thirdfriday.facts.packaged import DATA, read_toml

TABLES = Path(os.environ.get("TABLES", Path(__file__).parents[2] / ".." / "shared" / "facts"))
HERE = TABLES.exists()
WHY = f"the published tables are not at {TABLES} (set TABLES)"


@pytest.mark.skipif(not HERE, reason=WHY)
def test_the_shipped_files_are_what_the_builder_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "data"
    for pattern in ("sources*.toml", "settings.toml", "seasons/*/*.toml", "model/*.toml"):
        for path in DATA.glob(pattern):
            target = copy / path.relative_to(DATA)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    main([str(TABLES), "--data", str(copy)])
    assert "match_rates: 12" in capsys.readouterr().out
    made = [copy / "model" / file for file in HEADINGS] + sorted((copy / "published").glob("*.csv"))
    assert len(made) == 11
    for path in made:
        shipped = DATA / path.relative_to(copy)
        assert path.read_bytes() == shipped.read_bytes(), f"{path.name}: run `make data`"


@pytest.mark.skipif(not HERE, reason=WHY)
def test_the_builder_counts_what_it_writes(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("catalogue", "geometry", "*.csv"))
    written = build(TABLES, copy)
    for file in HEADINGS:
        assert len(read_toml(copy / "model" / file)) == written[file] + 1  # and its pack


def test_a_wider_gap_of_means_is_a_larger_slope() -> None:
    small, large = Cell(100, 50, 245, 243, 15), Cell(100, 50, 250, 240, 15)
    assert 0 < small.slope < large.slope < (250 - 240) / 15
    assert large.mean == pytest.approx((100 * 250 + 50 * 240) / 150)


def test_numbers_are_written_as_they_are_read(tmp_path: Path) -> None:
    number = fitted(
        2.34567, 1.23456, 3.45678, unit="x", source="s", locator='the "table"', reason="r",
        adjusted=False,
    )  # fmt: skip
    assert write_numbers(tmp_path / "n.toml", "Head", [("a.b", number)], pack="nrmp") == 1
    read = read_toml(tmp_path / "n.toml")
    assert read["pack"] == "nrmp"
    assert read["a.b"]["value"] == 2.346 and read["a.b"]["locator"] == 'the "table"'
    assert read["a.b"]["adjusted"] is False
