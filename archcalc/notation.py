"""How a formula is written: as symbols, as the numbers put in, step by step; Unicode or LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from archcalc.formula import (
    RULED,
    Call,
    Env,
    Formula,
    Node,
    Num,
    Product,
    Quotient,
    Round,
    Sum,
    Sym,
    Term,
    is_flag,
    reduce,
    unrounded,
    value,
)

_AXES = ("l", "t", "h", "w")


class Written(NamedTuple):
    """One piece of mathematics in both forms."""

    text: str
    latex: str


class _Marks(NamedTuple):
    """The signs of one form."""

    minus: str
    dot: str
    group_dot: str
    number: Callable[[int], str]
    symbol: Callable[[str], str]
    quotient: Callable[[str, str], str]
    round: Mapping[str, tuple[str, str]]
    function: Callable[[str, str], str]
    brackets: tuple[str, str]
    ellipsis: str
    bars: bool
    """Whether a quotient is set with a bar, which needs no brackets around it."""


def _unicode_number(n: int) -> str:
    return f"{n:,}" if n >= 0 else f"\N{MINUS SIGN}{-n:,}"


def _latex_symbol(name: str) -> str:
    base, _, subscript = name.partition("_")
    if not subscript:
        return base
    if len(subscript) == 1:
        return f"{base}_{subscript}"
    return f"{base}_{{\\mathrm{{{subscript.replace('_', ',')}}}}}"


_UNICODE = _Marks(
    minus="\N{MINUS SIGN}",
    dot="·",
    group_dot=" · ",
    number=_unicode_number,
    symbol=str,
    quotient=lambda top, bottom: f"{top}/{bottom}",
    round={"floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")},
    function=lambda name, args: f"{name}({args})",
    brackets=("(", ")"),
    ellipsis="…",
    bars=False,
)
_LATEX = _Marks(
    minus="-",
    dot=r" \cdot ",
    group_dot=r" \;\cdot\; ",
    number=lambda n: f"{n:,}".replace(",", "{,}"),
    symbol=_latex_symbol,
    quotient=lambda top, bottom: rf"\frac{{{top}}}{{{bottom}}}",
    round={
        "floor": (r"\left\lfloor ", r" \right\rfloor"),
        "ceil": (r"\left\lceil ", r" \right\rceil"),
    },
    function=lambda name, args: rf"\{name}\left({args}\right)",
    brackets=(r"\left(", r"\right)"),
    ellipsis=r"\ldots",
    bars=True,
)

_SUM, _PRODUCT, _ATOM = 1, 2, 3


class _Writer:
    """Writes one tree in one form; with `env` the numbers stand in place of the symbols."""

    def __init__(self, marks: _Marks, env: Env | None, names: Mapping[str, str]) -> None:
        self.marks, self.env, self.names = marks, env, names

    def write(self, node: Node) -> str:
        return self._write(node)[0]

    def _write(self, node: Node) -> tuple[str, int]:
        match node:
            case Num(number):
                return self._number(number)
            case Sym(name):
                return self._symbol(name)
            case Sum(terms):
                return self._sum(terms), _SUM
            case Product((Num(count), Sym(_) as symbol)):
                if self.env is None:
                    return self._coefficient(count, symbol)
                return self._product((Num(count), symbol)), _PRODUCT
            case Product(factors):
                return self._product(factors), _PRODUCT
            case Quotient(top, bottom):
                return self._quotient(top, bottom)
            case Round(name, inner):
                left, right = self.marks.round[name]
                return left + self.write(inner) + right, _ATOM
            case Call(name, args):
                return self.marks.function(name, ", ".join(map(self.write, args))), _ATOM

    def _number(self, number: int) -> tuple[str, int]:
        return self.marks.number(number), _ATOM if number >= 0 else _SUM

    def _symbol(self, name: str) -> tuple[str, int]:
        if self.env is not None:
            return self._number(self.env[name])
        return self.marks.symbol(self.names.get(name, name)), _ATOM

    def _coefficient(self, count: int, symbol: Sym) -> tuple[str, int]:
        """2P as a symbol; as a summand its value (4) once the numbers are in."""
        if self.env is not None:
            return self._number(count * self.env[symbol.name])
        return self.marks.number(count) + self._symbol(symbol.name)[0], _PRODUCT

    def _at_least(self, node: Node, level: int) -> str:
        text, own = self._write(node)
        left, right = self.marks.brackets
        return text if own >= level else left + text + right

    def _sum(self, terms: tuple[Term, ...]) -> str:
        parts: list[str] = []
        for sign, node in terms:
            text = self._summand(node)
            if parts:
                parts.append("+" if sign > 0 else self.marks.minus)
            elif sign < 0:
                text = self.marks.minus + text
            parts.append(text)
        return " ".join(parts)

    def _summand(self, node: Node) -> str:
        match node:
            case Product((Num(count), Sym(_) as symbol)):
                text, level = self._coefficient(count, symbol)
                left, right = self.marks.brackets
                return text if level >= _PRODUCT else left + text + right
        return self._at_least(node, _PRODUCT)

    def _product(self, factors: tuple[Node, ...]) -> str:
        text = ""
        for index, factor in enumerate(factors):
            if index:
                grouped = _is_group(factor) or _is_group(factors[index - 1])
                text += self.marks.group_dot if grouped else self.marks.dot
            text += self._at_least(factor, _PRODUCT)
        return text

    def _quotient(self, top: Node, bottom: Node) -> tuple[str, int]:
        if self.marks.bars:
            return self.marks.quotient(self.write(top), self.write(bottom)), _ATOM
        above = self._at_least(top, _PRODUCT)
        return self.marks.quotient(above, self._at_least(bottom, _ATOM)), _PRODUCT


def _is_group(node: Node) -> bool:
    if isinstance(node, Quotient):
        node = node.top
    return isinstance(node, Product) and not isinstance(node.factors[0], Num)


# --- what is shown -------------------------------------------------------------------------------


class Shown(NamedTuple):
    """A formula with its values: the rule, the numbers put in, the steps between, the value."""

    symbols: Written
    numbers: Written
    steps: Written
    value: int


def show(formula: Formula, env: Env, where: Mapping[str, Formula] | None = None) -> Shown:
    """Write `formula` for the values in `env`; `where` holds the named sub-formulas it may use.

    A sub-formula that comes down to one symbol for these values (K_eff = K where D is 1) is
    written as that symbol.
    """
    tree = _inline(formula.tree, env, where or {})
    rule = _flags_as_numbers(reduce(tree, env, RULED), env)
    filled = reduce(tree, env)
    names = _common_names(env)
    result = value(formula.tree, env)
    return Shown(
        symbols=_both(lambda marks: _Writer(marks, None, names).write(rule)),
        numbers=_both(lambda marks: _Writer(marks, env, names).write(filled)),
        steps=_both(lambda marks: _steps(filled, env, marks, result)),
        value=result,
    )


def show_unrounded(formula: Formula, env: Env, where: Mapping[str, Formula]) -> str:
    """``(224 − 11)/4 + 1 = 54.25``: the numbers put in and what they come to before rounding.

    Nothing where rounding does not act.
    """
    filled = reduce(_inline(formula.tree, env, where), env)
    bare = _without_rounds(filled)
    if bare == filled:
        return ""
    number = unrounded(bare, env)
    text = _Writer(_UNICODE, env, {}).write(bare)
    return f"{text} = {decimal_text(number.numerator, number.denominator)}"


def _without_rounds(node: Node) -> Node:
    return _map(node.node if isinstance(node, Round) else node, _without_rounds)


def shown_where(where: Mapping[str, Formula], env: Env) -> dict[str, Shown]:
    """The named sub-formulas that do not come down to one symbol, by the names they go by.

    K_eff_h and K_eff_w are one K_eff where they are worked out alike.
    """
    names = _common_names(env)
    found: dict[str, Shown] = {}
    for name, formula in where.items():
        if isinstance(reduce(formula.tree, env), Sym):
            continue
        shown = show(formula, env)
        common = names.get(name, name)
        found[common if found.get(common, shown) == shown else name] = shown
    return found


def rule(formula: Formula) -> Written:
    """`formula` in general, nothing dropped; the axes' subscripts fall away (K_h is written K)."""
    names = {
        name: base
        for name in formula.symbols
        for base, _, axis in [name.rpartition("_")]
        if axis in _AXES and base
    }
    return _both(lambda marks: _Writer(marks, None, names).write(formula.tree))


