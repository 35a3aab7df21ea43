"""Protected topics: family plans, religion, age, own illness, orientation, party."""

from thirdfriday.kit.finding import Severity
from thirdfriday.kit.phrase_rule import PhraseRule, patterns

_ILLNESS = (
    r"(?:depression|anxiety disorder|generali[sz]ed anxiety|panic (?:attacks|disorder)|"
    r"bipolar(?: disorder)?|"
    r"adhd|add\b|autism|asperger'?s?|dyslexia|epilepsy|seizures|(?:type \w+ )?diabetes|cancer|"
    r"leukemia|"
    r"lymphoma|disabilit(?:y|ies)|ocd|ptsd|eating disorder|anorexia|bulimia|addiction|"
    r"alcoholism|hiv|"
    r"schizophrenia|multiple sclerosis|lupus|crohn'?s(?: disease)?|ulcerative colitis|"
    r"chronic (?:illness|pain|"
    r"disease|condition|fatigue)|mental (?:illness|health (?:condition|diagnosis|struggles?|"
    r"issues?|problems?|"
    r"crisis|challenges?))|burnout|hearing loss|migraines?|asthma|sickle cell(?: disease)?|"
    r"arthritis|"
    r"narcolepsy|insomnia|breakdown|suicid\w+)"
)
_NOT_WORK = (
    r"(?! (?:research|project|clinic|patients?|study|studies|rotation|elective|registry|work|group|"
    r"education|program|screening|paper|poster|management|prevention|center|class|team|care|"
    r"ward|unit|"
    r"lab|laboratory|medicine|psychiatry|treatment|service|conference|talk|abstract|survivors?|"
    r"support|awareness|biology|outcomes|in))"
)
_DEGREE = (
    r"(?:(?:own|severe|major|clinical|chronic|mild|recurrent|childhood|undiagnosed|untreated|past|"
    r"longstanding|postpartum|lifelong|personal|diagnosed) )"
)
_FAITH = (
    r"(?:muslim|christian|catholic|jew|jewish|hindu|sikh|buddhist|mormon|atheist|agnostic|"
    r"protestant|"
    r"evangelical|adventist|jehovah'?s witness)"
)
_AGE = (
    r"(?:(?:thirty|forty|fifty|sixty)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"[3-6]\d)"
)
_CHILD = (
    r"(?:children|kids|child|son|daughter|sons|daughters|baby|newborn|toddler|twins|boys|girls)"
)
_PARENT = r"(?:mother|father|mom|mum|dad|parent|widow|widower)"
_ORIENTATION = r"(?:gay|lesbian|bisexual|queer|trans(?:gender)?|non-?binary|lgbt\w*\+?)"

