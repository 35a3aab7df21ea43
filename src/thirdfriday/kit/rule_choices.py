"""Claims about signals and divisions that differ from what the applicant chose."""

import re
from collections.abc import Iterator, Mapping

from thirdfriday.domain.region import divisions_by_state, region_of
from thirdfriday.domain.signal import SignalTier, signal_rules
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.number_words import NUMBERS, number_of
from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import LintContext, division_key
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import watched

_SIGNAL = re.compile(
    r"\b(?:I|we)\b[^.?!]{0,40}\b(?:sent|used|use|gave|give|given|spent|assigned|chose|sending|"
    r"using|reserved|allocated|"
    r"designated|placed|dedicated|have)\b[^.?!]{0,45}\b(?:gold|silver|program|preference|"
    r"standard|ERAS|my|a|one|signature)[^.?!]{0,20}"
    r"\bsignals?\b|\bmy (?:\w+ )?(?:\w+ )?(?:gold|silver|program|preference|standard|"
    r"ERAS) signals?\b|\bmy signals?\b|"
    r"\b(?:I|my)\b[^.?!]{0,60}\b(?:gold|silver) signals?\b|"
    r"\bI (?:\w+ ){0,3}(?:gold-|silver-)?signal(?:l?ed|l?ing)? (?:your|the|this|[A-Z])|\b(?:gold|"
    r"silver) signals?\b[^.?!]{0,40}\b(?:to|for|on) "
    r"(?:your|this)|\bsignal(?:l?ed|l?ing) your\b|\bI (?:\w+ )?(?:gave|give|sent|used|spent|"
    r"assigned|put) [^.?!]{0,40}\b(?:an?|my|our|the|one of my(?: \w+)?) (?:gold|silver)s?\b"
    r"(?! (?:medal|star|standard|award|bracelet|ring|coin))",
    re.IGNORECASE,
)
_OF_MINE = re.compile(
    r"\b(?:gold|silver|program|preference|ERAS|standard) signals?\b(?=[^.?!]*\b(?:of mine|(?:I|we)"
    r" (?:\w+ )?(?:sent|directed|put|gave|used|spent|assigned|chose|addressed|mailed|submitted|"
    r"placed|reserved|attached|issued|kept|saved|played|cast|devoted)))|"
    r"\b(?:I|we) (?:\w+ ){0,3}(?:put|gave|sent|used|spent|assigned|placed|directed|played|cast|"
    r"kept|saved|devoted)\b[^.?!]{0,40}\b(?:gold|silver)s?\b(?! (?:medal|star|standard|award|"
    r"bracelet|ring|coin))|\b(?:my|one of my|our) (?:\w+ ){0,2}(?:golds|silvers)\b|"
    r"\b(?:gold|silver)(?: signal)? (?:\w+ ){0,3}(?:went|goes|is going|was sent|was given) to\b|"
    r"\bsignals? (?:that |which )?(?:I|we) (?:have )?(?:\w+ )?(?:sent|gave|given|used|spent|"
    r"assigned|put|chose|directed|kept|saved|made)\b|\b(?:I|we)(?: have| had|'ve)? (?:\w+ )?"
    r"signal(?:l?ed|s)\b(?! (?:that|my|to you that|how|interest))|\b(?:with|by|through) (?:this|"
    r"my|a) "
    r"(?:gold |silver )?signal\b|\b(?:this|my) (?:gold|silver) signal\b|\bmy (?:\w+ )?(?:gold|"
    r"silver) "
    r"(?:tokens?|tickets?)\b|\b(?:gold|silver) (?:signals?|ones?|golds?)\b[^.?!]{0,40}\b(?:I|we)"
    r" (?:had|have|get|got|own|held|hold|was given|were given|was allowed)\b|\b(?:I|we) (?:have "
    r"|had )?"
    r"(?:\w+ )?(?:gave|give|given|sent|went|chose|used|spent) (?:you |it |them |you all |each |my |"
    r"only |just |a |an |one |the |your program )*(?:gold|silver)s?\b(?! (?:medal|star|standard|"
    r"award|"
    r"bracelet|ring|coin))|\b(?:got|received|get|gets|has|carries|earned|took|takes) (?:my |a |"
    r"one of "
    r"my |the )(?:\w+ )?(?:gold|silver)s?(?: signals?)?\b(?! (?:medal|star|standard|award|bracelet|"
    r"ring|coin))|\b(?:your program|you|yours) (?:is|was|are|were) (?:\w+ ){0,2}(?:on|among|one "
    r"of|in|"
    r"part of) my (?:\w+ )?(?:golds?|silvers?|signals)\b|\b(?:signaled|signalled) (?:you|your|"
    r"here)\b|"
    r"\bwent (?:gold|silver) (?:on|for|with)\b|\b(?:gold|silver) (?:for|to) (?:you|your program|"
    r"yours)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(NUMBERS)}) (?:\w+ )?(?P<tier>gold|silver)(?: signals|s)\b|"
    rf"\b(?P<tier2>gold|silver)s? (?:signals? )?to (?:\w+ )?(?P<n2>\d{{1,2}}|"
    rf"{'|'.join(NUMBERS)})\b|\b(?P<n3>\d{{1,2}}|{'|'.join(NUMBERS)}) (?:other )?(?:programs?|"
    rf"places|"
    rf"hospitals|departments)\b[^.?!]{{0,50}}\b(?:gave|give|given|sent|got|get|went|received|used|"
    rf"assigned)\b[^.?!]{{0,20}}\b(?P<tier3>gold|silver)s?\b|\b(?:gold|"
    rf"silver)s?\b[^.?!]{{0,12}}\b(?:to|"
    rf"on|for) (?P<n4>\d{{1,2}}|{'|'.join(NUMBERS)}) (?:other )?(?:programs?|places|hospitals|"
    rf"departments)\b",
    re.IGNORECASE,
)
_NOT_SENT = re.compile(
    r"\b(?:did not|didn't|could not|couldn't|not able to|unable to|have not|haven't|"
    r"no)\b[^.?!]{0,30}\bsignal",
    re.IGNORECASE,
)
_TIER = re.compile(r"\b(gold|silver)s?\b", re.IGNORECASE)
_CHOSE = re.compile(
    r"\b(?:selected|chose|chosen|choose|indicated|listed|marked|checked|ticked|picked|named|"
    r"stated|prefer(?:red|ences?)?|"
    r"designated|put down|put\b[^.?!]{0,40}\bdown|wrote down|entered|preference is|"
    r"(?:form|application|answer|choices?|boxes) (?:says?|reads?|names?|lists?|shows?|are|is)|"
    r"asked for|"
    r"gave\b[^.?!]{0,40}\bas|"
    r"my (?:\w+ )?(?:geographic )?(?:regions?|divisions?|preferences?|choices?))\b",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    r"\b(?:selected|chose|chosen|indicated|listed|marked|checked|ticked|picked|designated|"
    r"put down|put\b[^.?!]{0,40}\bdown|wrote down|entered|gave\b[^.?!]{0,40}\bas|"
    r"my (?:\w+ ){0,2}(?:divisions|choices))\b",
    re.IGNORECASE,
)
_IN_NARRATIVE = re.compile(
    r"\b(?:(?i:first|second|third|other|last|next|only|main|top|final|one|my|our) (?:pick|"
    r"choice|one|"
    r"answer|division|region|selection|option|preference)s?|(?i:one|two|three|both|these|\d) "
    r"(?:divisions?|"
    r"regions?|areas|picks|choices)(?: \w+)? (?:for me|for us|are mine|here|on my form|from me)|"
    r"(?i:division|region)s?:|"
    r"(?i:picks?|hence|thus|that is why|that's why|which is why)|[Ss]o (?:the )?(?=[A-Z])|"
    r"(?i:the reason (?:for|I)|reasons? for)|add(?:ed|ing)?|went (?:with|for)|going (?:with|for)|"
    r"settled on|opted for|decided on|ask(?:ed|ing)? for|as well as the|on my (?:form|"
    r"application|list)|"
    r"made the (?:list|cut)|is on (?:my|our|the) (?:list|form|application)|[Ww]hy (?:the )?|"
    r"(?i:and|then|also|plus),? (?:the )?(?=[A-Z]))\b",
)  # said beside a division in the answer about divisions
_MEANT = re.compile(
    r"^ ?(?:division|region)?(?:,|\?| -|:| \(| because| since| for (?:the|my|its|a)\b| too\b| "
    r"as well\b|"
    r" is (?:here|there|on (?:my|our|the)|my|our|the (?:other|second|third|first))| comes? "
    r"(?:next|second|first|"
    r"third|with|from)|\.| was (?:an )?(?:easy|obvious))"
)
_NOT_MEANT = re.compile(
    r"\b(?:not|never|nor|no|than|instead of|rather|didn't|don't|left out|without|outside|although|"
    r"though|grew up|raised|born|moved|from|visited|drove|flew|hiked|lived|school|college|"
    r"rotat\w+|considered|thought about)\b",
    re.IGNORECASE,
)
_ABOUT_FORM = re.compile(
    r"\b(?:ERAS|MyERAS|divisions?|regions?|geographic|preferences?|prefer(?:red)?|application|"
    r"selected|chose)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:There (?:are|were)|They (?:are|were)|These|Those|The (?:first|other))\b")
