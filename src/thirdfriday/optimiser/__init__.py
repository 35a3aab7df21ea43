"""THE VERBS of the applicant: objective, limits, apply, send signals, declare geography, certify."""
