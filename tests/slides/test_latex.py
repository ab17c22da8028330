r"""LaTeX decks: markers, and what is put there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcalc.render.latex import fragment
from archcalc.slides.refresh import strip
from archcalc.slides.report import lines
from archcalc.views.model import Column, Page, Row, Style, Table
from tests.slides.decks import after, only_markers_change_and_only_once, problems, refreshed

PARAMS = "60,965,224"  # AlexNet of two towers: Krizhevsky et al. 2012 say 60 million

VALUES = {
    "alexnet.params": "60,965,224",
    "googlenet.params:si3": r"7.00\,M",
    "alexnet.conv1.out_shape": r"55\ensuremath{\times}55\ensuremath{\times}96",
    "inception-naive~inception-bottleneck.multiplies.ratio": r"2.37\ensuremath{\times}",
    "googlenet.3a.percent": r"8.1\,\%",
    "googlenet.params:tex": r"\ensuremath{6{,}998{,}552}",
    "alexnet.conv1.formulas.size": r"\ensuremath{\frac{227 - 11}{4} + 1 = 54 + 1 = 55}",
    "alexnet.conv1.formulas.size:raw": r"(227 \ensuremath{-} 11)/4 + 1 = 54 + 1 = 55",
}


@pytest.mark.parametrize("held", ["", "7", r"\textbf{7}\,M", "{a{b}c}"])
@pytest.mark.parametrize(("asks", "value"), VALUES.items(), ids=list(VALUES))
def test_a_value_is_filled_in(asks: str, value: str, held: str) -> None:
    text = f"a \\archcalc{{{asks}}}{{{held}}} b\n"
    found = after(text, "part.tex")
    assert found == f"a \\archcalc{{{asks}}}{{{value}}} b\n"
    assert after(found, "part.tex") == found


HIDDEN = {
    "a comment": "% {}\n",
    "a comment behind text": "50\\% of it % {}\n",
    "\\verb": "\\verb|{}|\n",
    "\\verb*": "\\verb*+{}+\n",
    "\\lstinline": "\\lstinline[language=TeX]!{}!\n",
    "\\mintinline": "\\mintinline{{tex}}|{}|\n",
    "a short verb": "\\MakeShortVerb{{\\|}} |{}|\n",
    "verbatim": "\\begin{{verbatim}}\n{}\n\\end{{verbatim}}\n",
    "lstlisting": "\\begin{{lstlisting}}[language=TeX]\n{}\n\\end{{lstlisting}}\n",
    "minted": "\\begin{{minted}}{{tex}}\n{}\n\\end{{minted}}\n",
    "comment": "\\begin{{comment}}\n{}\n\\end{{comment}}\n",
    "an environment of its own": (
        "\\lstnewenvironment{{show}}{{}}{{}}\n\\begin{{show}}\n{}\n\\end{{show}}\n"
    ),
    "behind the end": "\\end{{document}}\n{}\n",
    "a line break before a word": "\\{}",
}


@pytest.mark.parametrize("where", HIDDEN.values(), ids=list(HIDDEN))
@pytest.mark.parametrize("marker", [r"\archcalc{no.such}{1}", r"\archcalc{never closed"])
def test_code_and_comments_are_left_alone(where: str, marker: str) -> None:
    text = where.format(marker)
    found = refreshed(text, "part.tex")
    assert (found.problems, found.seen, found.content) == ((), (), text.encode())


@pytest.mark.parametrize("where", [each for each in HIDDEN.values() if each.count("\n") > 2])
def test_a_block_in_code_is_none(where: str) -> None:
    text = where.format("% archcalc: table nothing")
    assert refreshed(text, "part.tex").seen == ()
    assert problems(text, "part.tex") == []


SEEN = {
    "behind a percent sign": "50\\% {}",
    "behind a line break": "a\\\\{}",
    "behind a link": "\\url{{http://a.example/a%20b}} {}",
    "in a title": "\\frametitle{{{}}}",
    "in semiverbatim, which reads macros": "\\begin{{semiverbatim}}{}\\end{{semiverbatim}}",
}


@pytest.mark.parametrize("where", SEEN.values(), ids=list(SEEN))
def test_what_only_looks_like_code_is_none(where: str) -> None:
    assert PARAMS in after(where.format(r"\archcalc{alexnet.params}{}"), "part.tex")


WRONG = {
    "an unknown network": (
        "\n\\archcalc{alexnett.params}{}", 'p.tex:2: unknown network "alexnett"; did you mean',
    ),
    "an unknown key of a file of values": (
        "\n\\archnum{alexnett.params}", 'p.tex:2: unknown network "alexnett"; did you mean',
    ),
    "an unknown command": (
        "% archcalc: tabel alexnet\n", 'p.tex:1: unknown block "tabel"; did you mean "table"?',
    ),
    "not closed": (
        r"\archcalc{alexnet.params}{61M",
        "p.tex:1: this marker is not closed, or holds other markup",
    ),
    "a marker in a marker": (
        r"\archcalc{alexnet.params}{\archcalc{vgg16.params}{} % }}",
        "p.tex:1: this marker is not closed, or holds other markup",
    ),
    "an end without a beginning": (
        "a\n% /archcalc 12345678\n", "p.tex:2: this ends no block that is open",
    ),
    "a unit for what is no number": (
        r"\archqty{alexnet.conv1.out_shape}{\mac}", "p.tex:1: \\archqty takes a number, found 55×",
    ),
    "a number that is only checked": (
        r"\archnum{expect alexnet.params}", "p.tex:1: ",
    ),
    "a million digits": (
        rf"\archnum{{alexnet.params:si{'9' * 400}}}", "p.tex:1: a format has at most 30 digits",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=list(WRONG))
def test_a_bad_marker_is_told_and_its_deck_stays(text: str, said: str) -> None:
    found = problems(text, "p.tex")
    assert found[0].startswith(said)
    assert all("\n" not in each for each in found)


def test_every_bad_marker_is_told() -> None:
    ends = "an end without a beginning"  # it would close another's block
    texts = [each for name, (each, _) in WRONG.items() if name != ends]
    assert len(problems("\n".join(texts), "p.tex")) >= len(texts)


def test_a_block_is_closed_in_its_own_manner() -> None:
    found = after("  %% archcalc: formula alexnet.conv1.params\nmore\n", "part.tex")
    assert found.startswith("  %% archcalc: formula alexnet.conv1.params\n\\[\n")
    assert "&= 34{,}944\n\\end{aligned}\n\\]\n  %% /archcalc " in found
    assert found.endswith("\nmore\n")


def test_a_change_by_hand_is_kept_without_force() -> None:
    text = after("% archcalc: table lenet5\n", "part.tex")
    edited = text.replace("& 84 &", "& 85 &")
    assert edited != text
    assert [seen.state for seen in refreshed(edited, "part.tex").seen] == ["edited"]
    assert after(edited, "part.tex", force=True) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
def test_line_ends_and_byte_order_mark_stay(newline: str, mark: str) -> None:
    lines = [f"{mark}a  ", "", "% archcalc: table lenet5", "", "end \t"]
    found = after(newline.join(lines), "part.tex")
    assert found.startswith(newline.join(lines[:3]) + newline)
    assert found.endswith(newline + newline + "end \t")
    assert found.count("\n") == found.count(newline)
    assert after(found, "part.tex") == found


EXPECTED = {
    # CS231n 2017, lecture 9, slide 55, prints 358M where its terms add up to 271M
    "358M": "wrong",
    "271M": "right",
    r"\textbf{271\,M}": "right",
    r"$271{,}351{,}808$": "right",
    r"271~M": "right",
}


@pytest.mark.parametrize(("held", "ruling"), EXPECTED.items(), ids=list(EXPECTED))
def test_a_number_is_checked_and_never_rewritten(held: str, ruling: str) -> None:
    text = f"\\archexpect{{inception-bottleneck-256.macs}}{{{held}}}\n"
    found = refreshed(text, "part.tex", force=True)
    assert [(seen.state, seen.wanted) for seen in found.seen] == [(ruling, "271,351,808")]
    assert found.content.decode() == text


def test_settings_and_strip() -> None:
    text = "% archcalc: settings lang=ko\n% archcalc: table lenet5\n\\archcalc{alexnet.params}{}\n"
    found = after(text, "part.tex")
    assert "층 & " in found
    bare = strip(found.encode(), "part.tex").content.decode()
    assert bare.endswith(f"\\end{{center}}\n{PARAMS}\n")
    assert "\\archcalc" not in bare


# --- laws ----------------------------------------------------------------------------------------

PIECES = st.text("ab|\\%{}$&~ \r\n\t\u202f한", max_size=30)
MARKERS = st.sampled_from(
    [
        r"\archcalc{alexnet.params}{}",
        r"\archcalc{lenet5.conv1.out_shape} {\textbf{x}}",
        r"\archnum{alexnet.params}",
        "\n% archcalc: formula alexnet.conv1.size\n",
        "\n  % archcalc: table lenet5 rows=conv1\n% /archcalc\n",
        r"\archexpect{alexnet.params}{61M}",
    ]
)


@given(st.lists(st.tuples(PIECES, MARKERS), max_size=5), PIECES)
def test_only_what_markers_hold_changes_and_only_once(
    parts: list[tuple[str, str]], last: str
) -> None:
    text = "".join(piece + marker for piece, marker in parts) + last
    only_markers_change_and_only_once(text, "part.tex")


def test_a_fragment_has_no_parameters_and_needs_no_preamble() -> None:
    columns = (Column("a", "A#1"), Column("n", "N", "right"))
    table = Table("t", "Title", "s", columns, (Row(("x", 1)),), ("A note",))
    found = fragment(Page((table, table), dict), Style())
    assert "#" not in found.replace("\\#", "")
    assert "\\documentclass" not in found
    assert found.count("Title") == 2


def test_a_report_shows_what_a_reader_sees() -> None:
    text = "\\archcalc{googlenet.params:si3}{%s}\n"
    preamble = "\\providecommand{\\archcalc}[2]{#2}\n"
    [told] = lines(refreshed(preamble + text % "7.01\\,M", "deck.tex"), written=False)
    assert ": stale, 7.01 M should be 7.00 M" in told.replace("\u202f", " ")
    [told] = lines(refreshed(preamble + text % "7.00~M", "deck.tex"), written=False)
    assert ": stale, 7.00~M should be 7.00 M" in told.replace("\u202f", " ")  # as it is written
