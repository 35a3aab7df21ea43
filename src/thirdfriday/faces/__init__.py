"""HOW PEOPLE MEET IT: case file, report, charts, web, command line. Screen, form, clock, disk."""
