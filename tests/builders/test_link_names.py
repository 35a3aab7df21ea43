"""Names of institutions as comparable words."""

from builders.link_names import covered, name_likeness, rarity, same_word, words_of
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.text(alphabet="abcdefghij &./-'", max_size=40)


def test_abbreviations_are_written_out() -> None:
    assert words_of("UC Irvine Med Ctr") == ("university", "california", "irvine", "medical",
                                             "center")  # fmt: skip
    assert words_of("St Mary's Hosp-SF Program")[:3] == ("saint", "marys", "hospital")
    assert words_of("St. Mary’s Hospital")[:2] == ("saint", "marys")
    assert words_of("ISMMS Mount Sinai")[:3] == ("icahn", "school", "medical")


def test_shortened_and_misspelt_words_are_alike() -> None:
    assert same_word("texas", "texas") == 1.0
    assert same_word("presby", "presbyterian") == 0.9
    assert same_word("menomonee", "menomone") == 0.9
    assert same_word("iowa", "ohio") == 0.0


def test_rare_words_count_more() -> None:
    names = [words_of(n) for n in ("Yale Hospital", "Emory Hospital", "Tulane Hospital")]
    rarities = rarity(names)
    assert rarities["yale"] > rarities["hospital"]
    same = name_likeness(names[0], words_of("Yale Medical Hospital"), rarities)
    assert same > name_likeness(names[0], names[1], rarities)


@given(NAMES, NAMES)
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    first, second = words_of(one), words_of(other)
    rarities = rarity([first, second])
    likeness = name_likeness(first, second, rarities)
    assert 0.0 <= likeness <= 1.0 + 1e-9
    assert abs(likeness - name_likeness(second, first, rarities)) < 1e-9
    assert covered(first, first, rarities, 1.0) in (0.0, 1.0) or first
