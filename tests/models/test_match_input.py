import pytest

from thirdfriday.errors import CaseError
from thirdfriday.models.match_document import run_match
from thirdfriday.models.match_input import read_match_input
from thirdfriday.models.match_tables import document_from_tables, run_match_tables


def problems(document):
    with pytest.raises(CaseError) as caught:
        run_match(document)
    return [str(problem) for problem in caught.value.problems]


def market(**changes):
    return {
        "applicants": [{"id": "a", "ranks": ["p"]}, {"id": "b", "ranks": ["p", "q"]}],
        "programs": [
            {"id": "p", "quota": 1, "ranks": ["a", "b"]},
            {"id": "q", "quota": 1, "ranks": ["b"]},
        ],
        **changes,
    }


def test_everything_wrong_is_reported_at_once():
    found = problems(
        {
            "applicants": [
                {"id": "a", "ranks": ["p", "p", "zz"]},
                {"id": "a", "ranks": "p"},
                {"ranks": []},
                {"id": "c", "ranks": [], "supplemental": {"p": ["p"]}},
            ],
            "programs": [
                {"id": "p", "quota": -1, "ranks": ["nobody"], "even": "yes"},
                {"id": "q", "quota": 1.5, "ranks": [], "reverts": [{"to": "p"}, {"keep": 1}]},
                {"id": "r", "ranks": [], "colour": 1},
            ],
            "couples": [
                {"members": ["a", "c"], "ranks": [["p", None], ["p", None], ["p"]]},
                {"members": ["c", "d", "e"], "ranks": [["q", "zz"]]},
            ],
            "seed": -3,
        }
    )
    text = "\n".join(found)
    for part in [
        "'p' is ranked twice",
        "no program 'zz'",
        "'a' is used twice",
        "'p' is not a list",
        "None is no id",
        "on its own supplemental list",
        "-1 is not a number of positions",
        "no applicant 'nobody'",
        "'yes' is not true or false",
        "1.5 is not a number",
        "not said to which program",
        "quota is missing",
        "unknown field 'colour'",
        "this pair is ranked twice",
        "['p'] is not a pair",
        "'c' is already in couples[0]",
        "3 members",
        "-3 is not a seed",
    ]:
        assert part in text
    assert len(found) >= 19


def test_reversions_may_not_run_in_a_circle():
    found = problems(
        market(
            programs=[
                {"id": "p", "quota": 1, "ranks": ["a"], "reverts": [{"to": "q"}]},
                {"id": "q", "quota": 1, "ranks": [], "reverts": [{"to": "p"}]},
            ]
        )
    )
    assert found == ["programs[0].reverts: reversions form a circle: p to q to p"]
    found = problems(
        market(
            programs=[
                {"id": "p", "quota": 1, "ranks": ["a"], "reverts": [{"to": "q"}, {"to": "q"}]},
                {"id": "q", "quota": 1, "ranks": [], "reverts": [{"to": "q"}]},
            ]
        )
    )
    assert "programs[1].reverts[0].to: a program cannot revert to itself" in found
    assert "programs[0].reverts: reverts to the same program twice" in found


@pytest.mark.parametrize("document", [None, [], "x", {}, {"applicants": 3, "programs": {}}])
def test_other_shapes_are_refused_with_sentences(document):
    assert problems(document)


def test_a_small_typing_mistake_is_answered_with_the_nearest_id():
    found = problems(
        market(
            applicants=[{"id": "a", "ranks": ["mercy-im-2"]}, {"id": "b", "ranks": []}],
            programs=[{"id": "mercy-im-1", "quota": 1, "ranks": ["a"]}],
        )
    )
    assert found[0].endswith("did you mean mercy-im-1?")


def test_programs_propose_only_among_singles():
    assert run_match(market(proposing="programs"))["matches"] == {"a": "p", "b": "q"}
    couples = [{"members": ["a", "b"], "ranks": [["p", "q"]]}]
    assert (
        "only where all applicants are single"
        in problems(market(proposing="programs", couples=couples))[0]
    )
    assert "cannot propose" in problems(market(proposing="nobody"))[0]


