"""Pages and corrections laid over the catalogue, the packaged one left as it is."""

import datetime as dt

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.intake.corrections import Correction, read_corrections, write_corrections
from thirdfriday.intake.knowledge import (
    claims_by_program,
    known_policies,
    only_track,
    table_claims,
    with_knowledge,
)

TODAY = dt.date(2026, 11, 22)
PROGRAM = "1400531039"


def known(*corrections: Correction):
    return known_policies(load_catalogue(), claims_by_program(corrections), on=TODAY)


def said(field: str, value: object, **more: object) -> Correction:
    return Correction(PROGRAM, field, value, "https://example.org/x", TODAY, **more)  # type: ignore[arg-type]


def test_a_correction_turns_a_visa_flag_and_shows_the_table_beside_it() -> None:
    before = load_catalogue().by_id[PROGRAM]
    assert before.visa_j1 is True
    laid = with_knowledge(load_catalogue(), known(said("j1", False, quote="No visas.")))
    after = laid.by_id[PROGRAM]
    policy = after.policy("j1")
    assert after.visa_j1 is False and policy is not None
    assert "No visas." in policy.said and "2021" in policy.against[0]
    assert not policy.confirm and policy.link == "https://example.org/x"
    assert load_catalogue().by_id[PROGRAM] == before
    assert after in laid.of_specialty(after.specialty) and len(laid.programs) == len(
        load_catalogue().programs
    )


def test_an_old_page_is_to_be_confirmed_where_a_new_one_is_not() -> None:
    new = known(said("yog_max_years", 5, kind="page", confidence=0.95))[PROGRAM]
    old = known(
        Correction(
            PROGRAM, "yog_max_years", 5, "page", dt.date(2022, 1, 1), kind="page", confidence=0.95
        )
    )[PROGRAM]
    assert not new[0].confirm and old[0].confirm
    assert old[0].confidence < new[0].confidence
    assert "confirm at" in old[0].to_confirm and not new[0].to_confirm


def test_positions_change_only_where_there_is_one_way_in() -> None:
    catalogue = load_catalogue()
    one = next(p for p in catalogue.programs if only_track(p) is not None)
    several = next(p for p in catalogue.programs if p.positions and only_track(p) is None)
    for program, expected in ((one, 99), (several, several.positions_in(2026))):
        line = Correction(program.program_id, "positions_per_year", 99, "phone", TODAY)
        laid = with_knowledge(
            catalogue, known_policies(catalogue, claims_by_program([line]), on=TODAY)
        )
        assert laid.by_id[program.program_id].positions_in(2026) == expected


def test_tables_speak_with_their_year() -> None:
    claims = {claim.field: claim for claim in table_claims(load_catalogue().by_id[PROGRAM])}
    assert claims["j1"].on.year == load_catalogue().by_id[PROGRAM].visa_year


def test_a_preference_or_a_stranger_is_no_rule() -> None:
    soft = known(said("step2_min", 230, kind="page", manner="soft"))[PROGRAM][0]
    assert not soft.firm
    assert not known(Correction("0", "j1", True, "x", TODAY))


def test_a_page_of_a_pdf_is_named_and_linked() -> None:
    line = Correction(
        PROGRAM, "h1b", False, "https://example.org/faq.pdf", TODAY, kind="page",
        quote="No H-1B.", page=3,
    )  # fmt: skip
    assert read_corrections(write_corrections([line]), today=TODAY) == (line,)
    policy = known(line)[PROGRAM][0]
    assert policy.said.startswith("no (page, https://example.org/faq.pdf page 3, 2026-11-22): “No")
    assert (policy.page, policy.quote) == (3, "No H-1B.")
    assert policy.link == "https://example.org/faq.pdf#page=3"
