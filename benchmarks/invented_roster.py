"""An invented roster of one school's students, for measuring caseloads."""

import csv
import io

import numpy as np

SPECIALTIES = (
    ("internal_medicine", 0.3), ("family_medicine", 0.18), ("pediatrics", 0.12),
    ("psychiatry", 0.1), ("general_surgery", 0.08), ("emergency_medicine", 0.1),
    ("anesthesiology", 0.07), ("neurology", 0.05),
)  # fmt: skip
TYPES = (("md_senior", 0.6), ("do_senior", 0.15), ("us_img", 0.1), ("non_us_img", 0.15))
MEANS = {"md_senior": 250, "do_senior": 244, "us_img": 234, "non_us_img": 243}
TARGETS = ("Los Angeles County", "CA", "60 min of San Diego, CA", "TX", "NY; NJ", "pacific")


def roster(students: int, seed: int = 2027) -> str:
    """A roster of `students` rows as CSV; the same seed gives the same one."""
    rng = np.random.default_rng(seed)
    rows = [_row(number, rng) for number in range(1, students + 1)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _pick(rng: np.random.Generator, choices: tuple[tuple[str, float], ...]) -> str:
    names, shares = zip(*choices, strict=True)
    return str(rng.choice(names, p=np.array(shares) / sum(shares)))


def _row(number: int, rng: np.random.Generator) -> dict[str, str]:
    kind = _pick(rng, TYPES)
    foreign = kind == "non_us_img"
    abroad = kind.endswith("img")
    osteopath = kind == "do_senior"
    score = int(np.clip(rng.normal(MEANS[kind], 14), 219, 285))
    return {
        "student": f"S-{number:04d}",
        "type": kind,
        "citizenship": "IN" if foreign else "US",
        "work_authorization": "none" if foreign else "us_citizen",
        "visa_need": "j1" if foreign else "none",
        "school": "Example College",
        "school_country": "IN" if foreign else "GD" if abroad else "US",
        "school_region": "south_asia" if foreign else "caribbean" if abroad else "us",
        "graduation_year": str(2026 - int(rng.integers(1, 5)) if abroad else 2027),
        "certification": "certified" if abroad else "",
        "step_1": "" if osteopath and number % 2 else "pass",
        "step_2_ck": "" if osteopath and number % 2 else str(score),
        "comlex_1": "pass" if osteopath else "",
        "comlex_2": str(int(np.clip(rng.normal(540, 80), 410, 800))) if osteopath else "",
        "hands_on_months": str(int(rng.integers(1, 5))) if abroad else "",
        "publications": str(int(rng.poisson(2))),
        "volunteering": str(int(rng.poisson(4))),
        "ties": "lived: CA" if rng.random() < 0.6 else "",
        "specialties": _pick(rng, SPECIALTIES),
        "target": str(rng.choice(TARGETS)),
        "level": str(rng.choice(["strong", "ideal"])),
        "applications": str(100 if abroad else int(rng.integers(20, 61))),
        "interview_days": "14",
    }
