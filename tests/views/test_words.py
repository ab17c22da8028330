"""What stands below a table."""

from __future__ import annotations

import archcalc
from archcalc.views.words import table_notes


def notes(name: str, **conditions: object) -> list[str]:
    return table_notes(archcalc.load(name).analyze(**conditions))  # type: ignore[arg-type]


def test_googlenet() -> None:
    assert notes("googlenet") == [
        "22 weighted layers deep (27 with pooling). Biases: parameters, 0 multiplies. "
        "Everything else: 0 multiplies, 21,844,456 elementwise operations.",
        "Receptive field 715×715, effective stride 32; 262,144 paths; 57 nonlinearities; "
        "5,881,240 activations.",
        "Memory (float32): parameters 26.7\u202fMiB, peak 4.59\u202fMiB, training 99.3\u202fMiB.",
        "Auxiliary heads: +6,379,728 params (--aux).",
        "19 published figures of it are errata: archcalc published googlenet.",
        "torchvision's googlenet differs: 3×3 for 5×5, batch norm: 6,624,904 parameters, "
        "1.498 G multiplies.",
    ]


def test_pooling_is_named_only_where_it_adds() -> None:
    assert notes("basic-block")[0].startswith("2 weighted layers deep. Biases")


def test_many_paths_are_a_power() -> None:
    assert "; 2⁵⁰ paths; " in notes("resnet152")[1]


def test_one_path_is_not_worth_a_word() -> None:
    assert notes("vgg16")[1] == (
        "Receptive field 212×212, effective stride 32; 15 nonlinearities; 15,087,080 activations."
    )


def test_a_flat_network_has_no_field() -> None:
    found = archcalc.loads("{name: n, input: [9], layers: [linear: {name: a, out_features: 2}]}")
    assert table_notes(found.analyze()) == [
        "1 weighted layer deep. Biases: parameters, 0 multiplies. Everything else: "
        "0 multiplies, 0 elementwise operations.",
        "2 activations.",
        "Memory (float32): parameters 80\u202fB, peak 44\u202fB, training 196\u202fB.",
    ]


def test_another_input_is_not_what_others_differ_from() -> None:
    assert any("torchvision" in note for note in notes("googlenet"))
    assert not any("torchvision" in note for note in notes("googlenet", batch=8))


def test_memory_goes_by_the_dtype() -> None:
    assert notes("alexnet", dtype="float16")[2].startswith("Memory (float16): parameters 116")
