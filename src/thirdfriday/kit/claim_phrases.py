"""Phrases that claim a status: attempts, visa, citizenship, type, certificates, honors, degrees."""

import re

from thirdfriday.kit.phrase_rule import patterns
from thirdfriday.kit.word_screen import watched

CLAIM_PHRASES: tuple[tuple[str, str, re.Pattern[str], re.Pattern[str] | None], ...] = tuple(
    (about, value, patterns(text)[0], patterns(spare)[0] if spare else None)
    for about, value, text, spare in (
        (
            "attempts",
            "first",
            r"\b(?:pass(?:ed|ing)?|clear(?:ed|ing)|complet(?:ed|ing)|"
            r"success\w*)\b[^.?!]{0,80}\b(?:first|1st|one|single|initial) "
            r"(?:attempt|try|sitting|time|go)\b|\b(?:all|both|each|"
            r"every)\b[^.?!]{0,50}\b(?:first|1st) (?:attempt|try)\b",
            r"\b(?:not|didn't|unable|failed|failing|miss(?:ed|ing)?|short of|below|under|away "
            r"from)\b",
        ),
        (
            "attempts",
            "first",
            r"\b(?:never|not once) (?:\w+ )?fail(?:ed)? (?:an?|any|a single|one|"
            r"my)?\s?(?:\w+ )?(?:exam\w*|test|step|board|"
            r"licensing)|\bno (?:failed (?:\w+ )?(?:attempts?|exam\w*|steps?|boards?)|"
            r"(?:exam\w* |board |step )?failures)\b",
            None,
        ),
        (
            "attempts",
            "failed",
            r"\bI (?:\w+ )?(?:failed|did not pass|didn't pass)\b|\bmy (?:failed|failure|"
            r"first failed)\b|\bfailing\b",
            r"\bnever\b|\bpatient",
        ),
        (
            "attempts",
            "failed",
            r"\b(?:sat|took|wrote|taken|sitting|sit)\b[^.?!]{0,30}\b(?:step|level|exam\w*|"
            r"ck)\b[^.?!]{0,25}"
            r"\b(?:twice|two times|three times|a second time|again)\b|\b(?:retook|re-?took|"
            r"repeated|"
            r"retake of) (?:my |the )?(?:usmle |comlex )?(?:step|level)\b|\b(?:second|third|"
            r"2nd|3rd) "
            r"(?:attempt|try|sitting)\b[^.?!,;]{0,20}\b(?:step|level)\b|\b(?:step|level) \d(?: ck)?"
            r"\b[^.?!]{0,25}\b(?:second|third|2nd|3rd) (?:attempt|try|sitting)\b",
            r"\b(?:never|not|no need|patient\w*|without)\b",
        ),
        (
            "visa",
            "none",
            r"\b(?:do not|don't|will not|won't|never|not) (?:\w+ )?(?:require|need|"
            r"be needing)\b[^.?!]{0,25}\b(?:visa|sponsor\w*)"
            r"|\b(?:need|require)s? no (?:\w+ )?(?:visa|sponsor\w*)|\bno (?:visa|"
            r"sponsorship)\b[^.?!]{0,15}\b(?:needed|required|"
            r"necessary)|\bwithout (?:\w+ )?(?:visa|sponsorship)\b|"
            r"\bauthori[sz]ed to work\b[^.?!]{0,30}\bwithout",
            None,
        ),
        (
            "visa",
            "h1b",
            r"\b(?:I|my|me)\b[^.?!]{0,30}\b(?:need|require|seek\w*|require an?|"
            r"only accept)\b[^.?!]{0,30}\bH-?1B\b",
            r"\b(?:not|don't|no)\b[^.?!]{0,15}\b(?:need|require)|\bJ-?1\b|\bpetition\b",
        ),
        (
            "visa",
            "needed",
            r"\b(?:I|I'll|my)\b[^.?!]{0,25}\b(?:need|require|seek\w*)\b[^.?!]{0,25}\b(?:J-?1|"
            r"H-?1B|visa|sponsorship)\b",
            r"\b(?:not|don't|no|without|never|nor)\b",
        ),
        (
            "status",
            "us_citizen",
            r"\b(?:I am|I'm|as|being) an? citizen of the (?:US|USA|U\.S\.|United States)|"
            r"\b(?:I am|I'm|as|being) an? (?:US|U\.S\.|United States|American|"
            r"naturali[sz]ed)(?: \w+)? citizen\b|\bmy (?:US|U\.S\."
            r"|American) citizenship\b",
            None,
        ),
        (
            "status",
            "permanent_resident",
            r"\b(?:I am|I'm|as|being) an? (?:\w+ )?permanent resident\b|\b(?:my|hold(?:ing)?|"
            r"have) (?:a |an |my )?(?:US )?green card|"
            r"\bgreen[- ]card holder\b",
            r"\b(?:apply|applied|application|waiting|hope|pending)\b",
        ),
        (
            "type",
            "img",
            r"\b(?:as|I am|I'm|being) an? (?:\w+ ){0,2}(?:IMG|(?:international|"
            r"foreign) medical graduate)\b",
            None,
        ),
        (
            "type",
            "do",
            r"\b(?:as|I am|I'm|being) an? (?:\w+ ){0,2}(?:osteopathic|DO) (?:\w+ )?(?:student|"
            r"physician|graduate|applicant)\b",
            None,
        ),
        (
            "type",
            "senior",
            r"\b(?:I am|I'm) (?:currently |now )?an? (?:fourth|final|"
            r"last)[- ]year (?:\w+ )?(?:student|medical)",
            None,
        ),
        (
            "passed",
            "step_3",
            r"\b(?:passed|completed|cleared|taken|done with|finished|having (?:passed|"
            r"completed))\b[^.?!,;]{0,25}\bstep 3\b|"
            r"\bstep 3\b[^.?!,;]{0,25}\b(?:passed|completed|done|complete|behind me)\b",
            r"\b(?:will|plan\w*|hope|expect\w*|scheduled|booked|before|once|until|not yet|"
            r"have yet|not|would|to be)\b",
        ),
        (
            "passed",
            "step_2_ck",
            r"\b(?:passed|completed|cleared)\b[^.?!,;]{0,25}\bstep 2\b|"
            r"\bstep 2(?: ck)?,? (?:which I |I |was |is )?(?:passed|cleared)\b",
            r"\b(?:will|plan\w*|hope|expect\w*|scheduled|booked|before|once|until|not|would|"
            r"to be)\b",
        ),
        (
            "certified",
            "ecfmg",
            r"\bECFMG[- ]certified\b|\bcertified by (?:the )?ECFMG\b|"
            r"\bECFMG certif\w+\b[^.?!]{0,25}\b(?:complete|completed|"
            r"in hand|received|obtained|issued|granted|awarded|came through|arrived)\b|"
            r"\b(?:hold|have|obtained|received|earned)\b[^.?!]{0,20}\bECFMG certif",
            r"\b(?:will|expect\w*|in progress|pending|once|before|by the|not|working|to be|"
            r"become)\b",
        ),
        (
            "honor",
            "aoa",
            r"\b(?:elected|inducted|member|named|selected|chosen|joined|election|belong|tapped|"
            r"induction)\b[^.?!]{0,40}\b(?:AOA|Alpha Omega Alpha)\b",
            None,
        ),
        (
            "honor",
            "ghhs",
            r"\b(?:elected|inducted|member|named|selected|chosen|joined|election|belong|tapped|"
            r"induction)\b[^.?!]{0,40}\b(?:GHHS|Gold Humanism)\b",
            None,
        ),
        (
            "honor",
            "sigma_sigma_phi",
            r"\b(?:elected|inducted|member|named|selected|chosen|"
            r"joined)\b[^.?!]{0,40}\bSigma Sigma Phi\b",
            None,
        ),
        (
            "degree",
            "phd",
            r"\b(?:my|hold|earned|completed|finished|have|with) (?:a |an |my )?(?:\w+ )?(?:PhD|"
            r"Ph\.D\.?|doctorate)\b",
            r"\b(?:mentor|advisor|student|candidate|supervis\w+|collaborat\w+|plan|hope)\b",
        ),
        (
            "degree",
            "mph",
            r"\b(?:my|hold|earned|completed|finished|have|with) (?:a |an |my )?(?:\w+ )?(?:MPH|"
            r"M\.P\.H\.?|master(?:'s)? (?:of|in) "
            r"public health)\b",
            r"\b(?:mentor|advisor|student|candidate|plan|hope)\b",
        ),
        (
            "degree",
            "mba",
            r"\b(?:my|hold|earned|completed|finished|have|with) (?:a |an |my )?(?:\w+ )?(?:MBA|"
            r"M\.B\.A\.?)\b",
            r"\b(?:mentor|advisor|student|candidate|plan|hope)\b",
        ),
        (
            "applied",
            "first_time",
            r"\b(?:first time (?:applying|I apply|in the match)|first-time applicant|"
            r"never applied before)\b",
            r"\bnot\b",
        ),
        (
            "unpublished",
            "unpublished",
            r"\b(?:hasn't|has not|haven't|have not|not yet|never) been published\b|"
            r"\b(?:remains|is still|is|are) unpublished\b|\bnot (?:yet )?published\b",
            r"\b(?:others?|another|second|rest)\b",
        ),
        (
            "applied",
            "again",
            r"\b(?:re-?applicant|re-?applying|(?:second|third|fourth) time (?:applying|"
            r"in the match)|(?:did not|didn't) match "
            r"(?:last|in|the first|previously)|applied (?:last (?:year|cycle|season)|"
            r"in a previous))\b",
            None,
        ),
        (
            "gap",
            "none",
            r"\bno (?:gaps?|interruptions?)\b[^.?!]{0,40}\b(?:training|education|record|cv|"
            r"career|studies)\b|\bwithout "
            r"(?:a |any )?(?:gaps?|interruptions?)\b|\b(?:not|never) (?:once )?(?:ceased|stopped|"
            r"paused|been away)\b[^.?!]{0,25}\b(?:patients|clinical|medicine|practi\w+)\b",
            r"\bsince\b",
        ),
        (
            "specialties",
            "one",
            r"\b(?:apply|applying|applied) (?:only|solely|exclusively) (?:to|in|for)\b|"
            r"\bonly (?:apply|applying|applied)(?: to| in)?"
            r" (?!programs? (?:in|that))|\bthe only specialty (?:that |to which )?I\b",
            None,
        ),
    )
)
CLAIMS_WATCHED = watched(*(pattern for _, _, pattern, _ in CLAIM_PHRASES))
