"""Specialties of the packaged catalogue."""

from thirdfriday.domain.catalogue import load_catalogue


def test_services_name_who_takes_the_applications() -> None:
    services = {key: item.service for key, item in load_catalogue().specialties.items()}
    assert services["internal_medicine"] == "eras"
    assert services["obstetrics_and_gynecology"] == "residencycas"
    assert services["emergency_medicine"] == "residencycas"
    assert services["urology"] == "aua"
    assert services["ophthalmology"] == "sf_match"
    assert services["plastic_surgery"] == "centralapp"


def test_only_specialties_matched_elsewhere_are_outside_the_main_match() -> None:
    outside = {k for k, item in load_catalogue().specialties.items() if not item.main_match}
    assert outside == {"urology", "ophthalmology", "medical_genetics"}


def test_position_types() -> None:
    specialties = load_catalogue().specialties
    assert specialties["dermatology"].has_advanced
    assert specialties["general_surgery"].has_preliminary
    assert specialties["family_medicine"].position_types == ("categorical",)
    assert not specialties["family_medicine"].has_advanced


def test_codes_are_unique_and_every_program_has_its_specialty() -> None:
    catalogue = load_catalogue()
    codes = [s.nrmp_code for s in catalogue.specialties.values() if s.nrmp_code]
    assert len(codes) == len(set(codes))
    assert {p.specialty for p in catalogue.by_id.values()} <= set(catalogue.specialties)
