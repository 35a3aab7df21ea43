"""Rules that compare fields about the applicant with each other."""

from collections.abc import Callable, Iterator

from thirdfriday.faces.case_file_bounds import bound, whole_bound
from thirdfriday.faces.case_file_view import Slip, SoundView

_A = "applicant"
_TYPE = (_A, "type")
_WORK = (_A, "work_authorization")
_VISA = (_A, "visa_need")
_RIGHT_TO_WORK = ("us_citizen", "permanent_resident", "refugee_or_asylee")
_NEEDS_SPONSOR = ("none", "f1_opt", "h1b_holder")
_STEPS = ("step_1", "step_2_ck", "step_3")
_LEVELS = ("comlex_1", "comlex_2", "comlex_3")
_SAT = ("pass", "fail", "pending")


def contradictions_of_applicant(view: SoundView) -> Iterator[Slip]:
    """Every contradiction among the fields that tell who applies."""
    for rule in _RULES:
        yield from rule(view)


def _citizenship(view: SoundView) -> Iterator[Slip]:
    kind, country = view.get(*_TYPE), view.get(_A, "citizenship")
    others = view.get(_A, "other_citizenships") or []
    if kind is None or country is None:
        return
    american = country == "US" or "US" in others
    if kind == "us_img" and not american:
        yield Slip(
            _TYPE,
            f"us_img is for US citizens, and citizenship is {country} (a green-card holder counts "
            "as non_us_img)",
            "non_us_img, or citizenship US",
            '"non_us_img"',
        )
    if kind == "non_us_img" and american:
        yield Slip(_TYPE, "non_us_img cannot hold US citizenship", "us_img", '"us_img"')
    work = view.get(*_WORK)
    if work == "us_citizen" and not american:
        yield Slip(_WORK, f"us_citizen contradicts citizenship {country}", "the right you hold")
    if work is not None and work != "us_citizen" and american:
        yield Slip(_WORK, f"{work} contradicts US citizenship", "us_citizen", '"us_citizen"')


def _visa(view: SoundView) -> Iterator[Slip]:
    work, need = view.get(*_WORK), view.get(*_VISA)
    if work in _NEEDS_SPONSOR and need == "none":
        yield Slip(
            _VISA,
            f"none contradicts work_authorization {work}: without a lasting right to work you need "
            "a sponsor",
            "j1, h1b_only, j1_or_h1b or h1b_preferred",
        )
    if work in _RIGHT_TO_WORK and need not in (None, "none"):
        yield Slip(_VISA, f"{need} contradicts work_authorization {work}", "none", '"none"')
    wanted = view.get("wants", "non_negotiables", "visas")
    usable = {"none": (), "j1": ("j1",), "h1b_only": ("h1b",)}.get(need, ("j1", "h1b"))
    if need is not None and wanted and not set(wanted) & set(usable):
        yield Slip(
            ("wants", "non_negotiables", "visas"),
            f"no visa in it fits visa_need {need}",
            "visas you could use, or leave the field out",
        )


def _school(view: SoundView) -> Iterator[Slip]:
    kind, region = view.get(*_TYPE), view.get(_A, "education", "region")
    country = view.get(_A, "education", "country")
    place = (_A, "education", "region")
    if kind and region:
        if kind.endswith("_img") and region == "us":
            yield Slip(place, f"us contradicts type {kind}", "a school outside the United States")
        if kind.startswith("md_") and region not in ("us", "canada"):
            yield Slip(
                place, f"{region} contradicts type {kind}", "us or canada; other schools are img"
            )
        if kind.startswith("do_") and region != "us":
            yield Slip(place, f"{region} contradicts type {kind}", "us", '"us"')
    if country and region:
        certain = view.vocabulary.school_regions.get(country, "")
        if certain and region != certain:
            yield Slip(place, f"{region} contradicts country {country}", certain, f'"{certain}"')
        elif not certain and region in ("us", "canada"):
            yield Slip(place, f"{region} contradicts country {country}", "the region of the school")


def _graduation(view: SoundView) -> Iterator[Slip]:
    kind, season = view.get(*_TYPE), view.get("season")
    year = view.get(_A, "education", "graduation_year")
    place = (_A, "education", "graduation_year")
    if kind is None or season is None or year is None:
        return
    if kind.endswith("_graduate") and year >= season:
        senior = kind.replace("graduate", "senior")
        yield Slip(
            place,
            f"{year} is not before the Match of {season}, so you are not yet a {kind}",
            f"{season - 1} or earlier, or type {senior}",
        )
    if kind.endswith("_senior") and year not in (season - 1, season):
        graduate = kind.replace("senior", "graduate")
        expected = str(season) if year > season else f"{season}, or type {graduate}"
        yield Slip(place, f"{year} contradicts type {kind} in season {season}", expected)
    if kind.endswith("_img") and year > season:
        yield Slip(place, f"{year} is after the Match of {season}", f"{season} or earlier")


def _clerkships(view: SoundView) -> Iterator[Slip]:
    honored = view.get(_A, "education", "clerkships_honored")
    graded = view.get(_A, "education", "clerkships_graded")
    place = (_A, "education", "clerkships_honored")
    if honored is not None and not view.has(_A, "education", "clerkships_graded"):
        yield Slip(place, "needs clerkships_graded beside it", "how many were graded")
    if honored is not None and graded is not None and honored > graded:
        yield Slip(place, f"{honored} of {graded} clerkships cannot be", f"at most {graded}")


