"""PyTorch source code of a network, as a person would write it; written without PyTorch."""

from archcalc.source.page import source

__all__ = ["source"]
