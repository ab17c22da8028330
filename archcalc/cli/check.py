"""``archcalc check``: is this number right, and if not, what made it?"""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Check"
IN_DECKS = True


def command(
    address: opt.OneAddress,
    value: opt.WrittenValue,
    format: opt.Format = "",
    output: opt.Output = "",
    lang: opt.Language = "en",
) -> int:
    """Judge a number: archcalc check alexnet.conv1.params 34848. Exits with 1 where it is wrong.

    It says right, right at the precision written, or which slip leads to the number, worked out.
    """
    from archcalc.address import Resolver
    from archcalc.cli._output import emit
    from archcalc.judge import judge
    from archcalc.published import judged
    from archcalc.views.verdict import verdict_page

    found = Resolver()(address)
    verdict = judge(found, value)
    part, key = found.parts[0], found.quantity.key
    printed = () if found.address.relation else judged(part.analysis, part.path, key)
    emit(verdict_page(found, verdict, printed), format, output)
    return 0 if verdict.right else 1
