"""Checks a text, or a folder of them, against the case, the plan and the rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from thirdfriday.domain.case import Case
from thirdfriday.domain.program import Program
from thirdfriday.kit.finding import Finding, Findings
from thirdfriday.kit.lint_context import KINDS, OTHER_NAMES, Chosen, LintContext, chosen_in, kind_of
from thirdfriday.kit.reader_rules import (
    Reading,
    doubted,
    dropped,
    read_names,
    read_sentences,
    reading_of,
)
from thirdfriday.kit.rule_begging import begging
from thirdfriday.kit.rule_blame import blame
from thirdfriday.kit.rule_case import contradictions_with_case
from thirdfriday.kit.rule_choices import (
    contradicted_divisions,
    contradicted_signals,
    too_many_signals,
)
from thirdfriday.kit.rule_documents import contradictions_between
from thirdfriday.kit.rule_first_choice import second_first_choices
from thirdfriday.kit.rule_form import ai, formatting, non_ascii, placeholder, reminder, too_long
from thirdfriday.kit.rule_names import wrong_cities, wrong_programs
from thirdfriday.kit.rule_only_place import only_places
from thirdfriday.kit.rule_patients import patients
from thirdfriday.kit.rule_protected import protected
from thirdfriday.kit.rule_ranks import rank_talk, ranks, stated_lists
from thirdfriday.kit.rule_scores import scores
from thirdfriday.kit.rule_specialty import wrong_specialties
from thirdfriday.kit.word_grammar import GrammarRule

if TYPE_CHECKING:
    from thirdfriday.plan.plan import Plan

Rule = Callable[[LintContext], Iterable[Finding]]
RULES: tuple[Rule, ...] = (
    ranks, rank_talk, stated_lists, only_places, wrong_programs, wrong_cities, wrong_specialties,
    contradictions_with_case, contradicted_signals, contradicted_divisions, scores, blame, begging,
    too_long, non_ascii, formatting, placeholder, protected, patients, ai,
    GrammarRule(ranks), GrammarRule(begging), GrammarRule(blame),
)  # fmt: skip
OF_PHRASES = ("begging", "excuses_and_blame", "protected_topic", "rank_communication")
RULE_NAMES = (
    "second_first_choice", "rank_communication", "only_one_place", "wrong_program", "wrong_city",
    "wrong_specialty", "placeholder", "contradicts_case", "contradicts_signals",
    "contradicts_divisions", "contradicts_document", "dwells_on_scores", "excuses_and_blame",
    "begging", "too_long", "non_ascii", "formatting", "protected_topic", "patient_identifier",
    "ai_reminder",
)  # fmt: skip


def lint(
    text: str,
    case: Case,
    *,
    program: Program | None = None,
    plan: "Plan | Chosen | None" = None,
    kind: str | None = None,
    remind: bool = False,
) -> Findings:
    """What a reader should be told about one text before it is sent.

    Args:
        text: what the applicant wrote.
        case: the applicant.
        program: the program it is for; None where it is for several.
        plan: the plan, or the signals and divisions chosen; None leaves them unchecked.
        kind: one of KINDS; found from how the text begins when not given.
        remind: add the reminder of the rule on writing tools.

    Raises:
        ValueError: `kind` is none of KINDS.

    Method: docs/models/lint.md
    """
    kind = _kind(kind)
    chosen = plan if plan is None or isinstance(plan, Chosen) else chosen_in(plan)
    context = LintContext(text, case, program, chosen, kind or kind_of(text))
    found = [*_single(context), *second_first_choices({"": context})]
    return Findings.of([*found, reminder()] if remind else found)


def lint_folder(
    texts: Mapping[str, str],
    case: Case,
    *,
    programs: Mapping[str, Program] | None = None,
    plan: "Plan | Chosen | None" = None,
    kind: str | None = None,
    remind: bool = False,
) -> Findings:
    """What a reader should be told about several texts, each by itself and all together.

    Args:
        texts: each text by the name of its file.
        case: the applicant.
        programs: the program each file is for, where known.
        plan: as for `lint`.
        kind: the kind of every text; found from each file's name and beginning when not given.
        remind: as for `lint`; once.
    """
    kind = _kind(kind)
    chosen = plan if plan is None or isinstance(plan, Chosen) else chosen_in(plan)
    known = programs or {}
    contexts = {
        file: LintContext(text, case, known.get(file), chosen, kind or kind_of(text, file))
        for file, text in texts.items()
    }
    found = [
        replace(one, file=file) for file, context in contexts.items() for one in _single(context)
    ]
    found += second_first_choices(contexts)
    found += contradictions_between(contexts)
    found += too_many_signals(contexts)
    return Findings.of([*found, reminder()] if remind else found)


def _kind(kind: str | None) -> str | None:
    """A kind of text under its first name. ValueError where there is none."""
    if kind is not None and kind not in KINDS:
        raise ValueError(f"There is no kind of text {kind!r}. Use one of: {', '.join(KINDS)}.")
    return OTHER_NAMES.get(kind, kind) if kind else kind


def _single(context: LintContext) -> list[Finding]:
    reading = reading_of(context)
    found = [
        one
        for rule in RULES
        for one in rule(context)
        if not (dropped(one, reading) or doubted(one, reading) or _cuts_a_name(one, context))
    ]
    found += [one for one in _read(reading) if not _said(one, found, context)]
    found = [one for one in found if not _said_better(one, found, context)]
    return _once_a_sentence(found, context)


def _once_a_sentence(found: list[Finding], context: LintContext) -> list[Finding]:
    """One finding of each rule of phrases for a sentence: it is one fault, however worded."""
    first: dict[tuple[str, int], Finding] = {}
    for one in found:
        if one.rule in OF_PHRASES:
            place = (one.rule, context.number_at(one.start))
            first[place] = min(first.get(place, one), one, key=lambda each: each.start)
    return [one for one in found if one.rule not in OF_PHRASES or one in first.values()]


def _read(reading: Reading) -> list[Finding]:
    return [*read_sentences(reading), *read_names(reading)]


def _cuts_a_name(one: Finding, context: LintContext) -> bool:
    """Whether words of a hospital's name were read as words: at Mercy, the grace of St. Jude."""
    return one.rule in OF_PHRASES and any(
        name.kind == "hospital" and name.start < one.end and one.start < name.end
        and not (one.start <= name.start and name.end <= one.end)
        for name in context.names_between(one.start, one.end)
    )  # fmt: skip


def _said(one: Finding, found: list[Finding], context: LintContext) -> bool:
    """Whether a rule of phrases found the same, or a slip for it, in the same sentence."""
    place = context.sentence_at(one.start)
    same = (one.rule, "wrong_city") if one.rule == "only_one_place" else (one.rule,)
    return any(
        other.rule in same and other.start < place.end and place.start < other.end
        for other in found
    )


def _said_better(one: Finding, found: list[Finding], context: LintContext) -> bool:
    """Whether another rule says the same of the same sentence more exactly."""
    better = {
        "wrong_city": ("only_one_place", "contradicts_case"),
        "wrong_specialty": ("wrong_program",),
        "wrong_program": ("rank_communication",),
    }.get(one.rule, ())
    if not better:
        return False
    place = next((s for s in context.sentences if s.start <= one.start < s.end), None)
    return place is not None and any(
        other.rule in better and place.start <= other.start < place.end for other in found
    )
