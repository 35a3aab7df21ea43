"""Who loses what to whom: nobody alone, more in larger company, and moves that gain."""

import pytest

from thirdfriday.plan.crowding import ListedLine, Rival, crowding, entrant_of


@pytest.fixture(scope="module")
def ana(plan_of, case_of) -> Rival:
    name = "img_internal_medicine"
    plan = plan_of(name)
    lines = tuple(
        ListedLine(c.program.id, c.program.specialty, c.signal, c.preference)
        for c in plan.choices
    )  # fmt: skip
    return Rival("S-1", case_of(name), lines, plan.geography.divisions, plan.geography.setting)


def school(ana: Rival, count: int) -> list[Rival]:
    return [
        Rival(f"S-{n}", ana.case, ana.lines, ana.divisions, ana.setting)
        for n in range(1, count + 1)
    ]


def test_one_student_loses_nothing(ana: Rival) -> None:
    found = crowding([ana], seasons=300)
    assert [row.loss for row in found.students] == [0.0]
    assert found.programs == ()
    assert found.moves == ()


def test_a_school_of_one_plan_crowds_itself(ana: Rival) -> None:
    found = crowding(school(ana, 25), seasons=300)
    assert sum(row.loss for row in found.students) > 0
    assert found.programs[0].students == 25
    assert found.programs[0].interviews_lost > 0
    kinds = found.by_type
    assert kinds["non_us_img"]["students"] == 25
    assert kinds["non_us_img"]["chance_together"] < kinds["non_us_img"]["chance_alone"]
    losses = [row.loss for row in found.students]
    assert losses == sorted(losses, reverse=True)
    for move in found.moves:
        assert move.own_change > 0, "a move is told only if its sender gains"
        assert all(change < 0 for _, change in move.harmed)


def test_order_of_the_caseload_does_not_matter(ana: Rival) -> None:
    rivals = school(ana, 6)
    first, second = crowding(rivals, seasons=200), crowding(rivals[::-1], seasons=200)
    alone = [{r.student: r.chance_alone for r in found.students} for found in (first, second)]
    assert alone[0] == alone[1]


def test_lines_stand_in_order_of_preference(ana: Rival) -> None:
    entrant = entrant_of(ana)
    wanted = {line.program_id: line.preference for line in ana.lines}
    values = [wanted[program.program_id] for program in entrant.programs()]
    assert values == sorted(values, reverse=True)
    assert len(values) == len(ana.lines)