def _both(write: Callable[[_Marks], str]) -> Written:
    return Written(write(_UNICODE), write(_LATEX))


def _inline(node: Node, env: Env, where: Mapping[str, Formula]) -> Node:
    if isinstance(node, Sym) and node.name in where:
        small = reduce(where[node.name].tree, env)
        return small if isinstance(small, Sym) else node
    return _map(node, lambda child: _inline(child, env, where))


def _flags_as_numbers(node: Node, env: Env) -> Node:
    if is_flag(node):
        return Num(value(node, env))
    return _map(node, lambda child: _flags_as_numbers(child, env))


def _map(node: Node, change: Callable[[Node], Node]) -> Node:
    match node:
        case Sum(terms):
            return Sum(tuple(Term(t.sign, change(t.node)) for t in terms))
        case Product(factors):
            return Product(tuple(map(change, factors)))
        case Quotient(top, bottom):
            return Quotient(change(top), change(bottom))
        case Round(name, inner):
            return Round(name, Quotient(change(inner.top), change(inner.bottom)))
        case Call(name, args):
            return Call(name, tuple(map(change, args)))
    return node


def _common_names(env: Env) -> dict[str, str]:
    """K_h and K_w are both written K where they are equal."""
    axes: dict[str, list[str]] = {}
    for name in env:
        base, _, axis = name.rpartition("_")
        if axis in _AXES:
            axes.setdefault(base, []).append(name)
    return {
        name: base
        for base, names in axes.items()
        if len({env[name] for name in names}) == 1
        for name in names
    }


