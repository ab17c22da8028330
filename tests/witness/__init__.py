"""The second witness: plain PyTorch modules that re-count tests/literals.py."""
