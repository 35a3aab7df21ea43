"""The source files of the project, as the rules see them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "thirdfriday"
ENGINE_ROOMS = ("facts", "domain", "intake", "models", "optimiser", "plan", "kit")


def name_of(path: Path) -> str:
    """The path of a file inside the project, for messages."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a source file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file under version control that exists; without git, all outside hidden folders."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = [
            p for p in ROOT.rglob("*") if not any(q[0] == "." for q in p.parts[len(ROOT.parts) :])
        ]
    else:
        found = [ROOT / name for name in listed if name]
    return tuple(sorted(path for path in found if path.is_file()))


def package_modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def engine_modules() -> list[Path]:
    """Every module of the rooms that hold no face."""
    return [path for room in ENGINE_ROOMS for path in sorted((PACKAGE / room).glob("*.py"))]


def builder_modules() -> list[Path]:
    """Every module of the builders."""
    return sorted((ROOT / "builders").glob("*.py"))
