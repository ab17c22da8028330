"""What the page itself says: every sentence of its controls, in the language spoken."""

from __future__ import annotations

from collections.abc import Container

from archcalc.lang import say
from archcalc.legend import LEGEND


def words() -> dict[str, str]:
    """Sentences by the names that the page's scripts call them by; braces are filled in there."""
    return {**_controls(), **_table(), **_layer(), **_charts(), **_troubles()}


def symbols(letters: Container[str]) -> dict[str, str]:
    """What each of these letters stands for in the formulas."""
    return {entry.symbol: say(entry.meaning) for entry in LEGEND if entry.symbol in letters}


def _controls() -> dict[str, str]:
    return {
        "settings": say("Settings"),
        "networks": say("Networks"),
        "inputSize": say("Input size"),
        "inputHeight": say("Input height"),
        "inputWidth": say("Input width"),
        "inputLength": say("Input length"),
        "inputDepth": say("Input depth"),
        "batch": say("Batch"),
        "reset": say("Reset"),
        "everywhere": say("The same size for all networks"),
        "counting": say("Counting"),
        "theme": say("Theme"),
        "light": say("Light"),
        "dark": say("Dark"),
        "auto": say("As the system"),
        "skip": say("Skip to the layers"),
        "made": say("Made by archcalc {version} from formulas that this page carries."),
        "checked": say("Checked on load: this page's totals equal archcalc's."),
        "noScript": say("This page works out its numbers by a script, and scripts are off."),
    }


def _table() -> dict[str, str]:
    return {
        "layers": say("Layers and blocks"),
        "layer": say("Layer"),
        "kernel": say("Kernel/stride"),
        "output": say("Output {axes}"),
        "params": say("Params"),
        "multiplies": say("Multiplies (MACs)"),
        "flops": say("FLOPs (2 × multiplies)"),
        "elementwise": say("Elementwise"),
        "activations": say("Activations"),
        "share": say("Share"),
        "total": say("Total"),
        "find": say("Find a layer"),
        "findHint": say("Name or operation: 3a, conv"),
        "found": say("{n} layers found"),
        "nothing": say("No layer's name or operation has “{text}” in it."),
        "openAll": say("Open all"),
        "closeAll": say("Close all"),
        "more": say("Show more: {n} of {all} rows so far"),
        "copyMarkdown": say("Copy as Markdown"),
        "copyLatex": say("Copy as LaTeX"),
        "copied": say("Copied."),
        "notCopied": say("This browser does not let the page copy."),
        "heads": say("auxiliary head"),
    }


def _layer() -> dict[str, str]:
    return {
        "quantity": say("Quantity"),
        "rule": say("Rule"),
        "numbers": say("With the numbers"),
        "parameters": say("Parameters"),
        "oneOutput": say("One output"),
        "oneMultiplies": say("{formula} multiplies"),
        "products": say("Multiplies"),
        "channels": say("Channels"),
        "size": say("Size"),
        "features": say("Features"),
        "height": say("Height"),
        "width": say("Width"),
        "length": say("Length"),
        "depth": say("Depth"),
        "axisHeight": say("height"),
        "axisWidth": say("width"),
        "axisLength": say("length"),
        "axisDepth": say("depth"),
        "field": say("Receptive field"),
        "fieldAxis": say("Receptive field, {axis}"),
        "stride": say("Eff. stride"),
        "asInput": say("as the input"),
        "asItsInput": say("as its input"),
        "asWidest": say("as its widest input"),
        "together": say("what its inputs see together"),
        "reads": say("Reads"),
        "input": say("input"),
    }


def _charts() -> dict[str, str]:
    return {
        "diagram": say("Diagram"),
        "charts": say("Charts"),
        "chart": say("Chart"),
        "byLayer": say("By block"),
        "cumulative": say("Adding up over depth"),
        "bySize": say("Over the input's size"),
        "shown": say("Quantity"),
        "comparison": say("Comparison"),
        "part": say("Part"),
        "change": say("Change"),
        "fewer": say("{n}× fewer"),
        "more2": say("{n}× more"),
        "same": say("the same"),
        "deepness": say("Weighted layers"),
        "withPools": say("Weighted layers and pools"),
        "nonlinear": say("Nonlinearities"),
        "paths": say("Paths"),
        "notes": say("Notes"),
        "published": say("Published figures"),
        "agrees": say("agrees"),
        "agreeing": say("Those that agree, too"),
        "publishedAt": say("On the published input {size}."),
    }


def _troubles() -> dict[str, str]:
    return {
        "differs": say(
            "This page and archcalc disagree about {network}: {quantity} {here}, archcalc {there}. "
            "Trust archcalc."
        ),
        "failed": say("This page could not work out {network}: {reason}"),
        "reshaped": say("{changes}: not the published network"),
        "tooSmall": say("input {size} is too small for {layer}"),
        "notWhole": say("{formula} must be whole: {top}/{bottom}"),
        "unfit": say("{layer}: {one} and {other} do not fit together"),
        "otherNetwork": say(
            "At this size {layer} needs no shortcut: it is another network, which only archcalc "
            "builds."
        ),
        "fixed": say(
            "Layers of this network follow from its input's size, so that only archcalc works it "
            "out for another one: archcalc report {network} --input SIZE"
        ),
        "badNumber": say("A whole number from 1 to {most}."),
        "stays": say("The numbers shown are still those of {size}."),
    }
