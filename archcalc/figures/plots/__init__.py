"""Where everything on a chart stands, in pixels; one file for each mark, walked by its name.

All letters are placed here, none by the library that draws: so none of them collide.
"""