_NO_PREFERENCE = re.compile(
    r"\bno (?:geographic|regional|division) preferences?\b|\bno preference (?:for|as to|"
    r"regarding) (?:a |any |one )?"
    r"(?:region|division|location|geograph)|\bleft (?:the |my |that )?(?:geographic|geography|"
    r"region\w*|"
    r"division\w*)[^.?!]{0,30}\b(?:open|blank|empty)\b|\bdid not (?:select|choose|indicate|list|"
    r"state) (?:a|any) (?:geographic|region|division)",
    re.IGNORECASE,
)
_FIX = "Say what you chose, or leave it out: the reader sees your choice beside your words."


def contradicted_signals(context: LintContext) -> Iterator[Finding]:
    """A signal named that was not sent, or sent in another tier."""
    for sentence, _ in context.watched(_WATCH):
        hit = _signal_in(sentence)
        if hit is None:
            continue
        problem = _signal_problem(context, sentence)
        if problem:
            start, end = sentence.start + hit.start(), sentence.start + hit.end()
            yield Finding("contradicts_signals", Severity.ERROR, start, end, problem, _FIX)


def _signal_in(sentence: Sentence) -> re.Match[str] | None:
    """Where a sentence speaks of a signal of its writer's."""
    return _SIGNAL.search(sentence.text) or _OF_MINE.search(sentence.text)


