"""Two pages as the first screens of the design show them: GoogLeNet, and AlexNet's conv1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from archcalc.views.model import Column, Math, Page, Percent, Row, Shape, Table

GOOGLENET = (
    ("conv1", "7×7/2", (64, 112, 112), 9_472, 118_013_952, 7.4566),
    ("pool1", "3×3/2", (64, 56, 56), 0, 0, None),
    ("conv2", "1×1, 3×3", (192, 56, 56), 114_944, 359_661_568, 22.7249),
    ("pool2", "3×3/2", (192, 28, 28), 0, 0, None),
    ("3a", "inception", (256, 28, 28), 163_696, 128_049_152, 8.0907),
    ("fc", "linear", (1000,), 1_025_000, 1_024_000, 0.0647),
)
NOTES = (
    "22 weighted layers deep (27 with pooling). Biases: parameters, 0 multiplies.",
    "Paper's 1.5 G rests on its 34M conv1 (118M here): archcalc published googlenet.",
)


@pytest.fixture
def googlenet() -> Page:
    columns = (
        Column("layer", "Layer"),
        Column("kernel", "Kernel/stride"),
        Column("output", "Output H×W×C"),
        Column("params", "Params", "right"),
        Column("multiplies", "Multiplies (MACs)", "right"),
        Column("percent", "%", "right"),
    )
    rows = [
        Row((layer, kernel, Shape(axes), params, macs, None if share is None else Percent(share)))
        for layer, kernel, axes, params, macs, share in GOOGLENET
    ]
    total = Row(("Total", None, None, 6_998_552, 1_582_671_872, None), role="total")
    table = Table(
        name="googlenet",
        title="GoogLeNet (Inception v1), Szegedy et al. 2014",
        subtitle="input 224×224×3, batch 1",
        columns=columns,
        rows=(*rows, total),
        notes=NOTES,
    )
    data = {"schema": 1, "network": "googlenet", "input": [3, 224, 224], "params": 6_998_552}
    return Page((table,), lambda: data)


@pytest.fixture
def conv1() -> Page:
    size = Math(r"⌊(W + 2P − K)/S⌋ + 1", r"\lfloor (W + 2P - K)/S \rfloor + 1")
    put_in = Math("(227 − 11)/4 + 1 = 54 + 1 = 55", "(227 - 11)/4 + 1 = 54 + 1 = 55")
    params = Math("(K·K·C_in + 1)·C_out", r"(K \cdot K \cdot C_{\mathrm{in}} + 1) C_{\mathrm{out}}")
    filters = Math(
        "(11·11·3 + 1)·96 = 34,848 + 96 = 34,944",
        r"(11 \cdot 11 \cdot 3 + 1) \cdot 96 = 34{,}848 + 96 = 34{,}944",
    )
    macs = Math(
        "H_out·W_out·C_out · K·K·C_in",
        r"H_{\mathrm{out}} W_{\mathrm{out}} C_{\mathrm{out}} \cdot K K C_{\mathrm{in}}",
    )
    product = Math(
        "55·55·96 · 11·11·3 = 105,415,200",
        r"55 \cdot 55 \cdot 96 \cdot 11 \cdot 11 \cdot 3 = 105{,}415{,}200",
    )
    table = Table(
        name="alexnet.conv1",
        title="AlexNet conv1: 96 filters 11×11×3, stride 4",
        subtitle="227×227×3 → 55×55×96",
        columns=(Column("what", "What"), Column("rule", "Rule"), Column("numbers", "Numbers")),
        rows=(
            Row(("Size", size, put_in)),
            Row(("Parameters", params, filters)),
            Row(("Multiplies", macs, product)),
        ),
        notes=("224? The paper prints 224: (224 − 11)/4 + 1 = 54.25, not whole.",),
        header=False,
    )
    return Page((table,), lambda: {"schema": 1, "path": "conv1", "out_shape": [96, 55, 55]})


@pytest.fixture
def one_table() -> Callable[..., Page]:
    """A page of one table with the given texts in every place where a text can stand."""

    def make(cells: Sequence[str], title: str = "T", note: str = "", header: bool = True) -> Page:
        columns = (Column("a", title), Column("b", "B"))
        rows = tuple(Row((cell, cell), level=place % 2) for place, cell in enumerate(cells))
        notes = (note,) if note else ()
        table = Table("name", title, "", columns, rows, notes, header)
        return Page((table,), dict)

    return make
