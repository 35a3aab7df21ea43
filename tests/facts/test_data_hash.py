from pathlib import Path

from thirdfriday.facts.data_hash import data_hash


def folder(root: Path, name: str, text: str, file: str = "a.csv") -> Path:
    (root / name).mkdir()
    (root / name / file).write_bytes(text.encode())
    return root / name


def test_the_hash_follows_contents_and_names_only(tmp_path: Path) -> None:
    first = folder(tmp_path, "first", "a,b\n1,2\n")
    same = folder(tmp_path, "same", "a,b\r\n1,2\r\n")
    other = folder(tmp_path, "other", "a,b\n1,3\n")
    renamed = folder(tmp_path, "renamed", "a,b\n1,2\n", "b.csv")
    (same / "notes.txt").write_text("not data")
    assert data_hash(first) == data_hash(same)
    assert len({data_hash(path) for path in (first, other, renamed)}) == 3
