"""Decks that stay true: marked values, tables, formulas and figures are refreshed in place.

A deck's format is one file in `formats`; what a marker asks for is read in `asked`.
"""
