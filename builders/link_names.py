"""Turns the names of institutions, as two publishers abbreviate them, into comparable words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log

from rapidfuzz import fuzz

EXPANSIONS = {
    "u": "university",
    "univ": "university",
    "universtiy": "university",
    "uni": "university",
    "med": "medical",
    "medicine": "medical",
    "ctr": "center",
    "centre": "center",
    "cntr": "center",
    "centers": "center",
    "ctrs": "center",
    "hosp": "hospital",
    "hosps": "hospital",
    "hospitals": "hospital",
    "sch": "school",
    "som": "school medical",
    "com": "college medical",
    "coll": "college",
    "hlth": "health",
    "hlthcare": "healthcare",
    "sys": "system",
    "systems": "system",
    "reg": "regional",
    "regl": "regional",
    "mem": "memorial",
    "meml": "memorial",
    "gen": "general",
    "comm": "community",
    "cmty": "community",
    "grad": "graduate",
    "educ": "education",
    "ed": "education",
    "affil": "affiliated",
    "affiliates": "affiliated",
    "inst": "institute",
    "st": "saint",
    "sts": "saint",
    "ste": "saint",
    "natl": "national",
    "fdn": "foundation",
    "fam": "family",
    "so": "southern",
    "no": "northern",
    "presby": "presbyterian",
    "childrens": "children",
    "childs": "children",
    "osteo": "osteopathic",
    "hsc": "health science center",
    "sciences": "science",
    "sci": "science",
    "dept": "department",
    "mgb": "mass general brigham",
    "massachusetts": "massachusetts",
    "mass": "massachusetts",
    "ismms": "icahn school medical mount sinai",
    "mt": "mount",
    "ft": "fort",
    "nyp": "newyork presbyterian",
    "lsu": "louisiana state university",
    "lsuhsc": "louisiana state university health science center",
    "uc": "university california",
    "ucla": "ucla university california los angeles",
    "ucsf": "university california san francisco",
    "suny": "state university new york",
    "ut": "university texas",
    "umass": "university massachusetts",
    "uams": "university arkansas",
    "musc": "medical university south carolina",
    "kumc": "university kansas",
    "ucf": "university central florida",
    "usf": "university south florida",
    "fsu": "florida state university",
    "msu": "michigan state university",
    "mich": "michigan",
    "wvu": "west virginia university",
    "ohsu": "oregon health science university",
    "vcu": "virginia commonwealth university",
    "ttuhsc": "texas tech university",
    "texastech": "texas tech",
    "utmb": "university texas medical branch",
    "utmc": "university tennessee medical center",
    "gme": "graduate medical education",
    "nebr": "nebraska",
    "jhme": "jefferson health medical education",
    "cmsru": "cooper medical school rowan university",
    "njms": "new jersey medical school",
    "rwj": "robert wood johnson",
    "rwjms": "robert wood johnson medical school",
    "nyc": "new york city",
    "lij": "long island jewish",
    "snh": "",
    "tmc": "truman medical center",
    "swedishamerican": "swedish american",
    "bjh": "barnes jewish hospital",
    "upmc": "upmc",
    "umc": "university medical center",
    "va": "virginia",
    "pa": "pennsylvania",
    "nc": "north carolina",
    "sc": "south carolina",
    "fl": "florida",
    "ga": "georgia",
    "tx": "texas",
    "oh": "ohio",
    "mi": "michigan",
    "il": "illinois",
    "ca": "california",
    "az": "arizona",
    "nj": "new jersey",
    "ny": "new york",
    "ky": "kentucky",
    "tn": "tennessee",
    "wa": "washington",
    "wi": "wisconsin",
    "mn": "minnesota",
    "md": "maryland",
    "ct": "connecticut",
    "ma": "massachusetts",
    "mo": "missouri",
    "beth": "beth",
    "opti": "opti",
    "hca": "hca",
    "sw": "southwestern",
    "s&w": "scott white",
    "columbia": "columbia",
    "bapt": "baptist",
    "meth": "methodist",
    "luth": "lutheran",
    "cath": "catholic",
    "intl": "international",
    "cnty": "county",
    "co": "county",
    "bch": "beach",
    "vlly": "valley",
    "vly": "valley",
    "hts": "heights",
    "prov": "providence",
    "consort": "consortium",
    "gmec": "graduate medical education consortium",
    "rtt": "rural",
    "mcgaw": "mcgaw",
    "nmh": "northwestern memorial hospital",
    "brkln": "brooklyn",
    "bkln": "brooklyn",
    "man": "manhattan",
    "hlths": "health",
    "hsd": "health services district",
    "ahn": "allegheny health network",
    "agh": "allegheny general hospital",
    "hcmc": "hennepin",
}
EXPANSIONS |= {
    "acmc": "advocate christ medical center",
    "aimmc": "advocate illinois masonic medical center",
    "algh": "advocate lutheran general hospital",
    "nymc": "new york medical college",
    "lecom": "lake erie college osteopathic medical",
    "kcu": "kansas city university",
    "vbmc": "vassar brothers medical center",
    "cpmc": "california pacific medical center",
    "absmc": "alta bates summit medical center",
    "srmc": "sutter roseville medical center",
    "ssrrh": "sutter santa rosa regional hospital",
    "sjmc": "saint john medical center",
    "hvsh": "huron valley sinai hospital",
    "gvmc": "greenbrier valley medical center",
    "whc": "washington hospital center",
    "ia": "iowa",
    "consort": "consortium",
    "train": "training",
    "n": "north",
    "s": "south",
    "ntl": "national",
}
DROPPED = frozenset(
    {"program", "of", "the", "and", "at", "for", "in", "a", "an", "inc", "llc", "ltd", "dba"}
    | {"d", "b", "to", "by", "on", "sponsored"}
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of an institution's name with abbreviations written out, in order.

    >>> words_of("U Alabama Med Ctr-Birmingham")
    ('university', 'alabama', 'medical', 'center', 'birmingham')
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    text = text.lower().replace("s&w", "scott white").replace("b-jh", "barnes jewish hospital")
    text = re.sub(r"'s?\b|\.", lambda hit: "s" if hit[0].startswith("'s") else "", text)
    words: list[str] = []
    for token in re.findall(r"[a-z0-9]+", text):
        words.extend(EXPANSIONS.get(token, token).split())
    return tuple(word for word in words if word not in DROPPED)


def rarity(names: Iterable[tuple[str, ...]]) -> dict[str, float]:
    """How much a word tells about the institution: the log inverse share of names with it."""
    lists = [set(words) for words in names]
    counted = Counter(word for words in lists for word in words)
    return {word: log((1 + len(lists)) / count) for word, count in counted.items()}


@lru_cache(maxsize=500_000)
def same_word(one: str, other: str) -> float:
    """How alike two words are: 1 equal, less for a misspelling or a shortened word. [0..1]."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 4 and longer.startswith(shorter):
        return 0.9
    if len(shorter) >= 5 and fuzz.ratio(one, other) >= 88:
        return 0.9
    return 0.0


def covered(
    words: Iterable[str], by: Iterable[str], rarities: Mapping[str, float], unseen: float
) -> float:
    """Share of what `words` tell that is also said `by` the other name. [0..1]."""
    other = tuple(by)
    total = found = 0.0
    for word in dict.fromkeys(words):
        weight = rarities.get(word, unseen)
        total += weight
        found += weight * max((same_word(word, candidate) for candidate in other), default=0.0)
    return found / total if total else 0.0


def name_likeness(
    one: tuple[str, ...], other: tuple[str, ...], rarities: Mapping[str, float]
) -> float:
    """How alike two institutions' names are, rare words counting more. [0..1]."""
    unseen = max(rarities.values(), default=1.0)
    forward = covered(one, other, rarities, unseen)
    backward = covered(other, one, rarities, unseen)
    best, worst = max(forward, backward), min(forward, backward)
    return 0.6 * best + 0.4 * worst
