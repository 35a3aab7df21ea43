"""THE NOUNS: applicant, program, specialty, season, region, tier, signal. Frozen values only."""