def test_legal_oddities_are_noted_not_refused():
    found = run_match(
        market(
            applicants=[
                {"id": "a", "ranks": ["p"]},
                {"id": "b", "ranks": [], "supplemental": {"q": ["p"]}},
            ],
            couples=[{"members": ["a", "b"], "ranks": [["p", None], [None, None], [None, "q"]]}],
        )
    )
    assert found["matches"] == {"a": "p", "b": None}
    assert any("the individual list is not used" in note for note in found["notes"])
    unranked = run_match(
        market(
            applicants=[
                {"id": "a", "ranks": ["p"], "supplemental": {"q": ["p"]}},
                {"id": "b", "ranks": ["q"]},
            ]
        )
    )
    assert any("without ranking it" in note for note in unranked["notes"])


def test_numbers_are_ids_too():
    found = run_match(
        {"applicants": [{"id": 1, "ranks": [7]}], "programs": [{"id": 7, "quota": 1, "ranks": [1]}]}
    )
    assert found["matches"] == {1: 7}
    assert read_match_input({"applicants": [], "programs": []}).applicant == ()


TABLES = {
    "programs": "program,quota,even\nderm,1,\nyear,1,no\npeds,2,yes\n",
    "applicant_ranks": "applicant,rank,program\nben,1,year\nana,1,derm\n",
    "program_ranks": "applicant,program,rank\nana,year,2\nben,year,1\nana,derm,1\n"
    "cat,peds,1\ndan,peds,2\n",
    "supplemental_ranks": "applicant,advanced,rank,preliminary\nana,derm,1,year\n",
    "couple_ranks": "first,second,rank,first_program,second_program\ncat,dan,2,peds,\n"
    "cat,dan,1,peds,peds\n",
    "reversions": "from,to,keep\nyear,peds,0\n",
}


def test_tables_with_every_rule():
    found = run_match_tables(TABLES)
    assert found["matches"].splitlines()[1:] == ["ben,year,", "ana,derm,", "cat,peds,", "dan,peds,"]
    assert found["positions"].splitlines()[1:] == ["derm,1,1", "year,1,1", "peds,2,2"]
    assert found["blocking"].splitlines() == ["kind,applicants,programs"]
    quoted = {name: text.replace("derm", '"derm, city"') for name, text in TABLES.items()}
    assert 'ana,"derm, city",' in run_match_tables(quoted)["matches"]


def test_a_market_without_stable_matching_lists_what_blocks():
    found = run_match_tables(
        {
            "programs": "program,quota\nh1,1\nh2,1\n",
            "applicant_ranks": "applicant,rank,program\ns,1,h1\ns,2,h2\n",
            "program_ranks": "program,rank,applicant\nh1,1,c1\nh1,2,s\nh2,1,s\nh2,2,c2\n",
            "couple_ranks": "first,second,rank,first_program,second_program\nc1,c2,1,h1,h2\n",
        }
    )
    assert len(found["blocking"].splitlines()) > 1


@pytest.mark.parametrize(("changes", "expected"), [
    ({"programs": None}, "there is no table 'programs'"),
    ({"programs": "program\nderm\n"}, "column 'quota' is missing"),
    ({"programs": "program,quota\nderm\n"}, "programs.csv:2: the number of cells"),
    ({"programs": "program,quota,even\nderm,x,maybe\nderm,1,\nyear,1,\npeds,1,\n"}, "used twice"),
    ({"applicant_ranks": "applicant,rank,program\nana,first,derm\n"}, "'first' is no number"),
    ({"applicant_ranks": "applicant,rank,program\nana,1,derm\nana,1,year\n"}, "a rank is used"),
    ({"program_ranks": "program,rank,applicant\nzz,1,ana\n"}, "there is no program 'zz'"),
    ({"reversions": "from,to,keep\nzz,peds,0\n"}, "reversions.csv:2: there is no program 'zz'"),
])  # fmt: skip
def test_faulty_tables_are_refused_with_sentences(changes, expected):
    tables = {k: v for k, v in {**TABLES, **changes}.items() if v is not None}
    with pytest.raises(CaseError, match="(?s)" + expected.replace("(", r"\(")):
        run_match(document_from_tables(tables))


def test_numbers_beyond_any_market_are_problems_too():
    huge = 10**20
    document = {
        "applicants": [{"id": "a", "ranks": ["p"]}],
        "programs": [
            {"id": "p", "quota": huge, "ranks": ["a"],
             "reverts": [{"to": "q", "keep": huge, "at_most": huge}]},
            {"id": "q", "quota": 1, "ranks": []},
        ],
    }  # fmt: skip
    with pytest.raises(CaseError) as found:
        read_match_input(document)
    assert [p.where for p in found.value.problems] == [
        "programs[0].quota", "programs[0].reverts[0].keep", "programs[0].reverts[0].at_most",
    ]  # fmt: skip
