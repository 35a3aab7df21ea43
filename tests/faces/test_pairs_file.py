import pytest

from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.errors import CaseError
from thirdfriday.faces.pairs_file import read_pairs

MINE = (RankedProgram("1400531039", code="1025140C0"), RankedProgram("1400521038"))
THEIRS = (RankedProgram("1400531033"),)


@pytest.fixture
def read(tmp_path):
    def reading(text, most=300):
        path = tmp_path / "pairs.csv"
        path.write_text(text)
        return read_pairs(path, MINE, THEIRS, most=most, code="999999999")

    return reading


def test_pairs_are_read_by_code_or_id_with_no_match(read):
    found = read("first,second\n1025140c0,1400531033\n1400521038,No Match\n999999999,1400531033\n")
    assert found == (
        ("1025140C0", "1400531033"), ("1400521038", None), (None, "1400531033"),
    )  # fmt: skip


def test_every_mistake_is_told(read):
    with pytest.raises(CaseError) as caught:
        read(
            "first,second\n1025140C0,1400531033\n1025140C0,1400531033\n,\nnone,no match\n"
            "1400531031,1400531033\n",
            most=2,
        )
    said = str(caught.value)
    for words in ("already on line 2", "No Match for both", "not on that partner", "at most 2"):
        assert words in said
    for bad in ("", "what,ever\n1,2\n"):
        with pytest.raises(CaseError):
            read(bad)
