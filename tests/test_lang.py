"""Languages: what is said in the one spoken, and English where there is no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import archcalc
from archcalc import lang
from archcalc.catalog import entries, names
from archcalc.lang import Prose, counted, languages, prose, say, speaking, spoken
from archcalc.lang.ko import TEXTS
from archcalc.ops import registry
from archcalc.ops.base import AXIS_NAMES
from archcalc.published import STANDINGS
from archcalc.quantities import QUANTITIES
from archcalc.slips.registry import TIERS
from archcalc.units import korean, korean_short
from archcalc.views.explain import layer_explanation
from archcalc.views.layers import COLUMN_NAMES, Choice, table_page
from archcalc.views.listing import list_page
from archcalc.views.paper import paper_page
from archcalc.views.published import published_page


def test_english_is_the_text_itself() -> None:
    assert say("Total") == "Total"
    assert say("{n} layers", n=3) == "3 layers"
    assert (
        say("{braces} stay where nothing is filled in")
        == "{braces} stay where nothing is filled in"
    )


def test_languages_are_the_modules_of_the_folder() -> None:
    assert languages() == ("en", "ko")


def test_what_has_no_other_words_stays_english() -> None:
    with speaking("ko"):
        assert say("no such sentence {n}", n=1) == "no such sentence 1"


def test_prose_of_a_spec_speaks_for_itself() -> None:
    title = prose({"en": "The lecture's module", "ko": "강의의 모듈"})
    assert title == "The lecture's module"
    with speaking("ko"):
        assert say(title) == "강의의 모듈"
        assert say(Prose("only here", {})) == "only here"


def test_speaking_ends_with_its_block() -> None:
    with speaking("ko"):
        assert spoken() == "ko"
    assert spoken() == "en"


def test_a_counter_joins_digits_and_stands_apart_from_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(TEXTS, "{n} multiplies", "곱셈 {n:번}")  # type: ignore[index]
    with speaking("ko"):
        said = [
            say("{n} multiplies", n=n)
            for n in (0, "133M", "1만", "2042만 2400", "약 1억 2042만", "2⁵⁰")
        ]
    assert said == [
        "곱셈 0번",
        "곱셈 133M번",
        "곱셈 1만 번",
        "곱셈 2042만 2400번",
        "곱셈 약 1억 2042만 번",
        "곱셈 2⁵⁰번",
    ]


def test_counted_takes_the_sentence_for_one_only_for_one() -> None:
    found = [counted("{n} layer", "{n} layers", n, n=n) for n in (0, 1, 2)]
    assert found == ["0 layers", "1 layer", "2 layers"]


# --- the catalogue -------------------------------------------------------------------------------

PACKAGE = Path(archcalc.__file__).parent
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
    if "lang" not in path.relative_to(PACKAGE).parts
]
SAYING = {
    "say": (0,), "counted": (0, 1), "one_of": (2,), "Column": (1,), "UnknownNameError": (0, 3),
}  # fmt: skip
"""Which arguments of a call are said to people."""
NO_HANGUL = {"; ", "K = 1024", "{kernel}, {filters}"}
"""What needs no Korean word."""


def literals(trees: Iterable[ast.AST]) -> set[str]:
    """The texts that stand in a call of those above, or in a variable that does."""
    return {
        text
        for tree in trees
        for scope in ast.walk(tree)
        if isinstance(scope, ast.FunctionDef | ast.Module)
        for argument in arguments(scope)
        for text in texts_of(argument, scope)
    }


def arguments(scope: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield from (node.args[n] for n in SAYING.get(name, ()) if n < len(node.args))


def texts_of(argument: ast.expr, scope: ast.AST) -> Iterator[str]:
    match argument:
        case ast.Constant(str(text)) if text:
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from texts_of(body, scope)
            yield from texts_of(other, scope)
        case ast.Name(name) if isinstance(scope, ast.FunctionDef):
            for node in ast.walk(scope):
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                    yield from texts_of(node.value, ast.Module([], []))


KO_MD = (Path(__file__).parents[1] / "docs" / "ko.md").read_text(encoding="utf-8")


def test_the_numbers_of_the_korean_page_come_from_its_commands() -> None:
    shown = "".join(re.findall(r"```text\n(.*?)```", KO_MD, re.DOTALL))
    prose = re.sub(r"```text\n.*?```", "", KO_MD, flags=re.DOTALL)
    counts = {int(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*\d", shown)}
    known = {korean(n) for n in counts} | {korean_short(n) for n in counts}
    written = re.findall(r"(?:약 )?\d+[만억조](?: \d+[만억조])*(?: \d+)?", prose)
    assert len(written) >= 2
    assert set(written) <= known


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def kinds() -> set[str]:
    return {kind.replace("_", " ") for kind in registry()}


def test_every_text_of_the_code_has_korean() -> None:
    assert sorted(literals(TREES) - set(TEXTS)) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('say("a {n}", n=1)', {"a {n}"}),
        ('lang.counted("one", "many", n)', {"one", "many"}),
        ('Column("key", "Title", "right")', {"Title"}),
        ('say("a" if x else "b")', {"a", "b"}),
        ("say(x)", set()),
        ('def f():\n    text = "a" if b else "c"\n    return say(text)', {"a", "c"}),
    ],
)
def test_the_search_for_texts_finds(code: str, found: set[str]) -> None:
    assert literals([ast.parse(code)]) == found


@pytest.mark.parametrize("text", sorted(TEXTS))
def test_an_entry_says_the_same(text: str) -> None:
    assert names_in(TEXTS[text]) == names_in(text)
    assert text in NO_HANGUL or re.search("[가-힣]", TEXTS[text])


@pytest.mark.parametrize("text", sorted(TEXTS))
def test_no_particle_depends_on_what_is_filled_in(text: str) -> None:
    """은/는, 이/가, 을/를, 와/과, (으)로 follow the sound before them, which a name leaves open.

    A counter, which stands within the braces, settles it.
    """
    assert not re.search(r"\{\w+\}(은|는|이|가|을|를|와|과|으로|로)(?![가-힣])", TEXTS[text])


def test_what_is_said_out_of_tables_of_data_has_korean() -> None:
    data = {quantity.title for quantity in QUANTITIES} | set(STANDINGS)
    data |= {slip.sentence for tier in TIERS for slip in tier.slips}
    data |= {text for op in registry().values() if (text := getattr(op, "title", ""))}
    assert sorted(data - set(TEXTS)) == []


def test_no_entry_is_stale() -> None:
    strings = {
        node.value for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Constant)
    }
    axes = {name.capitalize() for name in ("channels", "features", *AXIS_NAMES.values())}
    assert sorted(set(TEXTS) - strings - kinds() - axes) == []


class Asked(dict[str, str]):
    """The catalogue, which keeps what it had no answer to."""

    def __init__(self) -> None:
        super().__init__(TEXTS)
        self.missing: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self.missing.add(key)
        return super().get(key, default)


def test_what_reaches_people_through_tables_has_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()
    monkeypatch.setattr(lang, "texts", lambda code: asked)
    prose = {text for entry in entries() for text in (entry.title, entry.summary)}
    with speaking("ko"):
        list_page(entries()).data()
        for network in filter(lambda n: len(n.layers) < 120, map(archcalc.load, names())):
            prose |= {network.title, network.summary, *(how for _, how in network.differs)}
            prose |= {text for note in network.notes for text in (note.text, note.label)}
            prose |= {text for f in network.published for text in (f.erratum, f.comment)}
            labels = [network.name, *(group.label for group in network.walk())]
            prose |= {label.replace("-", " ") for label in labels}
            analysis = network.analyze()
            table_page([analysis], Choice("none", COLUMN_NAMES))
            table_page([analysis], Choice("stage"))
            paper_page([analysis])
            for row in analysis.rows:
                layer_explanation(analysis, row)
        published_page([archcalc.load("googlenet").analyze()])
    english = (text for text in asked.missing if not re.search("[가-힣]", text))
    worded = {text for text in english if re.search("[a-z]", bare(text))}
    assert sorted(worded - kinds() - prose) == []


def bare(text: str) -> str:
    """Without symbols of formulas, and without the names that are filled in."""
    return re.sub(r"[A-Z]_\w+|\{\w+\}", "", text)
