from pathlib import Path

import pytest

from thirdfriday.errors import FactError
from thirdfriday.facts.packaged import read_toml
from thirdfriday.facts.sources import load_sources

GOOD = {
    "publisher": "P", "title": "T", "url_or_place": "u", "seen_on": "2026-01", "terms": "t",
}  # fmt: skip


def write(root: Path, file: str = "sources.toml", year: int = 2025, **fields: str) -> None:
    lines = [f'{field} = "{value}"' for field, value in fields.items()]
    (root / file).write_text("\n".join(["[s]", f"year = {year}", *lines]) + "\n")


def test_a_source_names_its_publisher(tmp_path: Path) -> None:
    write(tmp_path, **GOOD)
    assert str(load_sources(tmp_path)["s"]) == "P, T (2025), u"


def test_topics_may_keep_their_own_file_but_not_the_same_key(tmp_path: Path) -> None:
    write(tmp_path, **GOOD)
    write(tmp_path, "sources_topic.toml", **GOOD)
    with pytest.raises(FactError, match="given twice"):
        load_sources(tmp_path)


def test_faults_are_named(tmp_path: Path) -> None:
    for field in GOOD:
        folder = tmp_path / field
        folder.mkdir()
        write(folder, **{key: value for key, value in GOOD.items() if key != field})
        with pytest.raises(FactError, match=f"lacks {field}"):
            load_sources(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [("s = 3\n", "not a source"), ("", "missing or empty")],
)
def test_what_is_no_source_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(FactError, match=words):
        load_sources(tmp_path)


@pytest.mark.parametrize(
    ("field", "words"), [("colour", "unknown fields"), ("pack", "names no pack")]
)
def test_unknown_fields_and_packs_are_refused(tmp_path: Path, field: str, words: str) -> None:
    write(tmp_path, **GOOD, **{field: "x"})
    with pytest.raises(FactError, match=words):
        load_sources(tmp_path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FactError, match="missing from"):
        read_toml(tmp_path / "absent.toml")
