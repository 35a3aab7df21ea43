"""THE VERBS of the applicant: objective, limits, apply, send signals, certify.

Pure arrays in, pure values out: no program, applicant or page is known here.
"""
