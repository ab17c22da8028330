"""Sphinx's settings for the documentation site; make_site.py puts the pages together."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx

import archcalc

project = "archcalc"
version = release = archcalc.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
templates_path: list[str] = []
exclude_patterns = ["files"]
default_role = "code"  # docstrings write `name`
smartquotes = False  # -- is an option, not a dash
pygments_style, pygments_dark_style = "tango", "github-dark"
myst_heading_anchors = 4
myst_enable_extensions = ["dollarmath"]
myst_dmath_allow_space = myst_dmath_allow_digits = False
html_math_renderer = "mathml"  # MathJax would come from another host
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_class_signature = "separated"  # results are made by calls, not by hand
add_module_names = False

html_theme = "furo"
html_title = "archcalc"
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_extra_path = ["_extra"]
html_copy_source = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}

FIELD = "Alias for field number"


def setup(app: Sphinx) -> None:
    """Mend what Sphinx and the theme would say of named tuples, formulas and pages in Korean."""
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    app.connect("autodoc-process-docstring", _without_alias)
    app.connect("html-page-context", _language)


def _formula(translator: Any, node: nodes.math | nodes.math_block) -> None:
    translator.body.append(tex2mathml(node.astext(), as_block=isinstance(node, nodes.math_block)))
    raise nodes.SkipNode


def _without_alias(
    app: Sphinx, what: str, name: str, item: Any, options: Any, lines: list[str]
) -> None:
    if lines and lines[0].startswith(FIELD):
        lines[:] = []


def _language(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    if page == "ko":
        context["language"] = "ko"
