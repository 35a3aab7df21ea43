import pytest

from thirdfriday.errors import CaseError
from thirdfriday.faces.rank_file import rank_list_from_text, read_changes

IM = ("internal_medicine",)
GOOD = """order;NRMP Code;program name;teaching;Score;Notes
2;1024140C0;;9;7;toxic chief
1;1025140C0;;7;9;partner got a job in Fresno, CA
"""


def read(text):
    return rank_list_from_text(text, file="rol.csv", specialties=IM)


def test_ranks_scores_tags_and_codes_are_read():
    listed = read(GOOD)
    assert [item.code for item in listed] == ["1025140C0", "1024140C0"]
    assert listed[1].scores == {"teaching": 9.0, "score": 7.0}
    assert listed[1].tags == ("malignant",)
    near = read_changes((), listed)
    assert [str(change.place) for change in near] == ["Fresno, CA"]


def test_two_tracks_of_one_program_may_be_ranked_but_not_one_twice():
    assert len(read("nrmp\n1025140C0\n1025140P0\n")) == 2
    with pytest.raises(CaseError, match="already on line 2"):
        read("nrmp\n1025140C0\n1025140C0\n")


def test_a_bare_list_of_codes_is_read_in_order():
    assert [item.code for item in read("1025140C0\n1024140C0\n")] == ["1025140C0", "1024140C0"]


def test_every_mistake_is_told_at_once():
    with pytest.raises(CaseError) as caught:
        read(
            "rank,nrmp,supplemental_to\n1,1025140C0,\n1,1024140C0,\nx,1022140C0,\n,1921140C0,\n"
            "5,1033140C0,nowhere\n6,1030140P0,1030140C0\n"
        )
    said = str(caught.value)
    for words in ("given already on line 2", '"x" is not a rank', "has no rank", "nowhere"):
        assert words in said
    assert "hangs on a program that is not ranked" not in said.split("rol.csv:7", maxsplit=1)[0]


def test_changes_name_a_rank_an_id_or_a_place():
    listed = read(GOOD.replace("partner got a job in Fresno, CA", ""))
    changes = read_changes(
        ("1: malignant", "1024140C0: loved it", "My wife got a job in Chicago, IL"), listed
    )
    assert [(c.tag, c.program_id) for c in changes] == [
        ("malignant", listed[0].program_id),
        ("loved", listed[1].program_id),
        ("near", ""),
    ]
    for bad in ("9: malignant", "1: purple", "so what", "partner moves to Nowhereville, CA"):
        with pytest.raises(CaseError, match="--change"):
            read_changes((bad,), listed)
