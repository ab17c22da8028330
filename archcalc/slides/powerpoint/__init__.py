"""PowerPoint decks: fields in the text, native tables, charts and drawings in named shapes.

The only place with python-pptx, the extra ``archcalc[pptx]``; `formats.pptx` imports it when used.
"""