def _honor_societies(view: SoundView) -> Iterator[Slip]:
    kind, societies = view.get(*_TYPE), view.get(_A, "education", "honor_societies") or []
    owners = {"aoa": "md_", "sigma_sigma_phi": "do_"}
    for society, prefix in owners.items():
        if kind and society in societies and not kind.startswith(prefix):
            yield Slip(
                (_A, "education", "honor_societies"),
                f"{society} elects {prefix[:2].upper()} students only, and type is {kind}",
                "the societies that elected you",
            )


def _examinations(view: SoundView) -> Iterator[Slip]:
    names = [name for name in (*_STEPS, *_LEVELS) if view.has(_A, "examinations", name)]
    if not names and view.get(_A, "examinations") is not None:
        yield Slip((_A, "examinations"), "gives no examination", "at least one, even if not_taken")
    for name in names:
        yield from _examination(view, name)
    kind = view.get(*_TYPE)
    for name in _LEVELS:
        result = view.get(_A, "examinations", name, "result")
        if kind and not kind.startswith("do_") and result in _SAT:
            yield Slip(
                (_A, "examinations", name),
                f"COMLEX is sat by DO students, and type is {kind}",
                "the examinations you sat",
            )


def _examination(view: SoundView, name: str) -> Iterator[Slip]:
    path = (_A, "examinations", name)
    result, attempts = view.get(*path, "result"), view.get(*path, "attempts")
    score = view.get(*path, "score")
    if result in _SAT and attempts == 0:
        yield Slip((*path, "attempts"), f"0 contradicts result {result}", "1 or more")
    if result == "not_taken" and attempts:
        yield Slip((*path, "attempts"), f"{attempts} contradicts result not_taken", "0", "0")
    if score is not None and result not in (None, "pass", "fail"):
        yield Slip((*path, "score"), f"a score contradicts result {result}", "no score yet")
    if name != "step_2_ck" or score is None:
        return
    if result == "fail" and score > bound("step_2_ck.highest_failing_score"):
        passing = whole_bound("step_2_ck.highest_failing_score") + 1
        yield Slip(
            (*path, "score"), f"{score} is a pass ({passing} passes), not a fail", "below it"
        )
    if result == "pass" and score < bound("step_2_ck.lowest_passing_score"):
        yield Slip((*path, "score"), f"{score} has never been a pass", "the three-digit score")


def _order_of_steps(view: SoundView) -> Iterator[Slip]:
    results = {name: view.get(_A, "examinations", name, "result") for name in _STEPS}
    later = [name for name in _STEPS[1:] if results[name] in _SAT]
    if results["step_1"] == "fail" and later:
        yield Slip(
            (_A, "examinations", "step_1", "result"),
            f"fail with no later pass contradicts {' and '.join(later)} sat since",
            "pass with attempts = 2 if you passed later; scheduled if you will sit again",
        )
    if results["step_3"] == "pass" and results["step_2_ck"] not in (None, "pass"):
        yield Slip(
            (_A, "examinations", "step_3", "result"),
            f"pass contradicts Step 2 CK {results['step_2_ck']}",
            "Step 2 CK passed first",
        )


def _certification(view: SoundView) -> Iterator[Slip]:
    kind, status = view.get(*_TYPE), view.get(_A, "certification", "status")
    place = (_A, "certification")
    if kind is None:
        return
    if kind.endswith("_img"):
        if not view.has(_A, "certification"):
            yield Slip(
                place,
                "is missing",
                "[applicant.certification] with status certified, in_progress or not_started",
            )
        if status == "not_needed":
            yield Slip((*place, "status"), f"not_needed contradicts type {kind}", "in_progress")
    elif status not in (None, "not_needed"):
        yield Slip(
            (*place, "status"), f"{status} contradicts type {kind}", "not_needed", '"not_needed"'
        )
    if status == "not_needed" and view.get(_A, "certification", "pathway") is not None:
        yield Slip((*place, "pathway"), "a pathway contradicts not_needed", "no pathway")
    for name in _STEPS[:2]:
        result = view.get(_A, "examinations", name, "result")
        if status == "certified" and result not in (None, "pass"):
            yield Slip((*place, "status"), f"certified contradicts {name} {result}", "in_progress")


def _months(view: SoundView) -> Iterator[Slip]:
    path = (_A, "clinical_experience")
    total, most = view.total(path, "months"), bound("experience_months.highest_total")
    if total > most:
        yield Slip(path, f"adds up to {total:g} months", f"at most {most:g} months altogether")


def _red_flags(view: SoundView) -> Iterator[Slip]:
    failed = 0
    for name in (*_STEPS, *_LEVELS):
        result = view.get(_A, "examinations", name, "result")
        attempts = view.get(_A, "examinations", name, "attempts")
        if view.has(_A, "examinations", name) and (result is None or attempts is None):
            return
        failed += (attempts or 0) - (1 if result in ("pass", "pending") else 0)
    for path in view.each(_A, "red_flags"):
        if view.get(*path, "kind") == "failed_exam" and failed <= 0:
            yield Slip(
                (*path, "kind"),
                "failed_exam contradicts the examinations, of which none was failed",
                "attempts that count the failed sitting",
            )


def _ties(view: SoundView) -> Iterator[Slip]:
    for path in view.each(_A, "ties"):
        if not view.has(*path, "place") and not view.has(*path, "program_id"):
            yield Slip(path, "names neither a place nor a program", 'place = "City, ST"')


_RULES: tuple[Callable[[SoundView], Iterator[Slip]], ...] = (
    _citizenship,
    _visa,
    _school,
    _graduation,
    _clerkships,
    _honor_societies,
    _examinations,
    _order_of_steps,
    _certification,
    _months,
    _red_flags,
    _ties,
)
