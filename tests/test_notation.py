"""How formulas are written: tables of what a teacher would write on the board."""

from __future__ import annotations

import pytest

from archcalc.formula import parse
from archcalc.notation import decimal_text, show

CONV = "floor((W + 2*P_w - K_eff_w)/S_w) + 1"
WHERE = {"K_eff_w": parse("D_w*(K_w - 1) + 1"), "K_eff_h": parse("D_h*(K_h - 1) + 1")}
CEIL = "min(ceil((W + 2*P - K)/S) + 1, ceil((W + P)/S))"
WEIGHTS = "(K_h*K_w*C_in/G + B)*C_out"
WORK = "N*(H_out*W_out*C_out)*(K_h*K_w*C_in/G)"


def conv(w: int, k: int, s: int, p: int = 0, d: int = 1) -> dict[str, int]:
    spans = {"K_eff_w": d * (k - 1) + 1, "K_eff_h": d * (k - 1) + 1}
    return {"W": w, "P_w": p, "K_w": k, "K_h": k, "S_w": s, "D_w": d, "D_h": d, **spans}


def filters(k: tuple[int, int], c_in: int, c_out: int, g: int = 1, b: int = 1) -> dict[str, int]:
    return {"K_h": k[0], "K_w": k[1], "C_in": c_in, "C_out": c_out, "G": g, "B": b}


SHOWN = [
    pytest.param(
        CONV, conv(227, 11, 4), "(W + 2P − K)/S + 1", "(227 − 11)/4 + 1 = 54 + 1 = 55",
        id="AlexNet conv1 at 227",
    ),
    pytest.param(
        CONV, conv(224, 11, 4, 2), "⌊(W + 2P − K)/S⌋ + 1",
        "⌊(224 + 4 − 11)/4⌋ + 1 = ⌊54.25⌋ + 1 = 55",
        id="AlexNet conv1 at 224, padding 2",
    ),
    pytest.param(
        CONV, conv(32, 3, 1, 2, 2), "(W + 2P − K_eff)/S + 1",
        "(32 + 4 − 5)/1 + 1 = 31 + 1 = 32",
        id="a dilated window",
    ),
    pytest.param(
        "D_w*(K_w - 1) + 1", conv(32, 3, 1, 2, 2), "D·(K − 1) + 1", "2·(3 − 1) + 1 = 4 + 1 = 5",
        id="its extent",
    ),
    pytest.param(
        CEIL, {"W": 112, "P": 0, "K": 3, "S": 2}, "⌈(W + 2P − K)/S⌉ + 1",
        "⌈(112 − 3)/2⌉ + 1 = ⌈54.5⌉ + 1 = 56",
        id="GoogLeNet's first pool",
    ),
    pytest.param(
        CEIL, {"W": 2, "P": 1, "K": 2, "S": 3}, "min(⌈(W + 2P − K)/S⌉ + 1, (W + P)/S)",
        "min(⌈(2 + 2 − 2)/3⌉ + 1, (2 + 1)/3) = min(2, 1) = 1",
        id="no last window within the padding",
    ),
    pytest.param(
        CEIL, {"W": 15, "P": 1, "K": 2, "S": 2}, "min(⌈(W + 2P − K)/S⌉ + 1, (W + P)/S)",
        "min(⌈(15 + 2 − 2)/2⌉ + 1, (15 + 1)/2) = min(9, 8) = 8",
        id="the last window clipped",
    ),
    pytest.param("2*C", {"C": 64}, "2C", "2·64 = 128", id="a norm's parameters"),
    pytest.param("H - 2*P", {"H": 9, "P": 2}, "H − 2P", "9 − 4 = 5", id="2P as a summand"),
    pytest.param(
        "C*(2*P)", {"C": 3, "P": 2}, "C·2P", "3·2·2 = 12", id="2P as a factor"
    ),
    pytest.param(
        "r + (K - 1)*j", {"r": 1, "K": 1, "j": 1}, "r + (K − 1)·j", "1 + (1 − 1)·1 = 1",
        id="nothing is added",
    ),
    pytest.param(
        WEIGHTS, filters((11, 11), 3, 96), "(K·K·C_in + 1)·C_out",
        "(11·11·3 + 1)·96 = 34,848 + 96 = 34,944",
        id="AlexNet conv1's parameters",
    ),
    pytest.param(
        WEIGHTS, filters((5, 5), 96, 256, g=2), "(K·K·C_in/G + 1)·C_out",
        "(5·5·96/2 + 1)·256 = 307,200 + 256 = 307,456",
        id="two groups",
    ),
    pytest.param(
        WEIGHTS, filters((1, 7), 64, 64, b=0), "K_h·K_w·C_in · C_out",
        "1·7·64 · 64 = 28,672",
        id="two axes, no bias",
    ),
    pytest.param(
        WORK, {"N": 1, "H_out": 55, "W_out": 55, **filters((11, 11), 3, 96)},
        "H_out·W_out·C_out · K·K·C_in", "55·55·96 · 11·11·3 = 105,415,200",
        id="AlexNet conv1's multiplies",
    ),
    pytest.param(
        WORK, {"N": 8, "H_out": 55, "W_out": 55, **filters((11, 11), 3, 96)},
        "N · H_out·W_out·C_out · K·K·C_in", "8 · 55·55·96 · 11·11·3 = 843,321,600",
        id="a batch of 8",
    ),
    pytest.param(
        "(H - 1)*S - 2*P + K + E", {"H": 3, "S": 2, "P": 1, "K": 3, "E": 1},
        "(H − 1)·S − 2P + K + E", "(3 − 1)·2 − 2 + 3 + 1 = 4 − 2 + 3 + 1 = 6",
        id="a transposed convolution",
    ),
    pytest.param(
        "C_1 + C_2 + C_3", {"C_1": 64, "C_2": 128, "C_3": 32}, "C_1 + C_2 + C_3",
        "64 + 128 + 32 = 224",
        id="a concatenation",
    ),
    pytest.param("C", {"C": 1024}, "C", "1,024", id="a symbol alone"),
    pytest.param(
        "H - K", {"H": 3, "K": -5}, "H − K", "3 − (−5) = 8", id="a negative value in brackets"
    ),
    pytest.param("K - H", {"H": 8, "K": 3}, "K − H", "3 − 8 = −5", id="a negative result"),
    pytest.param(
        "floor((K - H)/S)", {"H": 8, "K": 3, "S": 2}, "⌊(K − H)/S⌋",
        "⌊(3 − 8)/2⌋ = ⌊−2.5⌋ = −3",
        id="a negative quotient",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "env", "symbols", "steps"), SHOWN)
