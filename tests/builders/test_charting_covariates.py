import os
from pathlib import Path

import numpy as np
import pytest
from builders.charting_covariates import imgs_2022

from thirdfriday.models.market_inputs import market_layout

TABLES = Path(os.environ.get("TABLES", Path(__file__).parents[3] / "shared" / "facts"))


def test_columns_that_changed_places_are_read_as_the_other_specialties_are(tmp_path):
    header = "applicant_type,specialty,step1_mean_matched,step2_mean_matched\n"
    rows = ["non_us_img,Pathology,232,219", "us_img,Pathology,238,228",
            "non_us_img,Neurology,239,245", "us_img,Neurology,225,235"]  # fmt: skip
    (tmp_path / "charting2022_img_means_unlabelled.csv").write_text(header + "\n".join(rows))
    layout = market_layout()
    first, second = (imgs_2022(tmp_path, layout, step) for step in (1, 2))
    pathology, neurology = (layout.fields.index(each) for each in ("pathology", "neurology"))
    assert (first[pathology], second[pathology]) == (228, 238)
    assert (first[neurology], second[neurology]) == (239, 245)


def test_every_large_specialty_is_told_by_every_table_that_has_it():
    if not TABLES.exists():
        pytest.skip("The published tables are not beside the repository.")
    from builders import charting_covariates as known  # noqa: PLC0415

    layout = market_layout()
    large = [layout.fields.index(each) for each in (
        "anesthesiology", "emergency_medicine", "general_surgery", "internal_medicine",
        "neurology", "pediatrics", "psychiatry")]  # fmt: skip
    for found in (
        known.senior_scores(TABLES, layout), known.senior_odds(TABLES, layout),
        known.independents_2007(TABLES, layout, "not_matched"), known.ranks_2007(TABLES, layout),
        known.residents_step_1(TABLES, layout), known.imgs_2013(TABLES, layout, 1),
        known.img_share(TABLES, layout), known.interviews_to_expect(TABLES, layout),
        known.directors_open(TABLES, layout),
    ):  # fmt: skip
        assert np.isfinite(found[large]).all()
