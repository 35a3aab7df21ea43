from pathlib import Path

import pytest

from thirdfriday.errors import FactError
from thirdfriday.facts.tables import load_table, read_schema, table_names

SOURCES = """
[s]
publisher = "P"
title = "T"
url_or_place = "u"
year = 2025
seen_on = "2026-01"
terms = "t"

[n]
publisher = "P"
title = "T"
url_or_place = "u"
year = 2025
seen_on = "2026-01"
terms = "t"
pack = "nrmp"
"""
COLUMNS = (
    ("name", "str", "s"), ("count", "int", "s"), ("rate", "float", "n"), ("open", "bool", "s"),
)  # fmt: skip


def schema_text(columns: tuple[tuple[str, str, str], ...] = COLUMNS, top: str = "") -> str:
    return top + "".join(
        f'[columns.{name}]\nunit = "x"\ntype = "{type_}"\nsource = "{source}"\nlocator = "p. 1"\n'
        for name, type_, source in columns
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text(SOURCES)
    (tmp_path / "t.csv").write_text("name,count,rate,open\nA,1,0.5,true\nB,,,false\n,3,2,\n")
    (tmp_path / "t.schema.toml").write_text(schema_text())
    return tmp_path


def test_cells_take_the_type_of_their_column(root: Path) -> None:
    table = load_table("t", root=root)
    assert len(table) == 3
    assert table.columns == {
        "name": ["A", "B", ""],
        "count": [1, None, 3],
        "rate": [0.5, None, 2.0],
        "open": [True, False, None],
    }
    assert next(table.rows()) == {"name": "A", "count": 1, "rate": 0.5, "open": True}
    assert table.schema["count"].source == "s"


def test_an_empty_table_has_its_columns(root: Path) -> None:
    (root / "t.csv").write_text("name,count,rate,open\n")
    assert load_table("t", root=root).columns == {name: [] for name, _, _ in COLUMNS}


def test_columns_of_a_pack_left_out_are_empty(root: Path) -> None:
    table = load_table("t", root=root, without=frozenset({"nrmp"}))
    assert table.columns["rate"] == [None, None, None]
    assert table.columns["count"] == [1, None, 3]


def test_a_table_of_a_pack_left_out_is_refused(root: Path) -> None:
    (root / "t.schema.toml").write_text(schema_text(top='pack = "nrmp"\n'))
    assert load_table("t", root=root).pack == "nrmp"
    with pytest.raises(FactError, match="pack nrmp, which is left out"):
        load_table("t", root=root, without=frozenset({"nrmp"}))


@pytest.mark.parametrize(
    ("csv", "words"),
    [
        ("name,count,rate,open\nA,one,,\n", r"t\.csv:2: count is 'one', not a int"),
        ("name,count,rate,open\nA,1,,yes\n", r"t\.csv:2: open is 'yes', not a bool"),
        ("name,count,rate,open\nA,1\n", r"t\.csv:2: 2 cells"),
        ("name,count,rate,open,more\n", "more are not in t.schema.toml"),
        ("name,count,rate\n", "describes open"),
        ("count,name,rate,open\n", "another order"),
    ],
)
def test_a_faulty_cell_is_named(root: Path, csv: str, words: str) -> None:
    (root / "t.csv").write_text(csv)
    with pytest.raises(FactError, match=words):
        load_table("t", root=root)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('unit = "x"', "", "no unit"),
        ('type = "int"', 'type = "number"', "type 'number'"),
        ('locator = "p. 1"', "", "no source and locator"),
        ('locator = "p. 1"', 'kind = "fitted"', "without a reason"),
        ('locator = "p. 1"', 'kind = "guess"', "kind 'guess'"),
        ('locator = "p. 1"', 'locater = "p. 1"', "unknown fields locater"),
    ],
)
def test_a_column_without_origin_is_refused(root: Path, old: str, new: str, words: str) -> None:
    text = (root / "t.schema.toml").read_text()
    (root / "t.schema.toml").write_text(text.replace(old, new))
    with pytest.raises(FactError, match=words):
        load_table("t", root=root)


def test_an_empty_required_cell_is_refused(root: Path) -> None:
    text = schema_text().replace('type = "int"', 'type = "int"\nrequired = true')
    (root / "t.schema.toml").write_text(text)
    with pytest.raises(FactError, match=r"t\.csv:3: count is empty but required"):
        load_table("t", root=root)


def test_an_absent_table_says_which_there_are(root: Path) -> None:
    with pytest.raises(FactError, match="Tables: t"):
        load_table("u", root=root)
    (root / "u.csv").write_text("a\n")
    with pytest.raises(FactError, match="missing"):
        load_table("u", root=root)
    (root / "u.schema.toml").write_text("")
    with pytest.raises(FactError, match=r"no \[columns"):
        read_schema("u", root)


def test_nine_thousand_rows_load(tmp_path: Path) -> None:
    columns = tuple((f"c{i}", "int" if i % 2 else "str", "s") for i in range(30))
    (tmp_path / "big.schema.toml").write_text(schema_text(columns))
    row = ",".join(str(i) for i in range(30))
    header = ",".join(name for name, _, _ in columns)
    (tmp_path / "big.csv").write_text("\n".join([header, *[row] * 9000]) + "\n")
    assert len(load_table("big", root=tmp_path)) == 9000


@pytest.mark.parametrize("name", [name for name in table_names() if name.startswith("published/")])
def test_the_published_tables_load(name: str) -> None:
    assert len(load_table(name)) > 5


def test_matches_never_exceed_applicants_and_types_sum_to_the_filled() -> None:
    for row in load_table("published/match_rates").rows():
        assert 0 < row["matched"] < row["active_applicants"]
        assert row["match_rate"] == pytest.approx(
            row["matched"] / row["active_applicants"], abs=1e-4
        )
    types = ("md_senior", "md_graduate", "do_senior", "do_graduate", "us_img", "non_us_img")
    for row in load_table("published/filled_by_type").rows():
        assert sum(row[kind] for kind in (*types, "other")) == row["filled"] <= row["positions"]


def test_filled_positions_sum_to_the_published_total() -> None:
    filled = load_table("published/filled_by_type").columns
    assert (sum(filled["positions"]), sum(filled["filled"])) == (43237, 40764)
