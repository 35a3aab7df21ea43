"""The linker: one to one, with sponsors, earlier codes and left-over tracks."""

from collections.abc import Mapping

from builders.catalogue_sources import Attributes, ListedProgram, PublishedTrack
from builders.link_evidence import Weights
from builders.link_programs import confidence, link_programs

YEARS = range(2016, 2027)


def track(
    code: str, institution: str, city: str, quota: Mapping[int, int], name: str = "Program"
) -> PublishedTrack:
    return PublishedTrack(
        nrmp_code=code, institution_code=code[:4], institution=institution, former_names=(),
        city=city, state="CA", lat=None, lon=None, name=name, specialty_code=code[4:7],
        position_type="categorical", quota=quota, filled=quota,
    )  # fmt: skip


def listed(
    acgme_id: str, name: str, city: str, printed: tuple[int, int] | None = None
) -> ListedProgram:
    attributes = printed and Attributes(
        name=name, setting="", residents_total=None, residents_first_year=None, visa_j1=None,
        visa_h1b=None, visa_f1=None, pct_us_md=None, pct_us_do=None, pct_us_img=None,
        pct_non_us_img=None, fingerprints={"categorical": printed},
    )  # fmt: skip
    return ListedProgram(
        acgme_id, name, acgme_id[:3], city, "CA", None, None, 2025, attributes or None
    )


EVERY = dict.fromkeys(YEARS, 8)


def found(tracks: list[PublishedTrack], programs: list[ListedProgram]) -> dict[str, str]:
    links = link_programs(tracks, programs).links
    return {t.nrmp_code: link.acgme_id for link in links for t in link.unit.tracks}


def test_positions_of_2021_decide_between_two_programs_of_one_city() -> None:
    tracks = [track("9001140C0", "Mercy Hosp", "Fresno", EVERY)]
    programs = [
        listed("1400000001", "Mercy Hospital North Program", "Fresno", (20, 20)),
        listed("1400000002", "Mercy Hospital South Program", "Fresno", (8, 8)),
    ]
    assert found(tracks, programs) == {"9001140C0": "1400000002"}


def test_no_program_is_given_to_two_institutions_at_once() -> None:
    tracks = [
        track("9001140C0", "Mercy Hosp", "Fresno", EVERY),
        track("9002140C0", "Mercy Hosp", "Fresno", EVERY),
    ]
    assert len(found(tracks, [listed("1400000001", "Mercy Hospital Program", "Fresno")])) == 1


def test_an_earlier_code_joins_when_the_years_do_not_overlap() -> None:
    tracks = [
        track("9001140C0", "Mercy Hosp", "Fresno", {2016: 8, 2017: 8}),
        track("9002140C0", "Mercy Hosp", "Fresno", {2018: 8, 2025: 8}),
    ]
    links = link_programs(tracks, [listed("1400000001", "Mercy Hospital Program", "Fresno")]).links
    assert sorted(link.joined for link in links) == [False, True]


def test_other_specialties_of_the_sponsor_help_an_unlike_name() -> None:
    sponsor = "Washington Consortium Program"
    tracks = [track(f"9001{code}C0", "Barnes Hosp", "Fresno", EVERY) for code in ("140", "320")]
    programs = [
        listed("1400000001", sponsor, "Fresno", (8, 8)),
        listed("3200000001", sponsor, "Fresno", (8, 8)),
    ]
    lone = link_programs(tracks[:1], programs).links
    together = link_programs(tracks, programs).links
    assert len(together) == 2
    assert max(link.points for link in together) > max(link.points for link in lone)


def test_nothing_alike_stays_unlinked() -> None:
    tracks = [track("9001140C0", "Mercy Hosp", "Fresno", EVERY)]
    linking = link_programs(tracks, [listed("1400000001", "Naval Hospital Program", "San Diego")])
    assert linking.links == ()
    assert [unit.key for unit in linking.unlinked] == ["9001140"]


def test_confidence_needs_points_and_a_lead() -> None:
    weights = Weights()
    assert confidence(weights.high, weights.clear_lead, weights) == "high"
    assert confidence(weights.high, weights.some_lead, weights) == "medium"
    assert confidence(weights.medium, weights.clear_lead, weights) == "medium"
    assert confidence(weights.high, 0.0, weights) == "low"
