"""Where tables are printed: the terminal as wide as it is, a pipe as wide as they need."""

from rich.console import Console


def table_console(width_without_terminal: int) -> Console:
    """Standard output, of the width given where it is no terminal. [columns]"""
    console = Console()
    return console if console.is_terminal else Console(width=width_without_terminal)
