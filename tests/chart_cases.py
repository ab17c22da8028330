"""Charts to try: of shipped networks, and of measured results written here by hand."""

from __future__ import annotations

from typing import Any

from archcalc import load
from archcalc.figures import chart
from archcalc.figures.charts.model import Chart

BENCH: dict[str, Any] = {
    "machine": {"name": "Some CPU"}, "dtype": "float32", "batch": 1,
    "roof": {"multiplies_per_second": 1e11, "bytes_per_second": 1e10},
    "networks": [
        {"network": "vgg16", "ran": True, "multiplies_per_byte": 20.0,
         "multiplies_per_second": 7e9, "slowest": [
             {"path": "conv1_2", "multiplies_per_byte": 60.0, "multiplies_per_second": 6e9},
             {"path": "pool1", "multiplies_per_byte": 0.0, "multiplies_per_second": 0.0}]},
        {"network": "alexnet", "ran": True, "multiplies_per_byte": 2.75,
         "multiplies_per_second": 2e9, "slowest": []},
        {"network": "googlenet", "ran": False},
    ],
}  # fmt: skip
GRADIENTS: dict[str, Any] = {
    "batch": 4, "device": "cpu", "dtype": "float32", "measured_with": "torch",
    "runs": [
        {"network": "plain20", "norm": norm, "init": "he", "aux": False, "layers": [
            {"depth": 1, "aux": False, "output_gradient": 4.0 * scale},
            {"depth": 2, "aux": False, "output_gradient": 2.0 * scale},
            {"depth": 2, "aux": False, "output_gradient": 8.0 * scale},
            {"depth": 3, "aux": False, "output_gradient": 0.0},
            {"depth": 3, "aux": True, "output_gradient": 9.0},
        ]}
        for norm, scale in ((True, 1.0), (False, 1e-6))
    ],
}  # fmt: skip
RESULTS = {"roofline": BENCH, "gradients": GRADIENTS}


def drawn(kind: str, *names: str, **options: Any) -> Chart:
    options.setdefault("results", RESULTS.get(kind))
    return chart(kind, [load(name).analyze() for name in names], **options)