def test_unicode(text: str, env: dict[str, int], symbols: str, steps: str) -> None:
    shown = show(parse(text), env, WHERE)
    assert (shown.symbols.text, shown.steps.text) == (symbols, steps)


@pytest.mark.parametrize(("text", "env", "symbols", "steps"), SHOWN)
def test_the_numbers_open_the_steps(
    text: str, env: dict[str, int], symbols: str, steps: str
) -> None:
    shown = show(parse(text), env, WHERE)
    assert shown.numbers.text == steps.partition(" = ")[0]
    assert shown.numbers.latex == shown.steps.latex.partition(" = ")[0]


@pytest.mark.parametrize(
    ("text", "env", "symbols", "steps"),
    [
        pytest.param(
            CONV, conv(224, 11, 4, 2),
            r"\left\lfloor \frac{W + 2P - K}{S} \right\rfloor + 1",
            r"\left\lfloor \frac{224 + 4 - 11}{4} \right\rfloor + 1"
            r" = \left\lfloor 54.25 \right\rfloor + 1 = 55",
            id="AlexNet conv1 at 224",
        ),
        pytest.param(
            CONV, conv(32, 3, 1, 2, 2), r"\frac{W + 2P - K_{\mathrm{eff}}}{S} + 1",
            r"\frac{32 + 4 - 5}{1} + 1 = 31 + 1 = 32",
            id="a dilated window",
        ),
        pytest.param(
            WEIGHTS, filters((1, 7), 64, 640),
            r"\left(K_h \cdot K_w \cdot C_{\mathrm{in}} + 1\right) \cdot C_{\mathrm{out}}",
            r"\left(1 \cdot 7 \cdot 64 + 1\right) \cdot 640"
            r" = 286{,}720 + 640 = 287{,}360",
            id="parameters",
        ),
        pytest.param(
            WORK, {"N": 1, "H_out": 5, "W_out": 5, **filters((3, 3), 4, 8, g=2)},
            r"H_{\mathrm{out}} \cdot W_{\mathrm{out}} \cdot C_{\mathrm{out}}"
            r" \;\cdot\; \frac{K \cdot K \cdot C_{\mathrm{in}}}{G}",
            r"5 \cdot 5 \cdot 8 \;\cdot\; \frac{3 \cdot 3 \cdot 4}{2} = 3{,}600",
            id="multiplies",
        ),
        pytest.param(
            "max(min(H, K), gcd(H, S))", {"H": 1200, "K": 5, "S": 900},
            r"\max\left(\min\left(H, K\right), \gcd\left(H, S\right)\right)",
            r"\max\left(\min\left(1{,}200, 5\right), \gcd\left(1{,}200, 900\right)\right)"
            r" = \max\left(5, 300\right) = 300",
            id="functions",
        ),
        pytest.param(
            "ceil((H - K)/S)", {"H": 58, "K": 3, "S": 3},
            r"\left\lceil \frac{H - K}{S} \right\rceil",
            r"\left\lceil \frac{58 - 3}{3} \right\rceil = \left\lceil 18.33\ldots \right\rceil"
            " = 19",
            id="a decimal cut short",
        ),
        pytest.param("K - H", {"H": 8, "K": 3}, "K - H", "3 - 8 = -5", id="a negative result"),
    ],
)  # fmt: skip
def test_latex(text: str, env: dict[str, int], symbols: str, steps: str) -> None:
    shown = show(parse(text), env, WHERE)
    assert (shown.symbols.latex, shown.steps.latex) == (symbols, steps)


@pytest.mark.parametrize(
    ("top", "bottom", "text"),
    [
        (217, 4, "54.25"),
        (55, 3, "18.33…"),
        (8, 4, "2"),
        (1, 8, "0.125"),
        (1, 16, "0.06…"),
        (3, 1000, "0.003"),
        (-5, 2, "−2.5"),
        (-1, 3, "−0.33…"),
        (12_345_678, 10, "1,234,567.8"),
        (2_000_001, 1000, "2,000.001"),
        (1999, 1000, "1.999"),
        (5999, 3000, "1.99…"),
        (0, 7, "0"),
    ],
)
def test_decimals(top: int, bottom: int, text: str) -> None:
    assert decimal_text(top, bottom) == text


def test_decimals_in_latex() -> None:
    assert decimal_text(-3_703_703, 3, latex=True) == r"-1{,}234{,}567.66\ldots"
