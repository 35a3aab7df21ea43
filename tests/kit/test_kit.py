"""The kit of the example cases: bound to facts, no copied sentence, under every limit."""

import csv
import datetime as dt
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from icalendar import Calendar

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.kit_command import write_kit
from thirdfriday.facts.registry import load_facts
from thirdfriday.kit.case_facts import clinical_lines, target_states
from thirdfriday.kit.kit import Kit, build_kit
from thirdfriday.kit.kit_numbers import kit_numbers
from thirdfriday.kit.lint import lint
from thirdfriday.kit.outline import Fact, line
from thirdfriday.kit.statement_plan import statement_page, versions_of
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.explain import plan_program
from thirdfriday.plan.improve import improvements_of
from thirdfriday.plan.plan import Plan
from thirdfriday.plan.plan_choices import FirstYear, FirstYearApplication

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT.parent / "shared" / "seeds"
TODAY = dt.date(2026, 11, 22)
NAMES = ("md_low_score_la", "md_strong", "do_comlex_only")


@cache
def case(name: str) -> Case:
    return read_case(ROOT / "examples" / f"{name}.toml")


@cache
def plan(name: str) -> Plan:
    return build_plan(case(name))


@cache
def kit(name: str) -> Kit:
    return build_kit(case(name), plan(name), today=TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_is_in_the_case_the_plan_or_the_data(name: str) -> None:
    words = {"case": repr(case(name)), "plan": repr(plan(name).to_json())}
    plain = {key: re.sub(r"[_\s]+", " ", text).lower() for key, text in words.items()}
    place = re.compile(r"NamedPlace\(state='(\w\w)', city=['\"]([^'\"]*)['\"]\)")
    plain["case"] += " ".join(
        f"{city}, {state}" for state, city in place.findall(words["case"])
    ).lower()
    facts = load_facts(case(name).season)
    for page in kit(name).pages:
        for one in page.facts:
            where, _, detail = one.origin.partition(": ")
            if where == "data" and detail in facts:
                assert _dated(one) or _in_data(one, [facts.value(detail), *facts.range(detail)])
            elif where == "data" and detail in kit_numbers():
                assert _in_data(one, [kit_numbers()[detail].amount]) or _dated(one)
            elif where == "plan":
                value = one.value.lower().removesuffix(" signal")
                assert re.sub(r"\s+", " ", value) in plain["plan"], one
            elif where == "case":
                assert _in_case(one, plain["case"], case(name)), one
            else:
                assert where in ("count", "kit", "date", "data"), one


def _in_data(one: Fact, values: list[float]) -> bool:
    return any(one.value in (f"{value:g}", f"{value:,.0f}", f"{value:.2f}") for value in values)


def _dated(one: Fact) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", one.value))


def _in_case(one: Fact, text: str, whole: Case) -> bool:
    counts = {
        "applicant.letters": len(whole.applicant.letters),
        "applicant.clinical_experience": whole.applicant.us_clinical_months(),
        "applicant.examinations": whole.applicant.failed_attempts,
    }
    known = (
        "a place not recorded",
        "none written",
        "a tie of yours",
        "sub-internship",
        "hands-on work",
    )
    value = re.sub(r"\s+", " ", one.value.lower())
    detail = one.origin.partition(": ")[2]
    return (
        value in text or value in known or value == f"{counts.get(detail, -1):g}"
        or value in ("j-1", "h-1b", "j-1 or h-1b", "h-1b or j-1", "step 1", "step 2 ck",
                     "comlex level 2")
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_number_on_a_page_is_one_of_its_facts(name: str) -> None:
    allowed = {"1", "2", "3", "1B"}
    for page in kit(name).pages:
        known = " ".join(one.value for one in page.facts)
        for number in re.findall(r"\d[\d,.]*\d|\d", page.to_text()):
            assert number in known or number in allowed, (page.name, number)


@pytest.mark.parametrize("name", NAMES)
def test_every_program_gets_one_version(name: str) -> None:
    versions = versions_of(case(name), plan(name))
    given = [choice.program.id for version in versions for choice in version.programs]
    first = plan(name).first_year
    beside = first.applications if first else ()
    assert sorted(given) == sorted(one.program.id for one in (*plan(name).choices, *beside))


def test_each_program_gets_a_version_of_its_own_specialty() -> None:
    who, made = case("md_low_score_la"), plan("md_low_score_la")
    by_id = load_catalogue().by_id
    for version in versions_of(who, made):
        assert {by_id[one.program.id].specialty for one in version.programs} <= {version.specialty}
    assert {version.specialty for version in versions_of(who, made)} == set(who.wants.specialties)


@pytest.mark.parametrize("name", NAMES)
def test_outlines_are_short_and_leave_gaps(name: str) -> None:
    for page in kit(name).pages:
        text = page.to_text()
        assert text.isascii() or name, page.name
        assert all(len(one.text) < 300 for part in page.sections for one in part.lines), page.name
    statement = kit(name).pages[1].to_text()
    assert "[fill in:" in statement
    assert "placeholder" in lint(statement, case(name)).rules, "a gap left in is told"


def test_no_run_of_eight_words_is_from_the_articles() -> None:
    files = sorted(ARTICLES.glob("*.txt"))
    if not files:
        pytest.skip("the two advice articles are not beside the repository")
    taken = set[tuple[str, ...]]()
    for path in files:
        taken |= runs(path.read_text(encoding="utf-8"))
    written = [text for name in NAMES for text in kit(name).files().values()]
    pages = ("docs/models/lint.md", "docs/how-to/words.md", "docs/decisions/0009-words.md")
    written += [(ROOT / page).read_text(encoding="utf-8") for page in pages]
    written += [p.read_text(encoding="utf-8") for p in (ROOT / "authorities/lint_texts").glob("*")]
    written += [p.read_text(encoding="utf-8") for p in (ROOT / "src/thirdfriday/kit").glob("*.py")]
    for text in written:
        assert not runs(text) & taken


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_failed_examination_draws_a_page_and_a_question() -> None:
    made = kit("md_low_score_la")
    page = next(page for page in made.pages if page.name == "03-red-flags.md")
    assert len(page.sections) == 1, "the failure and its own note are one section"
    assert made.questions[0].key == "failed_examination"
    assert not any(page.name == "03-red-flags.md" for page in kit("md_strong").pages)


def test_target_without_a_tie_is_marked_weak() -> None:
    text = kit("md_low_score_la").files()["02-geographic-statements.md"]
    divisions = plan("md_low_score_la").geography.divisions
    assert text.count("## Division:") == len(divisions)
    tied = sum(name.lower() == "pacific" for name in divisions)
    assert text.count("Weak: no tie here is recorded") == len(divisions) - tied


def test_tasks_are_dated_from_today_on() -> None:
    for task in kit("md_low_score_la").tasks:
        assert TODAY <= task.begin <= task.done


def test_tasks_before_the_season_reach_the_applications() -> None:
    early = build_kit(case("md_low_score_la"), plan("md_low_score_la"), today=dt.date(2026, 1, 5))
    assert {task.reaches for task in early.tasks} == {"applications"}


def test_line_counts_its_places() -> None:
    with pytest.raises(ValueError, match="1 places and 0 facts"):
        line("Tie to {}.")


def test_measured_tasks_hold_the_plan_s_own_numbers() -> None:
    who = case("md_low_score_la")
    measured = improvements_of(who, today=TODAY)
    page = build_kit(who, plan("md_low_score_la"), today=TODAY, improvements=measured).pages[-1]
    text = page.to_text()
    assert "odds of an interview" not in text
    by_title = {one.title: one for one in measured.improvements}
    told = [part.title.removeprefix("[ ] ") for part in page.sections[1:]]
    assert set(told) & set(by_title)
    for part in page.sections[1:]:
        one = by_title.get(part.title.removeprefix("[ ] "))
        if one and one.change:
            words = " ".join(each.text for each in part.lines)
            assert f"{100 * one.change.any_match.central:+.1f} percentage points" in words
            assert one.why in words and f"{one.cost_low_usd:,.0f}" in words
    numbers = re.findall(r"\d[\d,.]*\d|\d", text)
    known = " ".join(one.value for one in page.facts)
    assert all(number in known or number in ("1", "2", "3") for number in numbers)


def test_kit_writes_a_calendar_with_every_task(tmp_path: Path) -> None:
    written = write_kit(ROOT / "examples" / "md_low_score_la.toml", tmp_path / "kit", today=TODAY)
    assert tmp_path / "kit" / "calendar.ics" in written
    events = Calendar.from_ical((tmp_path / "kit" / "calendar.ics").read_bytes()).walk("VEVENT")
    days = {str(event["summary"]): event["dtstart"].dt for event in events}
    rows = (tmp_path / "kit" / "checklist.csv").read_text(encoding="utf-8").splitlines()
    tasks = list(csv.DictReader(rows))
    assert tasks
    for task in tasks:
        assert days[f"Begin: {task['task']}"].isoformat() == task["begin"]
        assert days[f"Done: {task['task']}"].isoformat() == task["done"]


def test_general_version_names_no_place_of_the_target() -> None:
    found = read_case(ROOT / "examples" / "md_low_score_la.toml")
    shown = [one.text for one in clinical_lines(found, unnamed=target_states(found))]
    assert shown and not any("Los Angeles" in one for one in shown)


def test_pages_are_numbered_without_a_gap() -> None:
    for name in NAMES:
        numbers = [page.name[:2] for page in kit(name).pages]
        assert numbers == [f"{place:02d}" for place in range(len(numbers))], name


def test_one_year_programs_get_a_version_that_names_the_later_specialty() -> None:
    ids = {one.specialty: one for one in load_catalogue().programs}
    held = (ids["internal_medicine"], ids["transitional_year"])
    applied = tuple(
        FirstYearApplication(plan_program(one), signal, 0.5, 0.1, 1, 11.0)
        for one, signal in zip(held, (None, "standard"), strict=True)
    )
    first = FirstYear(0.5, 0.9, 0.45, 0.1, 2, applied, 22.0, 0.0, 0.0, ())
    made = replace(plan("md_strong"), first_year=first)
    versions = [one for one in versions_of(case("md_strong"), made) if one.key == "one year"]
    assert {one.specialty for one in versions} == {"internal_medicine", "transitional_year"}
    text = statement_page(case("md_strong"), made, load_facts(2027)).to_text()
    assert text.count("you go on to anesthesiology.") == 2
    assert all(f"program {one.program_id}" in text for one in held)
    where = f"{held[1].name} ({held[1].city}, {held[1].state})"
    assert f"{where}: standard signal (transitional year)." in text


def test_osteopathic_file_without_usmle_draws_its_questions() -> None:
    questions = {one.key: one for one in kit("do_comlex_only").questions}
    assert [one.text for one in questions["scores"].facts] == ["COMLEX Level 2: 540."]
    assert "no_usmle" in questions
    assert "no_usmle" not in {one.key for one in kit("md_strong").questions}


def test_stay_in_another_specialty_is_marked_weak() -> None:
    found = case("md_low_score_la")
    for specialty, weak in (("family_medicine", False), ("internal_medicine", True)):
        text = clinical_lines(found, specialty=specialty)[0].text
        assert "(family medicine)" in text
        assert ("Weak for internal medicine" in text) is weak


def test_graduate_of_this_year_is_asked_about_the_time_since() -> None:
    assert "years_since_graduation" in {one.key for one in kit("md_low_score_la").questions}
    assert "years_since_graduation" not in {one.key for one in kit("md_strong").questions}


def test_events_speak_of_signals_only_where_there_are_some() -> None:
    for name in NAMES:
        given = any(choice.signal for choice in plan(name).choices)
        event = next(one for one in kit(name).tasks if one.key == "event")
        assert ("with a signal" in event.what) is given
        assert event.reaches == "this season's interviews"
