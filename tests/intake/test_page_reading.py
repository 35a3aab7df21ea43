"""Pages into policies: paraphrases, labelled pages, conditions, stale rules."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdfriday.intake.page_policies import FIELDS
from thirdfriday.intake.page_reading import read_text

ROOT = Path(__file__).resolve().parents[2]
PHRASES = sorted((ROOT / "authorities").glob("reading_p*.tsv"))


@pytest.fixture(scope="module")
def score() -> ModuleType:
    return importlib.import_module("benchmarks.reading_score")


def test_at_most_two_in_a_hundred_paraphrases_are_misread(score: ModuleType) -> None:
    tried, wrong, which = score.paraphrase_errors()
    assert tried > 600
    assert wrong / tried <= 0.02, "\n".join(which)


def test_labelled_pages_are_read_as_promised(score: ModuleType) -> None:
    if not (score.PAGES / "labels").is_dir():
        pytest.skip("the labelled pages are not beside the repository; set PAGES")
    result = score.score_pages()
    assert result.micro_f1() >= 0.92
    assert result.precision("j1") >= 0.97
    assert result.precision("h1b") >= 0.97
    assert result.overlapping / result.quoted >= 0.93


def test_the_stress_set_is_read() -> None:
    stress = importlib.import_module("benchmarks.reading_stress")
    counts, words = stress.error_rates()
    tried, wrong = (sum(pair[i] for pair in counts.values()) for i in (0, 1))
    assert tried > 2000 and wrong / tried <= 0.005, "\n".join(words)


def test_pages_that_taught_the_reader_stay_read() -> None:
    unseen = importlib.import_module("benchmarks.reading_unseen")
    for batch in sorted(unseen.BATCHES.glob("*.txt")):
        tally = unseen.tally_of(batch)
        assert tally.f1() >= 0.97, "\n".join(tally.words)
        assert tally.precision("j1", "h1b") >= 0.97, "\n".join(tally.words)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("H-1B visas are available only to fellows.", "h1b", False),
        ("H-1B visas are sponsored only for graduates of US medical schools.", "h1b", None),
        ("We accept H-1B transfers only.", "h1b", True),
        ("We sponsor no visas, but ECFMG-sponsored J-1 visas are accepted.", "j1", True),
        ("Do you sponsor J-1 visas?\n\nIs there parking?\nYes.", "j1", None),
        ("Do you sponsor J-1 visas?", "j1", None),
        ("Our residents averaged 245 on Step 2 CK.", "step2_min", None),
        ("A two-digit score of 85 is required on USMLE Step 1.", "step1_min", 85),
        ("H-1B is complicated, so e-mail our coordinator.", "h1b", None),
        ("We used to sponsor H-1B visas.", "h1b", False),
        ("We do not ask about visas at interviews.", "j1", None),
        ("EAD holders need no sponsorship. H-1B petitions are filed by us.", "h1b", True),
        ("Applicants who are neither US citizens nor residents shall hold a J-1.", "j1", True),
        ("How many attempts are allowed?\nNo more than two.", "max_attempts", 2),
        ("Please do not apply if:\n- you took over two tries at an exam", "max_attempts", 2),
        ("USMLE | Step 1 Pass | Step 1 Pass\nAttempts | 2 | 2", "max_attempts", 2),
        ("Number of letters? [link]\n3 (one from a surgeon)", "lors", 3),
        ("How many hours do residents work?\nBelow 80.", "positions_per_year", None),
        ("Most of us graduated in the past three years.", "yog_max_years", None),
        ("Experience in the US or in your home country is desirable.", "usce", None),
    ],
)
def test_conditions_and_silences(text: str, field: str, value: object) -> None:
    policy = read_text(text).policies.get(field)
    assert (None if policy is None else policy.value) == value


def test_stale_rules_are_noted() -> None:
    notes = " ".join(read_text("Send the PTAL letter and pass Step 2 CS.").notes)
    assert "PTAL" in notes
    assert "Clinical Skills" in notes


def test_every_quote_is_the_text_at_its_place() -> None:
    for path in PHRASES:
        for line in path.read_text(encoding="utf-8").splitlines()[::7]:
            reading = read_text(line.partition("\t")[2].replace("\\n", "\n"))
            for policy in reading.policies.values():
                assert reading.text[policy.start : policy.end] == policy.quote
                assert 0 < policy.confidence <= 1


def test_json_names_only_what_is_stated() -> None:
    document = read_text("Three letters of recommendation.").to_json()
    assert set(document) == {"source", "text_length", "policies", "notes"}
    assert set(document["policies"]) == {"lors"}
    assert set(document["policies"]["lors"]) == {
        "value",
        "quote",
        "start",
        "end",
        "confidence",
        "kind",
    }


WORDS = [
    "we",
    "do",
    "not",
    "sponsor",
    "j-1",
    "h-1b",
    "visas",
    "usmle",
    "step",
    "1",
    "2",
    "220",
    "no",
    "yes",
    "?",
    ".",
    "\n",
    "•",
    "three",
    "letters",
    "ecfmg",
    "years",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_word_salad_never_breaks_the_reader(words: list[str]) -> None:
    assert set(read_text(" ".join(words)).policies) <= set(FIELDS)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("USMLE Step 2 CK ......... 230", "step2_min", 230),
        ("Is there a cutoff?\nNo, but Step 1 has to show a pass.", "step1_min", "pass"),
        ("Somebody always asks about H-1Bs. The attorneys don't file them.", "h1b", False),
        ("Foreign graduates who are citizens may apply.", "citizenship_limits", True),
        ("A Step may have been failed once.", "max_attempts", 2),
        (
            "To apply, send:\n\na. Transcript\nb. Letters\nc. graduates of schools abroad: the "
            "ECFMG certificate",
            "ecfmg_required_at_application",
            True,
        ),
    ],
)
def test_a_wording_of_a_known_family_is_read(text: str, name: str, value: object) -> None:
    """Read as its kin are."""
    assert read_text(text).policies[name].value == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("USMLE Step 2 CK ..... mean 244", "step2_min"),
        ("People ask about the H-1B. Our lawyers can explain them.", "h1b"),
        ("Citizens may apply, and so may anybody with a J-1.", "citizenship_limits"),
        ("Nineteen of our thirty residents went to school abroad.", "positions_per_year"),
        ("The PGY-1 year must include 9 months or more of direct patient care.", "usce"),
        ("Step 1 may have been failed twice; Step 2 CK once.", "max_attempts"),
    ],
)
def test_a_near_miss_is_left_alone(text: str, name: str) -> None:
    """Nothing is said where only the words are like."""
    assert name not in read_text(text).policies


def test_a_dot_leader_keeps_places_in_the_text() -> None:
    """The quote is cut from the page as it was given."""
    text = "USMLE Step 1 ........ Pass"
    policy = read_text(text).policies["step1_min"]
    assert policy.quote == text[policy.start : policy.end] == text
