"""Tracks gathered into programs, by institution and by named site."""

from builders.catalogue_sources import ListedProgram, PublishedTrack
from builders.link_evidence import Weights, evidence, is_military, miles_between, prepare_words
from builders.link_units import CURRICULUM, make_units, read_aliases


def track(
    code: str, name: str, institution: str = "Corewell Health", **more: object
) -> PublishedTrack:
    given = {"city": "Southfield", "state": "MI", "quota": {2026: 5}, "filled": {}} | more
    return PublishedTrack(
        nrmp_code=code, institution_code=code[:4], institution=institution, former_names=(),
        lat=None, lon=None, name=name, specialty_code=code[4:7],
        position_type="categorical", **given,
    )  # fmt: skip


def listed(acgme_id: str, name: str, city: str, state: str = "MI") -> ListedProgram:
    return ListedProgram(acgme_id, name, acgme_id[:3], city, state, None, None, 2025, None)


PROGRAMS = (
    listed("1400000001", "Corewell Health (Royal Oak) Program", "Royal Oak"),
    listed("1400000002", "Corewell Health (Dearborn) Program", "Dearborn"),
    listed("1400000003", "University of Michigan Program", "Ann Arbor"),
)


def test_sites_of_one_institution_become_units_of_their_own() -> None:
    tracks = [
        track("9978140C0", "Internal Medicine/Royal Oak"),
        track("9978140C1", "Internal Medicine/Dearborn"),
        track("9978140P0", "Med-Prelim/Dearborn"),
    ]
    units = make_units(tracks, PROGRAMS)
    assert [unit.site for unit in units] == ["Royal Oak", "Dearborn"]
    assert [len(unit.tracks) for unit in units] == [1, 2]


def test_curricula_are_no_sites() -> None:
    tracks = [
        track("9978140C0", "Internal Medicine"),
        track("9978140C1", "Internal Medicine/Research"),
        track("9978140C2", "Internal Medicine/Primary Care"),
    ]
    (unit,) = make_units(tracks, PROGRAMS)
    assert unit.site == ""
    assert unit.key == "9978140"
    assert unit.years == {2026}
    assert CURRICULUM.search("3-yr MD Path")


def test_a_site_is_evidence_and_another_site_is_evidence_against() -> None:
    units = make_units([track("9978140C1", "Internal Medicine/Dearborn")], PROGRAMS)
    words = prepare_words(units, PROGRAMS)
    points = [evidence(units[0], program, words, Weights()) for program in PROGRAMS]
    assert points[1] > points[0] > points[2]
    assert points[1] > Weights().accept > points[0]


def test_distance_and_military_names() -> None:
    assert miles_between((None, None), (34.0, -118.0)) is None
    assert miles_between((34.0, -118.0), (34.0, -118.0)) == 0.0
    assert is_military("Naval Medical Center (San Diego) Program")
    assert not is_military("Navarro Regional Hospital Program")


def test_every_alias_gives_its_reason() -> None:
    aliases = read_aliases()
    assert aliases.of("1422", "110")[0].name == "Coney Island Hospital"
    assert aliases.of("3185", "140") == []
    assert all(alias.name for alias in aliases.sites.values())