# --- steps ---------------------------------------------------------------------------------------


def _steps(node: Node, env: Env, marks: _Marks, result: int) -> str:
    """``(11·11·3 + 1)·96 = 34,848 + 96 = 34,944``: the numbers, the terms worked out, the value."""
    writer = _Writer(marks, env, {})
    parts = [writer.write(node), _middle(node, env, marks), marks.number(result)]
    return " = ".join(dict.fromkeys(part for part in parts if part))


def _middle(node: Node, env: Env, marks: _Marks) -> str:
    if isinstance(node, Sum):
        return _worked_sum(node, env, marks)
    if isinstance(node, Product):
        sums = [factor for factor in node.factors if isinstance(factor, Sum)]
        if len(sums) == 1:
            return _worked(_spread(node, sums[0]), env, marks)
    if isinstance(node, Round):
        return _rounded(node, env, marks)
    if isinstance(node, Call):
        return marks.function(
            node.name, ", ".join(marks.number(value(arg, env)) for arg in node.args)
        )
    return ""


def _worked_sum(node: Sum, env: Env, marks: _Marks) -> str:
    """The summands' values; 1 + 0 would say no more than the result."""
    worked = [t.node for t in node.terms if not isinstance(t.node, Num | Sym)]
    if not worked or not all(value(part, env) for part in worked):
        return ""
    return _worked(node.terms, env, marks)


def _spread(product: Product, inner: Sum) -> tuple[Term, ...]:
    others = tuple(factor for factor in product.factors if factor is not inner)
    return tuple(Term(t.sign, Product((t.node, *others))) for t in inner.terms)


def _worked(terms: tuple[Term, ...], env: Env, marks: _Marks) -> str:
    text = ""
    for sign, node in terms:
        if isinstance(node, Round):
            part, positive = _rounded(node, env, marks), True
        else:
            amount = value(node, env)
            part, positive = marks.number(abs(amount)), amount >= 0
        minus = positive != (sign > 0)
        if text:
            text += f" {marks.minus if minus else '+'} {part}"
        else:
            text = (marks.minus if minus else "") + part
    return text


def _rounded(node: Round, env: Env, marks: _Marks) -> str:
    """⌊54.25⌋, from the quotient before it is rounded."""
    top, bottom = value(node.node.top, env), value(node.node.bottom, env)
    left, right = marks.round[node.name]
    return left + _decimal(top, bottom, marks) + right


def decimal_text(top: int, bottom: int, latex: bool = False) -> str:
    """``54.25`` for 217/4, ``18.33…`` for 55/3: exact where two or three digits are."""
    return _decimal(top, bottom, _LATEX if latex else _UNICODE)


def _decimal(top: int, bottom: int, marks: _Marks) -> str:
    whole, rest = divmod(abs(top), bottom)
    sign = marks.minus if top < 0 else ""
    if rest * 1000 % bottom == 0:
        digits = str(Decimal(rest * 1000 // bottom) / 1000)[2:].rstrip("0")
        return sign + marks.number(whole) + (f".{digits}" if digits else "")
    return f"{sign}{marks.number(whole)}.{rest * 100 // bottom:02d}{marks.ellipsis}"
