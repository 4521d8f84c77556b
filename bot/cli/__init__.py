"""The tools of operators and curators: `python -m bot ...`."""
