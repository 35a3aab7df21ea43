"""What must be settled before a rank order list is certified: rules, length, fees, pages."""

from collections.abc import Iterator, Sequence

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.sources import load_sources
from thirdfriday.facts.tables import load_table
from thirdfriday.models.eligibility import Result
from thirdfriday.models.quality import Array
from thirdfriday.plan.rank_order import Check, ListFees
from thirdfriday.plan.scope import Rules

ADVANCED = "advanced"
PROGRAM_PAGE = "the program's own page, or an e-mail from its coordinator"
PAGES = {
    "visa": "j1-program-pages",
    "California training licence": "mbc-ptl",
    "ECFMG certificate": "ecfmg-pathways-2026",
}


def page_of(source: str) -> str:
    """Where a source can be read."""
    return load_sources()[source].url_or_place


def list_fees(
    primary: Sequence[RankedProgram], supplemental: Sequence[RankedProgram], facts: Facts
) -> ListFees:
    """What the NRMP charges for the length of the lists. [USD]

    Facts: fee.nrmp.extra_rank_usd, .ranks_included, .ranks_maximum
    """
    each = facts.value("fee.nrmp.extra_rank_usd")
    included = round(facts.value("fee.nrmp.ranks_included"))
    codes = len({item.key for item in primary})
    below = len({item.key for item in supplemental})
    names = ("couples_usd", "long_list_usd")
    unknown = [
        facts.value(f"fee.nrmp.{name}") if facts.known(f"fee.nrmp.{name}") else None
        for name in names
    ]
    return ListFees(
        ranks=len(primary),
        codes=codes,
        included=included,
        extra_codes=max(0, codes - included),
        extra_usd=each * max(0, codes - included),
        maximum=round(facts.value("fee.nrmp.ranks_maximum")),
        supplemental_codes=below,
        supplemental_extra_usd=each * max(0, below - included),
        couples_usd=unknown[0],
        long_list_usd=unknown[1],
        confirmed=facts.number("fee.nrmp.extra_rank_usd").confirmed,
    )


def checks_of(
    case: Case,
    primary: Sequence[RankedProgram],
    supplemental: Sequence[RankedProgram],
    *,
    programs: Sequence[Program],
    rules: Sequence[Rules],
    values: Array,
    fees: ListFees,
    catalogue: Catalogue,
    facts: Facts,
) -> tuple[Check, ...]:
    """Every check, those that fail first, then those to ask about."""
    found = [
        *_order(values, programs, facts),
        *_willing(primary, programs),
        *_rules(programs, rules),
        *_examinations(case, facts),
        *_length(case, fees, facts),
        *_fees(fees),
        *_supplemental(primary, supplemental, catalogue),
        *_tracks(primary, programs),
        _certify(facts),
    ]
    rank = {"fail": 0, "ask": 1, "pass": 2}
    return tuple(sorted(found, key=lambda check: rank[check.result]))


def _order(values: Array, programs: Sequence[Program], facts: Facts) -> Iterator[Check]:
    gap = facts.value("rank.notable_gap")
    ahead = np.minimum.accumulate(values)
    against = [index for index in range(1, len(values)) if values[index] - ahead[index - 1] >= gap]
    page = page_of(facts.number("rank_list.true_preference_is_optimal").source)
    if not against:
        text = "No program stands below one that your own values put clearly under it."
        yield Check("true preference order", "pass", text, page)
        return
    names = tuple(programs[index].name for index in against)
    text = (
        f"{len(against)} program{'s' * (len(against) > 1)} stand below ones that your own values "
        "put clearly under them. If that is your true wish, correct the values; if it is for "
        "their chances, undo it: it can only lose."
    )
    yield Check("true preference order", "ask", text, page, names)


def _willing(primary: Sequence[RankedProgram], programs: Sequence[Program]) -> Iterator[Check]:
    names = tuple(
        program.name
        for item, program in zip(primary, programs, strict=True)
        if "not_willing" in item.tags
    )
    if names:
        text = "A match binds: take off what you would not go to."
        yield Check("willing to go", "fail", text, page_of("nrmp-ranking"), names)


