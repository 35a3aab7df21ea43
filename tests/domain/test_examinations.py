"""Examinations count failed sittings and refuse the impossible."""

import pytest

from thirdfriday.domain.examinations import Examination, ExaminationResult, Examinations


@pytest.mark.parametrize(
    ("result", "attempts", "failed"),
    [
        ("pass", 1, 0),
        ("pass", 3, 2),
        ("fail", 2, 2),
        ("pending", 2, 1),
        ("scheduled", 1, 1),
        ("scheduled", 0, 0),
        ("not_taken", 0, 0),
    ],
)
def test_failed_attempts(result: str, attempts: int, failed: int) -> None:
    examination = Examination(ExaminationResult(result), attempts=attempts)
    assert examination.failed_attempts == failed
    assert examination.taken is (result in ("pass", "fail", "pending"))
    assert examination.passed is (result == "pass")


def test_the_impossible_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one attempt"):
        Examination(ExaminationResult.PASS)
    with pytest.raises(ValueError, match="negative"):
        Examination(attempts=-1)


def test_examinations_tell_the_two_families_apart() -> None:
    passed = Examination(ExaminationResult.PASS, attempts=2)
    assert Examinations(comlex_1=passed).has_comlex
    assert not Examinations(comlex_1=passed).has_usmle
    assert Examinations(step_3=passed, comlex_2=passed).failed_attempts == 2
    assert not Examinations().has_comlex
