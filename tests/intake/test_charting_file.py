import pytest

from thirdfriday.errors import CaseError
from thirdfriday.intake.charting_file import read_charting

HEAD = "year,applicant_type,specialty,measure,group,n,mean,sd\n"


def test_means_come_with_their_standard_errors(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(HEAD + (
        "2030,non_us_img,Pathology-Anatomic and Clinical,step2ck,matched,100,241.5,13\n"
        "2030,us_md_senior,Vascular Surgery (Integrated),contiguous_ranks,not_matched,4,2.5,1\n"
        "2030,non_us_img,Radiology-Diagnostic,research,matched,4,2.5,1\n"
        "2030,non_us_img,Dermatology,step2ck,matched,3,,\n"
    ), encoding="utf-8")  # fmt: skip
    assert read_charting(path) == {
        ("pathology", "non_us_img", "matched", "step_2_ck"): (241.5, 1.3),
        ("vascular_surgery", "md_senior", "not_matched", "contiguous_ranks"): (2.5, 0.5),
    }


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(HEAD + (
        "2030,non_us_img,Astrology,step2ck,matched,100,241.5,13\n"
        "2030,non_us_img,Pediatrics,step2ck,perhaps,100,many,13\n"
        "2030,non_us_img,Pediatrics,step2ck,matched,0,240,13\n"
    ), encoding="utf-8")  # fmt: skip
    with pytest.raises(CaseError) as found:
        read_charting(path)
    assert len(found.value.problems) == 4
    path.write_text("specialty,mean\nPediatrics,240\n", encoding="utf-8")
    with pytest.raises(CaseError, match="applicant_type"):
        read_charting(path)
    with pytest.raises(CaseError, match="cannot be read"):
        read_charting(tmp_path / "nothing.csv")
