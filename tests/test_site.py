"""The documentation site builds without a warning; no link is broken, nothing comes from afar."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "docs" / "_site"), str(ROOT / "docs")]

import links  # noqa: E402
import make_site  # noqa: E402 (they stand beside the documents)
import pages  # noqa: E402

NETWORKS = ("alexnet", "inception-bottleneck", "resnet50-v1.5")
needs_sphinx = pytest.mark.skipif(
    not all(map(find_spec, ("sphinx", "myst_parser", "furo"))), reason="needs Sphinx: make site"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site as built, its gallery of three networks."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "source").mkdir()
    assert make_site.assemble(folder / "source", NETWORKS) == sorted(NETWORKS)
    assert make_site.make(folder / "source", folder / "site") == ""
    return folder / "site"


@needs_sphinx
def test_no_link_is_broken_and_nothing_comes_from_another_host(site):
    assert list(links.faults(site)) == []


@needs_sphinx
def test_every_document_is_a_page_of_the_side_bar(site):
    index = (site / "index.html").read_text(encoding="utf-8")
    names = {path.stem for path in (ROOT / "docs").glob("*.md")}
    for name in names | {"contributing", "changes", "benchmark", "gallery", "api"}:
        assert f'href="{name}.html"' in index, name


@needs_sphinx
@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_has_its_diagram_table_and_report(site, name):
    page = (site / "gallery" / f"{name}.html").read_text(encoding="utf-8")
    for file in (f"{name}.svg", f"{name}-dark.svg", f"{name}-report.html"):
        assert f'"{file}"' in page
        assert (site / "gallery" / file).stat().st_size > 1000
    assert f'href="gallery/{name}.html"' in (site / "gallery.html").read_text(encoding="utf-8")


@needs_sphinx
@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("index", "each with the formula it was computed from"),  # README's first paragraph
        ("index", "(11·11·3 + 1)·96 = 34,848 + 96"),
        ("api", 'id="archcalc.load"'),
        ("api", 'id="archcalc.analysis.Totals.multiplies"'),
        ("gallery/alexnet", "60,965,224"),
        ("ko", 'lang="ko"'),
        ("ko", "<math"),  # MathML, which needs no script
        ("operations", 'lang="en"'),
        ("design", "Only here is torch imported"),
    ],
)
def test_pages_hold_what_they_should(site, page, text):
    assert text in (site / f"{page}.html").read_text(encoding="utf-8")


@needs_sphinx
@pytest.mark.parametrize("link", ["nowhere.md", "other.md#no-heading", "other.md#deep"])
def test_a_broken_link_stops_the_build(tmp_path, link):
    (tmp_path / "conf.py").write_text("extensions = ['myst_parser']\nmyst_heading_anchors = 2\n")
    text = "```{{toctree}}\nother\n```\n\n[words]({})\n"
    (tmp_path / "index.md").write_text("# A\n\n" + text.format(link))
    (tmp_path / "other.md").write_text("# B\n\n## Deep\n")
    failed = make_site.make(tmp_path, tmp_path / "out")
    assert ("myst.xref_missing" in failed) is (link != "other.md#deep")


# --- what needs no Sphinx ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="b.html">', ""),
        ('<a href="b.html#there">', ""),
        ('<a href="#here"><p id="here">', ""),
        ('<a href="https://example.org/x">', ""),
        ('<img src="data:image/png;base64,AA==">', ""),
        ('<a href="c.html">', "a.html: no c.html"),
        ('<a href="b.html#gone">', "a.html: no b.html#gone"),
        ('<a href="#gone">', "a.html: no #gone"),
        ('<a href="file:line">', "a.html: no file:line"),
        ('<img src="x.png">', "a.html: no x.png"),
        ('<img src="//example.org/x.png">', "a.html: fetches //example.org/x.png"),
        ('<script src="https://example.org/x.js">', "a.html: fetches https://example.org/x.js"),
        ('<link href="http://example.org/x.css">', "a.html: fetches http://example.org/x.css"),
        ("<p style=\"background: url('//x.org/p')\">", "a.html: fetches //x.org/p"),
    ],
)
def test_what_a_site_must_hold_to(tmp_path, body, fault):
    (tmp_path / "a.html").write_text(body)
    (tmp_path / "b.html").write_text('<h1 id="there">')
    assert "\n".join(links.faults(tmp_path)) == fault


def test_a_style_may_fetch_nothing_either(tmp_path):
    (tmp_path / "a.css").write_text('@import "//x.org/f.css"; a { src: url(data:a) url("b.woff") }')
    assert list(links.faults(tmp_path)) == ["a.css: fetches //x.org/f.css", "a.css: no b.woff"]


@pytest.mark.parametrize(
    ("path", "text", "moved"),
    [
        ("README.md", "[a](docs/ko.md)", "[a](ko.md)"),
        ("README.md", "[a](docs/ko.md#top)", "[a](ko.md#top)"),
        ("README.md", "![a](docs/pictures/resnet50.svg)", "![a](pictures/resnet50.svg)"),
        ("docs/ko.md", "[a](../README.md)", "[a](index.md)"),
        ("docs/ko.md", "[a](commands.md)", "[a](commands.md)"),
        ("CONTRIBUTING.md", "[a](docs/design.md)", "[a](design.md)"),
        ("README.md", "[a](benchmarks/results.md)", "[a](benchmark.md)"),
        ("README.md", "[a](examples/mynet.yaml)", "[a](files/examples/mynet.yaml)"),
        ("README.md", "[a](https://example.org)", "[a](https://example.org)"),
        ("README.md", "[a](nowhere.md)", "[a](nowhere.md)"),  # for Sphinx to complain of
    ],
)
def test_links_lead_where_the_documents_stand_on_the_site(path, text, moved):
    assert pages.rehomed(text, path) == moved


def test_a_linked_folder_becomes_a_page_of_its_pdf_files(tmp_path):
    text = pages.rehomed("[a](../../tests/figures)", "docs/x/y.md", tmp_path)
    assert text == "[a](../tests-figures.md)"
    assert (tmp_path / "tests-figures.md").read_text().startswith("# tests/figures\n")


def test_the_index_quotes_the_readme():
    quoted = pages.quoted("<!-- README: What is counted -->\n")
    assert quoted.startswith("*Multiplies* are multiplications")
    assert "(counting.md)" in quoted
    with pytest.raises(LookupError, match='README has no heading "Gone"'):
        pages.quoted("<!-- README: Gone -->\n")


def test_a_page_that_no_group_names_has_its_place():
    bar = pages.contents(["new", "ko"])
    assert bar.count("\nnew\n") == bar.count("\nko\n") == 1
    assert bar.index(":caption: Show") < bar.index("\nnew\n") < bar.index(":caption: Measure")
