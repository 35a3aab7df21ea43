"""THE EVENTS others decide: eligibility, interview, standing, match, the market."""
