"""A text is read to its end whatever its slips of syntax."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.faces.toml_document import TomlDocument, dotted, read_document


def read(text: str) -> TomlDocument:
    return read_document(text, file="c.toml")


@pytest.mark.parametrize(
    ("text", "where", "nearest"),
    [
        ("a = word", "c.toml:1:5", 'a = "word"'),
        ('a : "x"', "c.toml:1:3", 'a = "x"'),
        ("a = True", "c.toml:1:5", "a = true"),
        ("a = 007", "c.toml:1:6", "a = 7"),
        ("a = 3,000", "c.toml:1:6", "a = 3000"),
        ("a = \u201cx\u201d", "c.toml:1:5", 'a = "x"'),
        ("a = 1\na = 2", "c.toml:2:1", ""),
        ("[a]\n[a]", "c.toml:2:1", ""),
        ("a = [1,\n2]\na = [3,\n4]", "c.toml:3:1", ""),
        ("a = 1\n[ ]", "c.toml:2:3", ""),
        ("[ ]", "c.toml:1:3", ""),
        ("a..b = 1", "c.toml:1:3", ""),
        ("a = [[1, 2]\n[b]", "c.toml:1:1", ""),
        ("[a\nb = 1", "c.toml:1:3", "[a]"),
        ("[[a]\nb = 1", "c.toml:1:4", "[[a]]"),
        ('a = "x', "c.toml:1:7", ""),
        ('a = """x', "c.toml:1:1", ""),
        ("a = [1,", "c.toml:1:1", ""),
        ("a = 'x\nb = 1", "c.toml:1:1", ""),
        ("b = \"it's\"\na = 'x", "c.toml:2:1", ""),
        ("[a]]\nb = 1", "c.toml:1:4", "[[a]]"),
        ("a = '''x\nb = 1", "c.toml:1:1", ""),
        ('a = [\n "x",\n y,\n]', "c.toml:3:2", '"y"'),
    ],
)
def test_a_slip_is_placed_and_mended(text: str, where: str, nearest: str) -> None:
    document = read(text + "\n")
    assert [problem.where for problem in document.problems] == [where]
    assert document.problems[0].nearest == nearest
    assert document.problems[0].expected


def test_what_comes_after_a_slip_is_still_read() -> None:
    document = read('a = word\n[b\nc = 1\nd = ["x"\ne = 2\n[f]\ng = True\nh = 3\n')
    assert document.data == {"b": {"c": 1, "e": 2}, "f": {"h": 3}}
    assert len(document.problems) == 4


def test_a_list_left_open_is_blamed_where_it_begins() -> None:
    document = read('a = [\n  "x",\n[b]\nc = 1\n')
    assert [problem.where for problem in document.problems] == ["c.toml:1:1"]
    assert document.data == {"b": {"c": 1}}


def test_places_count_characters_not_bytes() -> None:
    document = read('name = "Zoë"\nties = [{ kind = "ü", years = 3 }]\n')
    assert document.where(("ties", 0, "years")) == "c.toml:2:31 ties[0].years"
    assert document.where(("ties", 0, "years"), of_key=True) == "c.toml:2:23 ties[0].years"


def test_fields_of_lists_of_sections_have_their_own_places() -> None:
    document = read("[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n[a.b.c]\ny = 3\n")
    assert document.where(("a", "b", 1, "x")).startswith("c.toml:4:5")
    assert document.where(("a", "b", 1, "c", "y")).startswith("c.toml:6:5")
    assert document.where(("a", "b", 0, "missing")).startswith("c.toml:1:3")


def test_a_field_of_a_table_nobody_wrote_is_placed_in_the_file() -> None:
    assert read("a = 1\n").where(("b", "c")) == "c.toml b.c"


def test_brackets_without_end_and_giant_numbers_are_answered() -> None:
    assert read("a = " + "[" * 5000).problems
    assert read("a = " + "1" * 5000).problems


def test_windows_line_ends() -> None:
    assert read('a = 1\r\nb = "x"\r\n').data == {"a": 1, "b": "x"}


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    document = read(text)
    if not document.problems:
        assert document.data == tomllib.loads(text)


@given(st.text(alphabet="ab=.[]{}\"', \n#1\t", max_size=80))
def test_what_looks_like_toml_is_read_to_its_end(text: str) -> None:
    document = read(text)
    for problem in document.problems:
        assert problem.where.startswith("c.toml:")


def test_dotted() -> None:
    assert dotted(()) == ""
    assert dotted(("a", 0, "b", 1)) == "a[0].b[1]"
