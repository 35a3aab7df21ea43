"""Whether a sentence answers its question with a yes or a no."""

import re

_YES_NO = re.compile(
    r"\s*(yes|no|yeah|yep|nope|not at this time|correct|sure|definitely|of course|absolutely"
    r"|certainly)\b(?! not"
    r"| (?:more|later|fewer|less|longer|earlier|sooner|older|further|greater|lower|higher) than"
    r"| (?:one|single|exceptions?)\b)",
    re.I,
)
_NOES = frozenset({"no", "nope", "not at this time"})
_PLAIN_YES = re.compile(
    r"\s*(?:they do,.*|it does,.*|it is|it does|they are|we do\b(?! not)[^.;]{0,25}|they do|you can"
    r"|you may|of course"
    r"|gladly|we certainly do"
    r"|they certainly are|yes,? we do|sure|great|terrific|wonderful|no problem|that is (?:fine"
    r"|ok|okay|great)|that's (?:fine|ok|okay|great)|by all means|always|it may|it can|they can"
    r"|they will do|absolutely)\W*$"
)
_PLAIN_NO = re.compile(
    r"\s*(?:sorry|unfortunately|regrettably|not currently|not at present|we do not|we don't"
    r"|absolutely not|definitely not|of course not|certainly not|not until|not before|not yet"
    r"|not necessarily|not really|not mandatory|not required|not needed|it is not|it isn't"
    r"|they are not|not at all|i'm afraid not|afraid not|certainly not"
    r"|you don't|you do not|you needn't|they don't|they do not|they needn't|it doesn't"
    r"|it does not|nobody|never|none|by no means|not offered|not available|not sponsored"
    r"|not accepted|we set no|we have no|there is no|there isn't)\b"
)
_NEVER_ECHOED = re.compile(r"\s*(?:q[:.]\s*)?(?:what|when|where|who|which|how|why)\b")
_ASKED_VERB = re.compile(
    r"\b(accept|consider|sponsor|support|require|need|offer|take|interview|welcome|review|use"
    r"|participat|recogni[sz]e|allow|provide|have|utilize|look at|acceptable|accepted|considered"
    r"|required|needed|necessary|mandatory|eligible|sponsored|supported|offered|available"
    r"|possible|welcome)"
)
_SUBJECT = (
    r"(?:we|our (?:\w+ ){1,3}?|the (?:\w+ ){1,3}?|they|it|you|applicants|imgs|candidates|both|all)"
)
_HELP = r"(?:do|does|will|can|may|are|is|also|currently|certainly|gladly|happily|be|still|indeed)"
_ECHO = re.compile(
    rf"\W*{_SUBJECT} ?(?:{_HELP} )*(?P<verb>accept|consider|sponsor|support|requir|need|offer|tak"
    r"|interview|welcom|review|use|participat|recogni|allow|provid|have|utiliz|look|acceptabl"
    r"|eligib|necessar|mandator|availab|possib)\w*\b"
)
_NO_ECHO = re.compile(
    rf"\W*{_SUBJECT} ?(?:{_HELP} )*(?:do not|does not|don't|doesn't|cannot|can't|will not|won't"
    rf"|are not"
    r"|is not|aren't|isn't|are unable to|is unable to|are not able to|no longer|never|not)"
    r" (?:\w+ ){0,2}?(?P<verb>accept|consider|sponsor|support|requir|need|offer|tak|interview"
    r"|welcom|review|use|participat|recogni|allow|provid|have|utiliz|look|acceptabl|eligib"
    r"|necessar|mandator|availab|possib)\w*\b"
)
_LIMITED = re.compile(r"\bonly\b|\bbut\b|\bunless\b|\bexcept|\bno\b|\bnot\b|n't|\bcannot\b")
_ECHO_LENGTH = 90


def answer_of(content: str, question: str) -> str:
    """The word "yes", "no" or "" for a sentence that is the first after `question`. [text]

    >>> answer_of("we do accept both.", "do you accept usmle and comlex?")
    'yes'
    >>> answer_of("we do not sponsor visas.", "do you sponsor visas?")
    'no'
    """
    opening = _YES_NO.match(content)
    if opening:
        return "no" if opening[1].lower() in _NOES else "yes"
    if not question:
        return ""
    if _PLAIN_YES.match(content):
        return "yes"
    return "no" if _PLAIN_NO.match(content) else _echo(content, question)


def _echo(content: str, question: str) -> str:
    """A short answer that repeats the question's verb, with or without a negation."""
    if _NEVER_ECHOED.match(question) or len(content) > _ECHO_LENGTH:
        return ""
    asked = {found[1][:5] for found in _ASKED_VERB.finditer(question)}
    refusal = _NO_ECHO.match(content)
    if refusal:
        return (
            "no" if refusal["verb"][:5] in {verb[: len(refusal["verb"])] for verb in asked} else ""
        )
    echo = _ECHO.match(content)
    if not echo or _LIMITED.search(content):
        return ""
    same = any(verb.startswith(echo["verb"][:4]) for verb in asked)
    return "yes" if same else ""
