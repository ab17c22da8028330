"""A verification as plain data."""

from __future__ import annotations

from typing import Any

from archcalc.analysis import Analysis
from archcalc.published import Judged, judged
from archcalc.verify.fingerprint import fingerprint
from archcalc.verify.hold import Held, HeldLayer
from archcalc.views.data import SCHEMA
from archcalc.views.values import plain_value
from archcalc.views.verify.layers import main_sums
from archcalc.views.verify.printed import against, both


def verify_data(analysis: Analysis, held: Held, short: bool, published: bool) -> dict[str, Any]:
    """Exact numbers; the layers are left out where `short`."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "network": held.network,
        "title": held.title,
        "agrees": held.agrees,
        "fingerprint": fingerprint(analysis),
        "device": held.device,
        "versions": dict(held.versions),
        "refused": held.refused or None,
        "layer_count": len(held.layers),
        "totals": _held_data(held.whole),
        "without_aux": main_sums(held),
        "differences": [one._asdict() for one in held.differences],
        "uncounted_by_fvcore": dict(held.unknown),
        "peak_bytes": {
            "computed": held.computed_peak,
            "measured": held.peak.activations if held.peak else None,
            "with_temporaries": held.peak.everything if held.peak else None,
        },
        "training_bytes": {"computed": held.computed_training, "measured": held.training},
        "torchvision": held.elsewhere._asdict() if held.elsewhere else None,
    }
    if not short:
        found["layers"] = [_held_data(layer) for layer in held.layers]
    if published:
        found["published"] = [_judged_data(analysis, held, one) for one in judged(analysis)]
    return found


def _held_data(held: HeldLayer) -> dict[str, Any]:
    return {
        "path": held.path,
        "op": held.op,
        "aux": held.aux,
        "agrees": held.agrees,
        "computed": held.ours._asdict(),
        "seen": held.seen._asdict(),
    }


def _judged_data(analysis: Analysis, held: Held, one: Judged) -> dict[str, Any]:
    ours, theirs = both(analysis, held, one)
    return {
        "where": one.where,
        "quantity": one.quantity,
        "title": one.title,
        "against": against(one) or None,
        "computed": None if ours is None else plain_value(ours),
        "pytorch": None if theirs is None else plain_value(theirs),
        "published": one.printed,
        "standing": one.standing,
        "reason": one.reason,
        "source": one.figure.source,
    }
