"""Specs: YAML text → validated spec → network."""

from archcalc.spec.assemble import network
from archcalc.spec.checked import specs_folder
from archcalc.spec.reading import Spec, parse_spec, read_spec

__all__ = ["Spec", "network", "parse_spec", "read_spec", "specs_folder"]