protected = PhraseRule(
    "protected_topic",
    Severity.INFO,
    "Nobody may ask you about this, and some readers will hold it against you. Saying it is your "
    "right; think twice whether this text needs it.",
    "Keep it only if the story cannot do without it; else say what you did, not what you are.",
    patterns(
        r"\b(?:I am|I'm|I was|I got|I became|being|recently|newly|happily) (?:now |happily |"
        r"recently |newly |"
        r"currently )?(?:married|divorced|widowed|pregnant|"
        r"expecting(?= (?:a|our|my|in|this|next|soon|twins)\b|[.,!]))\b",
        r"\bI\b[^.?!]{0,12}\bpregnant\b|\bI(?: am|'m| was) [^.?!,]{0,25}\bpregnant\b"
        r"(?! (?:patient|wom[ae]n|teen|mother))|\bmy (?:\w+ )?(?:pregnancy|"
        r"divorce|miscarriage|marriage)\b",
        rf"\b(?:as|I am|I'm|and|being) an? (?:\w+ )?(?:single|working|new|young|proud|expectant|"
        rf"stay-at-home) "
        rf"{_PARENT}\b",
        rf"\b(?:as|I am|I'm|being) an? {_PARENT}\b(?! figure)",
        rf"\b(?:I am|I'm|as|being)[^.?!]{{0,40}}\b{_PARENT} of (?:\w+)",
        rf"\b(?:my|our) (?:\w+ |\w+-\w+(?:-\w+)? )?{_CHILD}\b(?!')",
        r"\b(?:I|we|my (?:wife|husband|partner|spouse))\b[^.?!]{0,40}\b(?:start(?:ing)? (?:a|"
        r"our) family|"
        r"(?:have|having|raise|raising|want|wanting) (?:(?:\w+ ){0,4}(?:child|baby|"
        r"children|kids)|a (?:large |big )?family))\b",
        r"\bexpecting (?:our|my|a) (?:\w+ )?(?:child|baby|daughter|son)|\b(?:maternity|"
        r"paternity|parental) "
        r"leave\b|\btrying to conceive\b|\b(?:ivf|fertility) treatment",
        rf"\b(?:as|I am|I'm|I was (?:raised|born)|raised|being) (?:an? )?(?:\w+ )?{_FAITH}\b",
        r"\bmy (?:\w+ )?(?:religion|religious (?:beliefs|faith)|church|mosque|temple|synagogue|"
        r"parish|"
        r"congregation)\b",
        r"\bmy (?:\w+ )?faith\b(?! in (?!god|christ|jesus|islam|allah|the lord|christianity))",
        r"\bI (?:\w+ )?pray(?:ed)?\b|\b(?:God|Allah|Jesus|Christ) (?:\w+ )?(?:has|gave|called|"
        r"led|put|made|chose|"
        r"guides?|wants?)\b|\bgrace of god\b|\b(?:devout|practicing) (?:\w+ )?"
        rf"{_FAITH}",
        r"\bI(?:'m| am) (?:now |already |currently )?(?:a )?\d\d(?:[- ]years?[- ]old\b|"
        r",? (?:and )?older|\b(?=[,.])|,? (?:and|but|now|years)\b)",
        r"\bat \d\d(?: years? old| years of age)?,? I(?:'m| am)\b|\bI(?:'m|"
        r" am) (?:\w+ )?older than\b|\bat my age\b|"
        r"\bmy (?:advanced |older )?age\b|\bas an older (?:applicant|student|candidate)",
        r"\bI (?:was|am|have been|had been|got) (?:\w+ )?diagnosed (?:\w+ )?(?:with|as)\b",
        rf"\bmy (?:own )?(?:(?:struggles?|battle|history|diagnosis|own experience|"
        rf"personal experience|"
        rf"bouts?|fight|recovery) (?:with|of|from|"
        rf"against) )?{_DEGREE}{{0,2}}{_ILLNESS}\b{_NOT_WORK}",
        rf"\bI(?:'ve| have| had)? (?:long |also |have |had )?(?:live|lived|living|struggled?|"
        rf"struggling|"
        rf"suffer(?:ed)?|suffering|battled?|battling|have|had|developed|survived|experienced) "
        rf"(?:with |from |against )?(?:my |an? )?{_DEGREE}{{0,2}}{_ILLNESS}\b{_NOT_WORK}",
        rf"\bI (?:\w+ )?(?:suffer|struggle|live|battle)\w* (?:with|"
        rf"from) {_DEGREE}{{0,2}}anxiety\b(?! (?:about|over))|"
        r"\bmy (?:own |severe )?anxiety\b(?! (?:about|over|before|that))|\bon (?:medications?|"
        r"antidepressants) (?:since|for|ever)\b",
        rf"\bat (?:the age of )?(?:2[89]|{_AGE})(?: years? (?:old|of age))?,? I(?:'m|'ll| (?:am|"
        rf"bring|"
        r"have|offer|know|feel|may|might|will|would|come))\b",
        r"\b(?:weeks|months) along\b(?= (?:and|with)|[,.])|\bmy (?:first|second|third|"
        r"last) trimester\b",
        r"\b(?:we|I) (?:now )?have (?:(?:two|three|four|five|a|an|one|\d|small|young|little|"
        r"grown|beautiful|school-age) )+"
        r"(?:children|kids|child|sons?|daughters?|boys|girls|baby|toddlers?)\b|\b(?:motherhood|"
        r"fatherhood|parenthood)\b",
        r"\b(?:have been|am|been|stayed|became|got) sober\b|\b(?:alcohol|drug|opioid|substance|"
        r"gambling) (?:addiction|abuse|"
        r"dependence)\b(?=[^.?!]*\bsober)|\bI (?:\w+ )?(?:struggle|battle|suffer)\w* (?:with|"
        r"from) (?:alcohol|drug|opioid|substance)",
        r"\bI (?:was hospitali[sz]ed|underwent (?:surgery|chemotherapy|an operation|"
        r"a transplant)|am in remission)\b|"
        r"\b(?:as|I am) an? (?:\w+ )?(?:cancer|stroke|transplant|abuse) (?:survivor|recipient)",
        r"\b(?:believe in|faith in|gift from|serve|serving|thank|trust in) god\b|"
        r"\bgod's (?:grace|plan|will|help)\b|\bmy (?:bible|"
        r"quran|hijab|rosary)\b|\bI (?:\w+ )?observe (?:ramadan|the sabbath|shabbat)",
        rf"\b(?:being|at|aged|turned|turning|am|I'm) {_AGE}\b(?=,| years| now| and I|\.)",
        r"\b(?:I|we|us|my|our)\b[^.?!]{0,40}\b(?:ivf|fertility (?:clinic|treatments?)|surrogacy|"
        r"adoption (?:process|agency)|trying for a baby)\b",
        r"\b(?:christ(?! hospital)|jesus|allah|the lord|our lord|islam|quran|koran|torah|krishna|"
        r"buddha|"
        r"the gospel|the church)\b[^.?!]{0,60}\b(?:I|me|my)\b|\b(?:I|me|my)\b[^.?!]{0,40}\b(?:"
        r"christ(?! hospital)|jesus|allah|the lord|islam|quran|koran|torah|krishna|buddha|"
        r"the gospel)\b",
        r"\bmy own (?:hospitali[sz]ation|admission|relapse|rehab|diagnosis|surgery|chemo\w*|"
        r"transplant|panic attacks?|episodes?|illness|breakdown|recovery from|treatment for)\b",
        r"\bI(?:'m| am) in my (?:late |early |mid-?)?(?:thirties|forties|fifties|sixties)\b",
        r"\bmy (?:own )?(?:therapist|psychiatrist|antidepressants?|sobriety|chemotherapy|"
        r"wheelchair|"
        r"accommodations?|disability|medications?)\b",
        r"\bI (?:am|have been|was) (?:\w+ )?(?:sober|in (?:recovery|therapy|rehab)|disabled|"
        r"deaf|blind|"
        r"hard of hearing|autistic|dyslexic|bipolar|epileptic|diabetic|hiv)\b",
        r"\bI (?:take|took|still take|was put on) (?:\w+ )?(?:medications?|antidepressants?|"
        r"lithium)\b",
        rf"\bas an? (?:\w+ )?{_ORIENTATION}\b|\bI (?:am|identify as|came out as|"
        rf"come out as) (?:an? )?(?:openly )?"
        rf"{_ORIENTATION}\b|\b(?:my|since) coming out\b|\bI came out (?:as|"
        rf"to (?:my|them|him|her|every)|"
        r"in (?:college|high school|my)|at (?:\d|\w+teen|twenty))\b|"
        rf"\bmy (?:sexual orientation|sexuality|"
        r"gender identity)\b",
        r"\b(?:as|I am|I'm|lifelong|registered|proud) an? (?:\w+ )?(?:democrat|republican|"
        r"conservative|liberal|socialist|libertarian|communist)\b(?! (?:arts?|approach|estimate|"
        r"management|treatment|measure|use|dose|strategy|option|transfusion|visit\w*))|"
        r"\b(?:lifelong|registered|card-carrying) (?:democrat|republican|socialist)\b|"
        r"\bI (?:\w+ )?vote(?:d)? for\b",
    ),
    patterns(
        r"\bmy (?:patients?|uncle|aunt|mentor|attending|resident|friend|colleague)'s\b|"
        r"\bmy (?:\w+ )?patients? (?:with|who|had|has|was)\b"
    ),
)
