"""``archcalc cite``: BibTeX for the papers behind networks."""

from __future__ import annotations

from archcalc.cli import _options as opt

SECTION = "Build"


def command(networks: opt.NetworkNames, output: opt.SchemaOutput = "") -> None:
    """Print the BibTeX entry of the paper that each network comes from; each paper once."""
    from archcalc.catalog import load
    from archcalc.citation import bibtex
    from archcalc.cli._output import write
    from archcalc.errors import InputError
    from archcalc.lang import say

    papers = []
    for name in networks:
        paper = load(name).paper
        if paper is None:
            text = say("{network} names no paper; its spec may, as paper: …", network=name)
            raise InputError(text)
        papers.append(paper)
    write(bibtex(papers), output)
