"""The vitality index: a method laid down in plain values, and pure functions that apply, open up and test it.

Steps, in the order of the OECD/JRC handbook (2008): treat, normalise, weigh and aggregate, test for robustness,
decompose. `method` says what, `scoring` does it, the other modules look at the result.
"""
