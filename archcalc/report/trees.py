"""Formula trees as plain lists: ``["+", [1, "H"], [-1, "K"]]``, for the page's own evaluation."""

from __future__ import annotations

from typing import Any

from archcalc.formula import (
    IDENTITIES,
    Call,
    Formula,
    Node,
    Num,
    Product,
    Quotient,
    Round,
    Sum,
    Sym,
)


def tree(formula: Formula) -> Any:
    """A number is an int, a symbol a text, everything else a list that begins with its sign."""
    return _tree(formula.tree)


def _tree(node: Node) -> Any:
    match node:
        case Num(value):
            return value
        case Sym(name):
            return name
        case Sum(terms):
            return ["+", *([term.sign, _tree(term.node)] for term in terms)]
        case Product(factors):
            return ["*", *map(_tree, factors)]
        case Quotient(top, bottom):
            return ["/", _tree(top), _tree(bottom)]
        case Round(name, quotient):
            return [name, _tree(quotient)]
        case Call(name, args):
            return [name, *map(_tree, args)]


def identities() -> dict[str, list[int]]:
    """The symbols that may vanish from what is shown: their value, and whether flag or ruled."""
    return {
        letter: [identity.value, int(identity.flag), int(identity.ruled)]
        for letter, identity in IDENTITIES.items()
    }
