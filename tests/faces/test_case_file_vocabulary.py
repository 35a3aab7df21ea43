"""Words are found whatever their case and marks, and misspelt ones are answered."""

from thirdfriday.faces.case_file_fields import misspelt_city
from thirdfriday.faces.case_file_vocabulary import (
    ProgramWord,
    fold,
    nearest,
    nearest_programs,
    plain_vocabulary,
    program_index,
    vocabulary_from_catalogue,
)


def test_the_plain_words() -> None:
    words = plain_vocabulary()
    assert words.states["PR"] == "Puerto Rico"
    assert len(words.divisions) == 9
    assert words.countries["GD"] == "Grenada"
    assert words.school_regions["GD"] == "caribbean"
    assert "Spanish" in words.languages
    assert not words.programs


def test_the_catalogue_gives_every_word() -> None:
    words = vocabulary_from_catalogue()
    assert len(words.programs) >= 5000
    assert len(words.specialties) >= 25
    assert "los_angeles_county" in words.presets
    assert words.program_id("1025140C0") == "1400531039"
    assert words.known_city("saint louis", "MO") in ("St. Louis", "St Louis", "Saint Louis")
    assert words.known_city("Zzyzx", "CA") is None
    assert misspelt_city("Los Angelas", "CA", words) == "Los Angeles"
    assert misspelt_city("Zzyzx", "CA", words) == ""


def test_the_catalogue_without_a_pack() -> None:
    words = vocabulary_from_catalogue(frozenset({"nrmp"}))
    assert words.program_id("1400531039") == "1400531039"
    assert words.program_id("1025140C0") is None


def test_a_name_of_two_programs_names_neither() -> None:
    index = program_index([ProgramWord("1", "Same"), ProgramWord("2", "Same")])
    assert index == {"1": "1", "2": "2"}


def test_nearest() -> None:
    choices = {"family_medicine": "Family Medicine", "urology": "Urology"}
    assert nearest("Famly medcine", choices) == "family_medicine"
    assert nearest("zzzz", choices) == ""
    assert fold("  St. Mary's--Hospital ") == "st mary s hospital"


def test_nearest_programs_by_code_or_by_name() -> None:
    programs = [ProgramWord("1400531039", "St Mary", "Long Beach", "CA"), ProgramWord("2", "Other")]
    assert nearest_programs("1400531038", programs)[0].program_id == "1400531039"
    assert nearest_programs("Saint Mary Long Beach", programs)[0].program_id == "1400531039"
    assert nearest_programs("zzzzzz", programs) == ()
