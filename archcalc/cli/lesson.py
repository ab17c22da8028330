"""``archcalc lesson``: the lectures' own arguments, with their numbers looked up."""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Look"
IN_DECKS = True


def command(
    name: opt.LessonName = "",
    format: opt.Format = "",
    output: opt.Output = "",
    units: opt.Units = "exact",
    lang: opt.Language = "en",
) -> None:
    """Print a lesson, as archcalc lesson inception; without a name, list all lessons.

    Its numbers are computed when it is printed, and lecture notes that differ are corrected.
    """
    from archcalc.cli._output import emit
    from archcalc.lessons import lesson, lessons, teach
    from archcalc.views.lesson import lesson_page, lessons_page

    page = lesson_page(teach(lesson(name))) if name else lessons_page(lessons())
    emit(page, format, output, units)