_WATCH = watched(_SIGNAL, _OF_MINE)


def _signal_problem(context: LintContext, sentence: Sentence) -> str:
    tier = _TIER.search(sentence.text)
    said = tier.group(1).lower() if tier else ""
    program = context.program
    if program is None:
        return ""
    rules = signal_rules(load_facts(context.case.season), program.specialty)
    if rules.known and not rules.participating:
        return f"No signals are known for {program.specialty.replace('_', ' ')} this season."
    if said and rules.known and rules.tiers and not rules.count(SignalTier(said)):
        return f"{program.specialty.replace('_', ' ').capitalize()} has no {said} signals."
    numbered = _NUMBERED.search(sentence.text)
    if numbered and rules.known and rules.tiers:
        there = number_of(next(numbered[one] for one in ("n", "n2", "n3", "n4") if numbered[one]))
        tier_said = (numbered["tier"] or numbered["tier2"] or numbered["tier3"] or said).lower()
        if there > rules.count(SignalTier(tier_said)):
            return f"There are {rules.count(SignalTier(tier_said))} {tier_said} signals."
    return _against_plan(context, said, denied=bool(_NOT_SENT.search(sentence.text)))


def _against_plan(context: LintContext, said: str, *, denied: bool) -> str:
    """How the plan differs from a signal of tier `said`, or from its denial."""
    chosen, program = context.chosen, context.program
    if chosen is None or program is None or chosen.specialty not in ("", program.specialty):
        return ""
    sent = chosen.signals.get(program.program_id)
    if sent is None:
        return "" if denied else "By the plan this program gets no signal of yours."
    if denied or (said and said != sent):
        other = f", not a {said} one" if said and not denied else ""
        return f"By the plan this program gets a {sent} signal{other}."
    return ""


