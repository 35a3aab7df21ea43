"""The packaged catalogue against published totals and known programs."""

import pytest

from thirdfriday.domain.catalogue import Catalogue, load_catalogue, place_key
from thirdfriday.errors import FactError

PUBLISHED_POSITIONS = {2021: 38106, 2022: 39205, 2023: 40375, 2024: 41503, 2025: 43218}
PUBLISHED_FILLED = {2021: 36179, 2022: 36943, 2023: 37690, 2024: 38941, 2025: 40745}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("year", PUBLISHED_POSITIONS)
def test_positions_and_matches_add_up_to_the_published_totals(
    catalogue: Catalogue, year: int
) -> None:
    tracks = [track for program in catalogue.by_id.values() for track in program.tracks]
    assert sum(track.positions(year) for track in tracks) == PUBLISHED_POSITIONS[year]
    assert sum(track.matched(year) or 0 for track in tracks) == PUBLISHED_FILLED[year]


def test_positions_of_2026_are_within_a_tenth_of_a_percent_of_the_official_total(
    catalogue: Catalogue,
) -> None:
    total = sum(program.positions_in(2026) for program in catalogue.by_id.values())
    assert total == 44320  # of 44,344; the rest is not listed by program
    assert sum(item.positions_2026 for item in catalogue.specialties.values()) == total


def test_size_of_the_catalogue(catalogue: Catalogue) -> None:
    assert len(catalogue.programs) >= 5000
    assert len({program.specialty for program in catalogue.programs}) >= 25
    assert len(catalogue.by_id) == len(catalogue.programs) + len(catalogue.closed)


def test_los_angeles_county_holds_the_counted_internal_medicine_sponsors(
    catalogue: Catalogue,
) -> None:
    """Twelve institutions with positions in the lists of 2020, and the openings since."""
    found = [
        program
        for program in catalogue.of_specialty("internal_medicine")
        if program.county == "Los Angeles"
    ]
    in_2020 = {p.nrmp_institution_code for p in found if p.positions_in(2020, ("categorical",))}
    counted = {"1030", "1040", "1033", "2133", "1025", "2950", "1044", "2055", "1067", "1956"}
    assert counted == in_2020
    later = {p.institution for p in found if p.first_year_offered and p.first_year_offered > 2020}
    assert {"MLK Jr Community Hospital", "Charles R Drew University"} <= later
    assert {"Prime West Consortium", "Keck School of Medicine of USC"} <= later


def test_sub_regions_tell_los_angeles_apart(catalogue: Catalogue) -> None:
    by_code = {
        program.nrmp_institution_code: program.subregion
        for program in catalogue.of_specialty("internal_medicine")
        if program.county == "Los Angeles"
    }
    assert by_code["1956"] == "westside"
    assert by_code["1040"] == "eastside"
    assert by_code["1025"] == "harbor"


def test_every_program_has_a_state_a_service_and_honest_years(catalogue: Catalogue) -> None:
    for program in catalogue.by_id.values():
        assert len(program.state) == 2
        assert program.service
        visas = (program.visa_j1, program.visa_h1b)
        assert (program.visa_year is None) == (visas == (None, None))
        assert (program.composition_year is None) == (program.pct_us_md is None)
        assert program.acgme_id or program.link_confidence == "nrmp_only"
        assert bool(program.tracks) == (program.link_confidence != "acgme_only")
        if program.new_program and program.first_year_offered:
            assert program.first_year_offered >= 2024


def test_nearly_every_program_has_its_place(catalogue: Catalogue) -> None:
    without = [program for program in catalogue.programs if program.lat is None]
    assert len(without) <= 2  # two sponsors of 2026 are printed without a city
    assert all(not program.city for program in without)


def test_without_the_pack_nrmp_only_accredited_programs_remain() -> None:
    bare = load_catalogue(frozenset({"nrmp"}))
    assert len(bare.programs) >= 5000
    assert all(program.acgme_id and not program.tracks for program in bare.programs)
    assert all(program.first_year_offered is None for program in bare.programs)
    assert all(program.positions == 0 for program in bare.programs)
    assert bare.by_id["1400531039"].visa_j1 is True


def test_without_residency_explorer_nothing_of_2021_remains() -> None:
    bare = load_catalogue(frozenset({"residency-explorer"}))
    assert all(program.visa_year is None and not program.setting for program in bare.programs)
    assert all(program.pct_non_us_img is None for program in bare.programs)
    assert bare.by_id["1400531039"].tracks


def test_an_unknown_specialty_names_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(FactError, match="psychiatry"):
        catalogue.of_specialty("phrenology")


def test_place_keys_forgive_spelling() -> None:
    assert place_key("Saint Louis", "MO") == place_key("St. Louis", "MO")
