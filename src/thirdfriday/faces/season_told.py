"""What the user says of a past season: a log, a rank order list, or plain counts."""

from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.season import season_from_facts
from thirdfriday.domain.season_event import ProgramHistory, histories
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.rank_file import read_rank_list
from thirdfriday.faces.season_command import read_log
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.unmatched_season import Told

COUNTS = ("--interviews", "--ranks")


def log_histories(log: str, case: Case, case_file: Path) -> dict[str, ProgramHistory]:
    """Where every application of a log stands, by program id.

    Raises:
        CaseError: every row of the log that cannot be read.
    """
    period = season_from_facts(load_facts(case.season))
    found = read_log(log, case_file, period, case.wants.specialties)
    return histories(found.events)


def told_season(
    case: Case,
    *,
    case_file: Path,
    log: str | None = None,
    listed: Path | None = None,
    applications: int | None = None,
    interviews: int | None = None,
    ranks: int | None = None,
) -> Told:
    """The season by program where a log tells it, else in counts.

    Raises:
        CaseError: mistakes in the files; neither a log nor a number of interviews; counts that
            contradict each other, or a log.
    """
    ranked = tuple(
        item.program_id
        for item in (read_rank_list(listed, case) if listed else ())
        if not item.supplemental_to
    )
    problems: list[Problem] = []
    if log is not None:
        given = [
            name
            for name, count in (("--applications", applications), ("--interviews", interviews))
            if count is not None
        ]
        problems += [Problem("the log counts them", name, "a log or counts") for name in given]
        found = log_histories(log, case, case_file)
        sent = tuple(found)
        signals = tuple(str(history.signal or "") for history in found.values())
        invited = tuple(key for key, history in found.items() if history.was_invited)
        astray = [key for key in ranked if key not in invited]
        problems += [
            Problem(f"{key} is ranked and did not invite you in the log", str(listed))
            for key in astray
        ]
        if not sent:
            problems.append(Problem("holds no application", log, "what was sent and what came"))
        if problems:
            raise CaseError(problems)
        return Told(sent, signals, invited, ranked, ranks=ranks if not ranked else None)
    if interviews is None:
        problems.append(
            Problem("how many interviews there were is not told", "--interviews", "or --log FILE")
        )
    problems += _contradictions(case, applications, interviews, ranks)
    if problems:
        raise CaseError(problems)
    count = len(ranked) if ranked and ranks is None else ranks
    return Told(applications=applications, interviews=interviews, ranks=count)


def _contradictions(
    case: Case, applications: int | None, interviews: int | None, ranks: int | None
) -> list[Problem]:
    """Counts that cannot all be true."""
    found = []
    sent = applications if applications is not None else case.limits.applications
    if interviews is not None and sent is not None and interviews > sent:
        found.append(
            Problem(f"{interviews} interviews from {sent} applications", COUNTS[0], "no more")
        )
    if ranks is not None and interviews is not None and ranks > interviews:
        found.append(Problem(f"{ranks} ranks and {interviews} interviews", COUNTS[1], "no more"))
    return found
