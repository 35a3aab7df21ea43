"""The linker against the links that were checked by hand (authorities/linker_sample.csv)."""

from collections import Counter
from pathlib import Path

import pytest
from builders.csv_rows import read_rows
from builders.link_sample import NONE, SAMPLE, SIZES, main, measure, packaged_links, weighted

CATALOGUE = Path(__file__).parents[2] / "src" / "thirdfriday" / "data" / "catalogue"
ROWS = read_rows(SAMPLE)
DRAWN = {row["nrmp_code"]: row["linked_acgme_id"] for row in ROWS}
MEASURED = {"high": 1.0, "medium": 1.0, "low": 29 / 30, "joined": 22 / 25}


def test_the_sample_is_the_one_described() -> None:
    assert len(ROWS) == 200
    assert Counter(row["stratum"] for row in ROWS) == SIZES
    verdicts = Counter(row["verdict"] for row in ROWS)
    assert verdicts == {"right": 166, "rightly unlinked": 18, "missed": 12, "wrong": 4}


def test_verdicts_follow_from_the_true_numbers() -> None:
    for row in ROWS:
        linked, true = row["linked_acgme_id"], row["true_acgme_id"]
        if linked == true:
            expected = "right" if linked != NONE else "rightly unlinked"
        else:
            expected = "missed" if linked == NONE else "wrong"
        assert row["verdict"] == expected, row["nrmp_code"]
        assert row["note"]


@pytest.mark.parametrize("stratum", MEASURED)
def test_precision_as_drawn(stratum: str) -> None:
    members = [row for row in ROWS if row["stratum"] == stratum]
    assert measure(members, DRAWN).precision == pytest.approx(MEASURED[stratum])


def test_weighted_precision_and_recall_as_drawn() -> None:
    precision, recall = weighted(ROWS, DRAWN)
    assert precision == pytest.approx(0.9943, abs=5e-4)
    assert recall == pytest.approx(0.9699, abs=5e-4)


def test_the_packaged_links_are_at_least_as_good_as_the_drawn_ones() -> None:
    precision, recall = weighted(ROWS, packaged_links(CATALOGUE))
    drawn = weighted(ROWS, DRAWN)
    assert precision >= drawn[0]
    assert recall >= drawn[1]


def test_the_command_prints_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--catalogue", str(CATALOGUE)]) == 0
    assert "weighted by stratum" in capsys.readouterr().out
