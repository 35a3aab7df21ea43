"""THE WORDS: outlines bound to the applicant's own facts, and checks of what they wrote."""
