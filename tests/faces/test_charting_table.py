import json

from click.testing import CliRunner

from thirdfriday.faces.command_line import main

TABLE = (
    "applicant_type,specialty,measure,group,n,mean,sd\n"
    "non_us_img,Pediatrics,step2ck,matched,400,241.0,13.0\n"
)


def test_scores_and_ranks_print_as_tables_and_as_one_document(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(TABLE, encoding="utf-8")
    asked = ["market", "--charting", "--seasons", "1", "--specialty", "pediatrics"]
    shown = CliRunner().invoke(main, asked)
    assert shown.exit_code == 0
    assert "non_us_img: simulated / estimate" in shown.stdout
    found = CliRunner().invoke(main, [*asked, "--published", str(own), "--json"])
    document = json.loads(found.stdout)
    row = next(row for row in document["charting"] if row["type"] == "non_us_img")
    assert row["specialty_key"] == "pediatrics"
    assert row["matched"]["step_2_ck_published_error"] == 0.65
    assert 225 < row["matched"]["step_2_ck_mean"] < 255
    assert document["within_one_error"]["published"]["means"] == 1


def test_options_that_do_not_go_together_are_refused(tmp_path):
    asked = ["market", "--charting", "--html", "x.html", "--parquet", str(tmp_path)]
    found = CliRunner().invoke(main, asked)
    assert found.exit_code == 2
    assert "2 problems" in found.stderr
    alone = CliRunner().invoke(main, ["market", "--published", str(tmp_path / "own.csv")])
    assert alone.exit_code == 2
    assert "needs --charting" in alone.stderr