def too_many_signals(contexts: Mapping[str, LintContext]) -> Iterator[Finding]:
    """More messages that speak of a signal of one tier than the specialty gives."""
    counts: dict[tuple[str, str], int] = {}
    for file, context in contexts.items():
        for sentence, _ in context.watched(_WATCH):
            hit, tier = _signal_in(sentence), _TIER.search(sentence.text)
            if not hit or not tier or _NOT_SENT.search(sentence.text):
                continue
            specialty = (
                context.program.specialty if context.program else context.case.wants.specialties[0]
            )
            rules = signal_rules(load_facts(context.case.season), specialty)
            key = (specialty, tier.group(1).lower())
            counts[key] = counts.get(key, 0) + 1
            most = rules.count(SignalTier(key[1]))
            if rules.known and counts[key] > most:
                text = (
                    f"This is {key[1]} signal number {counts[key]} in the folder; there are {most}."
                )
                place = sentence.start + hit.start()
                end = sentence.start + hit.end()
                yield Finding("contradicts_signals", Severity.ERROR, place, end, text, _FIX, file)
            break


def contradicted_divisions(context: LintContext) -> Iterator[Finding]:
    """A division named as chosen that was not, or no preference claimed where there is one."""
    chosen = context.chosen
    if chosen is None:
        return
    listed = tuple(division_key(name) for name in chosen.divisions)
    for place, sentence in enumerate(context.sentences):
        goes_on = place and _GOES_ON.match(sentence.text)
        said = context.sentences[place - 1].text + sentence.text if goes_on else sentence.text
        told = _told_in_answer(context, sentence)
        if not told and not _CHOSE.search(said) and not _NO_PREFERENCE.search(sentence.text):
            continue
        none = _NO_PREFERENCE.search(sentence.text)
        if none:
            if listed:
                yield _division(sentence, none.span(), "no preference", listed)
            continue
        near = context.sentences[max(0, place - 1) : place + 1]
        of_form = context.kind == "geographic" or any(_ABOUT_FORM.search(one.text) for one in near)
        if not of_form:
            continue
        for key, span in _divisions_in(sentence.text):
            wished = not (_EXPLICIT.search(said) or span in told) and key in _target_divisions(
                context
            )
            believed = bool(_CHOSE.search(said)) or span in told
            if key not in listed and believed and not wished:
                yield _division(sentence, span, key.replace("_", " "), listed)
                break


def _told_in_answer(context: LintContext, sentence: Sentence) -> list[tuple[int, int]]:
    """The divisions that an answer about divisions gives as its own without a word of choosing."""
    if context.kind != "geographic" or context.program is not None:
        return []
    return [
        span
        for _, span in _divisions_in(sentence.text)
        if _MEANT.match(sentence.text[span[1] :])
        and (
            len(_clause(sentence.text, span[0])) < _AT_START
            or _IN_NARRATIVE.search(sentence.text[: span[0]])
        )
        and not _NOT_MEANT.search(_clause(sentence.text, span[0]))
    ]


def _clause(text: str, place: int) -> str:
    """The words of a clause that stand before a place in it."""
    return re.split(r"[;:] ", text[:place])[-1]


_AT_START = 6  # characters: "The ", "And ", nothing


def _target_divisions(context: LintContext) -> frozenset[str]:
    """The divisions in which the target lies: to prefer one is a wish, no claim."""
    reached = region_of(context.case.wants.target).reached_states()
    return frozenset(
        division for state, division in divisions_by_state().items() if state in reached
    )


def _division(
    sentence: Sentence, span: tuple[int, int], said: str, chosen: tuple[str, ...]
) -> Finding:
    names = ", ".join(name.replace("_", " ") for name in chosen) or "no preference"
    return Finding(
        "contradicts_divisions",
        Severity.ERROR,
        sentence.start + span[0],
        sentence.start + span[1],
        f"This names {said}; the plan's answer is {names}.",
        _FIX,
    )


def _divisions_in(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for key, names in kit_words("names")["divisions"].items():
        for name in names:
            hit = re.search(
                rf"\b{re.escape(name.title())}\b|\b{re.escape(name)}\b (?:division|region)", text
            )
            follows = hit and re.match(
                r" (?:Northwest|Ocean|View|Islander|time|states? of)", text[hit.end() :]
            )
            if hit and not follows:
                yield key, hit.span()
                break


def speaks_of_choices(text: str) -> bool:
    """Whether a text says anything that only a plan can check."""
    if any(True for _ in _divisions_in(text)) and _IN_NARRATIVE.search(text):
        return True
    return bool(
        _SIGNAL.search(text) or _OF_MINE.search(text) or _NO_PREFERENCE.search(text)
    ) or bool(_CHOSE.search(text) and any(True for _ in _divisions_in(text)))
