"""A second look by looser grammar: what it finds, and what it leaves alone."""

import pytest

from thirdfriday.intake.page_reading import read_text


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("IMGs: we interview only those who are already certified.",
         "ecfmg_required_at_application", True),
        ("IMGs are welcome. Certification may be under way when you apply.",
         "ecfmg_required_at_application", False),
        ("IMGs: by Match Day you will need the certificate.",
         "ecfmg_required_at_application", False),
        ("IMGs need ECFMG certification or a full license.",
         "ecfmg_required_at_application", None),
        ("Interns hold an ACLS certificate when they apply. IMGs welcome.",
         "ecfmg_required_at_application", None),
        ("More than one failure on any Step will end our review.", "max_attempts", 2),
        ("USMLE: no greater than two failed attempts.", "max_attempts", 3),
        ("No more than 2 attempts at Step 1 and no more than 1 at Step 2 CK.",
         "max_attempts", None),
        ("A second try at Step 1 doesn't end the conversation.", "max_attempts", None),
        ("Step 3 must be passed on the first attempt.", "max_attempts", None),
        ("We match four people a year.", "positions_per_year", 4),
        ("Each July we enrol thirty-one categorical interns.", "positions_per_year", 31),
        ("We offer 3 categorical and 3 advanced positions.", "positions_per_year", None),
        ("We interviewed sixty people last year.", "positions_per_year", None),
        ("Our last day for accepting new applications is January 10.", "deadline", "January 10"),
        ("To be ranked you must have passed Step 2 CK by February 15.", "deadline", None),
        ("We care for migrant workers and tribal members.", "underserved", True),
        ("Transfers in\nCan I transfer into PGY-2?\nNot more than four years since school.",
         "yog_max_years", None),
    ],
)  # fmt: skip
def test_looser_grammar(text: str, field: str, value: object) -> None:
    policy = read_text(text).policies.get(field)
    assert (policy.value if policy else None) == value


def test_terms_after_a_yes_do_not_deny_the_visa() -> None:
    text = "We file H-1B petitions, with two provisos: Step 3 by May, and no change of mind."
    assert read_text(text).policies["h1b"].value is True


def test_a_visa_outside_what_is_done_is_denied() -> None:
    text = "We host J-1 physicians. H-1B petitions are outside of what the system will do."
    assert read_text(text).policies["h1b"].value is False
