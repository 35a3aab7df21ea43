from thirdfriday.facts.lookup import search
from thirdfriday.facts.registry import load_facts


def test_words_are_all_wanted_in_any_order() -> None:
    names = [
        number.name for number in search(load_facts(2026), "internal_medicine signals").numbers
    ]
    assert "signals.internal_medicine.gold" in names
    assert all("internal_medicine" in name and "signals" in name for name in names)


def test_an_empty_search_gives_everything() -> None:
    facts = load_facts(2026)
    assert len(search(facts).numbers) == len(facts)


def test_a_misspelt_name_gets_the_nearest() -> None:
    found = search(load_facts(2026), "visa.h1b.new_petitoin")
    assert not found.numbers and "visa.h1b.new_petition_usd" in found.nearest
