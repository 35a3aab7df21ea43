"""A rule that is a table of phrases: what each looks like, and what spares a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.lint_context import LintContext


@dataclass(frozen=True)
class PhraseRule:
    """Phrases that make a finding when a sentence has one and nothing that spares it."""

    rule: str
    severity: Severity
    message: str
    fix: str
    phrases: tuple[re.Pattern[str], ...]
    spares: tuple[re.Pattern[str], ...] = ()

    def __call__(self, context: LintContext) -> Iterator[Finding]:
        """One finding for each sentence with such a phrase."""
        for sentence in context.sentences:
            if any(spare.search(sentence.text) for spare in self.spares):
                continue
            hits = (phrase.search(sentence.text) for phrase in self.phrases)
            hit = next((hit for hit in hits if hit), None)
            if hit:
                start = sentence.start + hit.start()
                end = sentence.start + hit.end()
                yield Finding(self.rule, self.severity, start, end, self.message, self.fix)


def patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    """Patterns without regard to case."""
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)
