"""BibTeX of the networks' papers: read back by a strict reader, and set by BibTeX itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from commandline import archcalc as run
from hypothesis import given, settings
from hypothesis import strategies as st

import archcalc
from archcalc.citation import bibtex, entry, escape
from archcalc.network import Paper


class Read(NamedTuple):
    kind: str
    key: str
    fields: dict[str, str]


def read(text: str) -> list[Read]:
    """A BibTeX file that holds nothing but entries with fields in braces. Strict: any other sign,
    a field given twice or an unbalanced brace is an error."""
    entries, at = [], 0
    while at < len(text):
        head = re.compile(r"@([a-z]+)\{([a-z0-9]+),\n").match(text, at)
        assert head, text[at : at + 40]
        at, fields = head.end(), {}
        while text[at] != "}":
            name = re.compile(r"  ([A-Za-z]+) *= \{").match(text, at)
            assert name, text[at : at + 40]
            assert name[1] not in fields
            start, depth, at = name.end(), 1, name.end()
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            fields[name[1]] = text[start : at - 1]
            assert text[at : at + 2] == ",\n"
            at += 2
        assert text[at : at + 2] == "}\n"
        at += 2
        if at < len(text):
            assert text[at] == "\n"
            at += 1
        entries.append(Read(head[1], head[2], fields))
    return entries


def cited(name: str) -> Read:
    paper = archcalc.load(name).paper
    assert paper
    [found] = read(bibtex([paper]))
    return found


# --- the shipped networks ------------------------------------------------------------------------

# Keys, kinds and pages as the entries of these papers stand in public bibliographies.
KNOWN = {
    "lenet5": ("article", "lecun1998gradient", 4, "2278--2324"),
    "alexnet": ("inproceedings", "krizhevsky2012imagenet", 3, "1097--1105"),
    "alexnet-torchvision": ("misc", "krizhevsky2014one", 1, None),
    "zfnet": ("inproceedings", "zeiler2014visualizing", 2, "818--833"),
    "nin-cifar": ("inproceedings", "lin2014network", 3, None),
    "vgg16": ("inproceedings", "simonyan2015very", 2, None),
    "googlenet": ("inproceedings", "szegedy2015going", 9, "1--9"),
    "resnet50": ("inproceedings", "he2016deep", 4, "770--778"),
    "densenet121": ("inproceedings", "huang2017densely", 4, "4700--4708"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_papers_entry(name: str) -> None:
    kind, key, authors, pages = KNOWN[name]
    found = cited(name)
    assert (found.kind, found.key) == (kind, key)
    assert len(found.fields["author"].split(" and ")) == authors
    assert found.fields.get("pages") == pages


def test_lenets_entry_letter_by_letter() -> None:
    paper = archcalc.load("lenet5").paper
    assert paper
    assert bibtex([paper]) == (
        "@article{lecun1998gradient,\n"
        "  author  = {LeCun, Yann and Bottou, L{\\'e}on and Bengio, Yoshua and Haffner, Patrick},\n"
        "  title   = {Gradient-based learning applied to document recognition},\n"
        "  journal = {Proceedings of the IEEE},\n"
        "  volume  = {86},\n"
        "  number  = {11},\n"
        "  pages   = {2278--2324},\n"
        "  year    = {1998},\n"
        "}\n"
    )


@pytest.mark.parametrize("name", archcalc.names())
def test_every_shipped_network_names_all_authors(name: str) -> None:
    paper = archcalc.load(name).paper
    assert paper
    assert paper.names
    families = [one.partition(",")[0] for one in paper.names]
    assert all(", " in one for one in paper.names)
    assert re.sub(r" et al\.$| & .*", "", paper.authors) == families[0]
    assert paper.authors.endswith("et al.") == (len(families) > 2)
    assert cited(name).key in [key for _, key, _, _ in KNOWN.values()]


# --- papers of any kind --------------------------------------------------------------------------

AUTHORS = {
    "Doe": "Doe",
    "Doe et al.": "Doe and others",
    "Doe, et al": "Doe and others",
    "Doe & Roe": "Doe and Roe",
    "Doe and Roe": "Doe and Roe",
    "Doe, Roe & Poe": "Doe and Roe and Poe",
    "Doe, Roe, and Poe": "Doe and Roe and Poe",
    "Jane Doe and Anders Sandoe": "Jane Doe and Anders Sandoe",
    "Doe, J. & Roe, R.-M.": "Doe, J. and Roe, R.-M.",
}


@pytest.mark.parametrize("authors", AUTHORS)
def test_authors_as_a_sentence_names_them(authors: str) -> None:
    [found] = read(bibtex([Paper(authors, 2020, "Nets")]))
    assert found.fields["author"] == AUTHORS[authors]
    assert found.key == "doe2020nets"


FULL = {
    "Weiß, Jörg": ('Wei{\\ss}, J{\\"o}rg', "weiss"),
    "Łukasz, Çağlar": ("{\\L}ukasz, {\\c C}a{\\u g}lar", "lukasz"),
    "van der Maaten, Laurens": ("van der Maaten, Laurens", "vandermaaten"),
    "Núñez, Inés": ("N{\\'u}{\\~n}ez, In{\\'e}s", "nunez"),
    "Šimić, Đuro": ("{\\v S}imi{\\'c}, Đuro", "simic"),
    "Vaquí, Ana": ("Vaqu{\\'\\i}, Ana", "vaqui"),
    "A & B Labs": ("{A \\& B Labs}", "labs"),
    "Rand and Sons": ("{Rand and Sons}", "sons"),
    "Doe, Jr., J., MD": ("{Doe, Jr., J., MD}", "doe"),
    "김, 철수": ("김, 철수", "anonymous"),
}


@pytest.mark.parametrize("name", FULL)
def test_full_names_in_tex(name: str) -> None:
    [found] = read(bibtex([Paper("X", 2020, "The nets", names=[name])]))
    assert (found.fields["author"], found.key) == (FULL[name][0], FULL[name][1] + "2020nets")


@pytest.mark.parametrize(
    ("title", "written", "word"),
    [
        ("ImageNet classification", "{ImageNet} classification", "imagenet"),
        ("A net for U-Net and R&D", "A net for {U-Net} and {R\\&D}", "net"),
        ("On the 100% of 3×3_nets", "On the 100\\% of 3$\\times$3\\_nets", "100"),
        ('{x} ~ a\\b^2 "q" #1 $5', None, "x"),
        ("Réseaux  de\nneurones", "R{\\'e}seaux de neurones", "reseaux"),
        ("The", "The", ""),
    ],
)
def test_titles_in_tex(title: str, written: str | None, word: str) -> None:
    [found] = read(bibtex([Paper("Doe", 2020, title)]))
    assert found.key == f"doe2020{word}"
    assert written in (None, found.fields["title"])


def test_what_a_venue_says_of_the_year_holds() -> None:
    made = dict(entry(Paper("Doe", 2014, "Nets", venue="ICLR 2015 workshop")).fields)
    assert (made["booktitle"], made["year"]) == ("ICLR workshop", "2015")
    made = dict(entry(Paper("Doe", 2014, "Nets", venue="Some Meeting")).fields)
    assert (made["booktitle"], made["year"]) == ("Some Meeting", "2014")


def test_a_paper_has_one_entry_and_every_entry_a_key_of_its_own() -> None:
    first, second = Paper("Doe", 2020, "Nets for all"), Paper("Doe", 2020, "Nets for none")
    third = first._replace(arxiv="2001.00001")
    keys = [one.key for one in read(bibtex([first, second, first, third, second]))]
    assert keys == ["doe2020nets", "doe2020netsb", "doe2020netsc"]
    many = [first._replace(title=f"Nets {i}") for i in range(40)]
    assert len({one.key for one in read(bibtex([*many, *many]))}) == 40


words = st.text(max_size=30)


@settings(max_examples=300, deadline=None)
@given(words, words, words, st.lists(st.text(min_size=1, max_size=20), max_size=3), words)
def test_whatever_a_spec_says_makes_one_entry(
    authors: str, title: str, venue: str, names: list[str], arxiv: str
) -> None:
    paper = Paper(authors, 2020, title, venue, arxiv, names)
    [found] = read(bibtex([paper]))
    assert found.kind == ("inproceedings" if venue else "misc")
    assert not re.search(r"(?<!\\)[%#&]", " ".join(found.fields.values()))


@given(st.text())
def test_braces_balance(text: str) -> None:
    made = escape(text)
    depth = 0
    for sign in made:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


# --- the command ---------------------------------------------------------------------------------


def test_the_command_prints_each_paper_once() -> None:
    done = run("cite", "googlenet", "inception-naive", "vgg16")
    assert (done.code, done.err) == (0, "")
    assert [one.key for one in read(done.out)] == ["szegedy2015going", "simonyan2015very"]


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    file = tmp_path / "papers.bib"
    done = run("cite", "lenet5", "-o", str(file))
    assert (done.code, done.out) == (0, "")
    assert [one.key for one in read(file.read_text(encoding="utf-8"))] == ["lecun1998gradient"]


MINE = "name: mine\ninput: [3, 8, 8]\nlayers: [relu]\n"
BAD = {
    "no paper": (["mine.yaml"], "mine.yaml names no paper"),
    "no paper, after one with": (["vgg16", "mine.yaml"], "mine.yaml names no paper"),
    "unknown": (["lenet"], 'did you mean "lenet5"'),
    "none": ([], "Missing argument"),
    "pages": (["pages.yaml"], "paper.pages"),
    "names": (["names.yaml"], "paper.names"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_nothing_is_written(case: str, tmp_path: Path) -> None:
    args, message = BAD[case]
    (tmp_path / "mine.yaml").write_text(MINE)
    paper = "paper: {{authors: A, year: 2020, title: T, {}}}\n"
    (tmp_path / "pages.yaml").write_text(MINE + paper.format("pages: 1 to 9"))
    (tmp_path / "names.yaml").write_text(MINE + paper.format("names: Doe"))
    done = run("cite", *args, "-o", "out.bib", cwd=tmp_path)
    assert done.code == 2
    assert message in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "out.bib").exists()


# --- BibTeX itself -------------------------------------------------------------------------------

TEX = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\begin{document}
\nocite{*}
\bibliographystyle{plain}
\bibliography{papers}
\end{document}
"""
ODD = [
    Paper("Weiß et al.", 2020, 'On {x} ~ a\\b^2 "q" #1 $5 — 3×3', "R&D 2021", "1_2", ["Weiß, J."]),
    Paper("Núñez & Łoś", 2019, "ÀÉÎÕÜ ç š ő ı", journal="J. of 100%", volume=3, pages="e12"),
]


@pytest.mark.skipif(
    not (shutil.which("bibtex") and shutil.which("pdflatex")), reason="bibtex is not installed"
)
def test_bibtex_and_latex_take_every_entry(tmp_path: Path) -> None:
    papers = [paper for name in KNOWN if (paper := archcalc.load(name).paper)]
    (tmp_path / "papers.bib").write_text(bibtex([*papers, *ODD]), encoding="utf-8")
    (tmp_path / "paper.tex").write_text(TEX, encoding="utf-8")
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper"]
    for command in (latex, ["bibtex", "paper"], latex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
    log = (tmp_path / "paper.blg").read_text()
    warnings = [line for line in log.splitlines() if line.startswith("Warning")]
    assert warnings == []
    assert (tmp_path / "paper.bbl").read_text().count("\\bibitem") == len(KNOWN) + len(ODD)