def _rules(programs: Sequence[Program], rules: Sequence[Rules]) -> Iterator[Check]:
    """One check for each rule and result, with the programs it concerns."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    facts_said: dict[tuple[str, str, str], list[str]] = {}
    for program, own in zip(programs, rules, strict=True):
        for rule in own:
            result = str(rule.result)
            stale = rule.result is Result.PASS and rule.confirm
            if rule.result is Result.PASS and not stale and rule.rule not in PAGES:
                continue
            if rule.of_record and rule.rule not in PAGES:
                continue  # they have read the record and interviewed
            key = (rule.rule, "ask" if stale else result, rule.confirm)
            groups.setdefault(key, []).append(program.name)
            facts_said.setdefault(key, []).append(rule.fact)
    for (rule_name, result, confirm), names in groups.items():
        said = "; ".join(dict.fromkeys(facts_said[rule_name, result, confirm]))
        text = said + (f". Confirm {confirm} before certifying" if confirm else "")
        if result == "fail":
            text += (
                ". They interviewed you, so the record may be old: get it in writing, or take "
                "the program off, since a match that the rules forbid leaves you without a place"
            )
        page = page_of(PAGES[rule_name]) if rule_name in PAGES else ""
        where = f"{PROGRAM_PAGE}; {page}" if page else PROGRAM_PAGE
        yield Check(rule_name, result, f"{text}.", where, tuple(dict.fromkeys(names)))


def _examinations(case: Case, facts: Facts) -> Iterator[Check]:
    """What the NRMP checks itself, and the step that an H-1B waits for."""
    applicant = case.applicant
    exams = applicant.examinations
    page = page_of("ecfmg-pathways-2026")
    if applicant.type.international:
        certified = str(applicant.certification.status) == "certified"
        text = (
            "ECFMG certification is on record."
            if certified
            else "Not certified yet: examinations must be passed by the rank list deadline, or the "
            "NRMP withdraws you."
        )
        yield Check("certification", "pass" if certified else "ask", text, page)
    wants = applicant.visa_need.usable
    needed = facts.flag("visa.h1b.step_3_usually_needed")
    if "h1b" in wants and needed and not exams.step_3.passed:
        text = "Most programs want Step 3 passed before they file for an H-1B: settle it now."
        yield Check("Step 3 for an H-1B", "ask", text, page_of("h1b-guides"))


def _length(case: Case, fees: ListFees, facts: Facts) -> Iterator[Check]:
    if fees.ranks > fees.maximum:
        text = f"{fees.ranks} ranks; a list holds at most {fees.maximum}."
        yield Check("length", "fail", text, page_of("nrmp-ranking"))
    if "nrmp" in facts.without:
        return
    kind = str(case.applicant.type)
    rows = [
        row
        for row in load_table("published/rank_list_lengths").rows()
        if row["applicant_type"] == kind
    ]
    if not rows:
        return
    row = max(rows, key=lambda each: int(each["year"]))
    short = fees.ranks <= facts.value("rank.few_ranks_quantile") * row["mean_ranks_unmatched"]
    text = (
        f"{fees.ranks} ranks. Applicants of your type who matched in {row['year']} had ranked "
        f"{row['mean_ranks_matched']:.1f} on average, those who did not "
        f"{row['mean_ranks_unmatched']:.1f}. Rank every program you would go to: a further rank "
        "never lowers the chance of those above it."
    )
    source = "nrmp-rank-list-impact-2025"
    yield Check("length", "ask" if short else "pass", text, page_of(source))


def _fees(fees: ListFees) -> Iterator[Check]:
    due = fees.extra_usd + fees.supplemental_extra_usd
    text = (
        f"{fees.codes} program codes, {fees.included} included: ${due:,.0f} for the rest, due at "
        "certification and not refunded if the list is shortened."
    )
    if fees.long_list_usd is None:
        text += " Very long lists pay a further fee whose amount was not found."
    yield Check("fees", "ask" if due else "pass", text, page_of("nrmp-refunds"))


def _supplemental(
    primary: Sequence[RankedProgram], supplemental: Sequence[RankedProgram], catalogue: Catalogue
) -> Iterator[Check]:
    """Advanced positions need a first year: a supplemental list hangs on each."""
    held = {item.supplemental_to for item in supplemental}
    bare = []
    for item in primary:
        tracks = catalogue.by_id[item.program_id].tracks
        kinds = {t.position_type for t in tracks if t.nrmp_code == item.code} or {
            t.position_type for t in tracks if t.open_to_students
        }
        if kinds == {ADVANCED} and item.program_id not in held:
            bare.append(catalogue.by_id[item.program_id].name)
    if bare:
        text = (
            "These positions are advanced and start in the second year. Attach a supplemental list "
            "of preliminary or transitional programs to each (column supplemental_to). Without "
            "one you stay bound to the advanced position and must find a first year in SOAP."
        )
        yield Check("supplemental list", "ask", text, page_of("nrmp-ranking"), tuple(bare))
    if supplemental:
        text = (
            f"{len(supplemental)} supplemental ranks. They are tried only after their advanced "
            "program has matched you, so they never change the chances of the primary list; "
            "their own chances are not computed."
        )
        yield Check("supplemental list", "pass", text, page_of("nrmp-ranking"))


def _tracks(primary: Sequence[RankedProgram], programs: Sequence[Program]) -> Iterator[Check]:
    ids = [item.program_id for item in primary]
    twice = dict.fromkeys(
        program.name for program, key in zip(programs, ids, strict=True) if ids.count(key) > 1
    )
    if twice:
        text = (
            "Ranked by more than one track. One judgement stands behind all of them, so a second "
            "track adds less than its line shows."
        )
        yield Check("tracks", "ask", text, page_of("nrmp-ranking"), tuple(twice))


def _certify(facts: Facts) -> Check:
    deadline = facts.moment("calendar.nrmp.rank_deadline")
    confirmed = facts.number("calendar.nrmp.rank_deadline").confirmed
    text = (
        f"Certify by {deadline:%A %d %B %Y, %H:%M} Eastern"
        f"{'' if confirmed else ' (not confirmed yet)'}, and again after every change: an "
        "uncertified change does not count. The match binds."
    )
    return Check("certify", "ask", text, page_of("nrmp-ranking"))
