"""Turns published tables into the data of the package; the only place that may fetch."""
