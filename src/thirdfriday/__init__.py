"""Third Friday: where to apply, whom to signal, how to rank, with the odds and the sources."""

__version__ = "0.1.0"
