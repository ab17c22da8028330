"""Shipped specs are read without a second validation only where nothing changes by it."""

import pytest

import archcalc
from archcalc.spec import network, parse_spec, read_spec, specs_folder
from archcalc.spec.checked import is_checked, spec_files

FILES = sorted(specs_folder().glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_spec_is_valid(path):
    spec = parse_spec(path.read_text(encoding="utf-8"), str(path))
    assert not spec.checked
    for name in spec.names():
        assert network(spec, name).layers


@pytest.mark.parametrize("name", ["alexnet", "googlenet", "resnet18-a", "densenet121", "vgg11-lrn"])
def test_an_unchecked_reading_gives_the_same_network(name):
    quick = archcalc.load(name)
    text = (specs_folder() / quick.source.removeprefix("specs/")).read_text(encoding="utf-8")
    slow = network(parse_spec(text), name)
    pairs = zip(quick.layers, slow.layers, strict=True)
    assert all((a.path, a.op, a.inputs) == (b.path, b.op, b.inputs) for a, b in pairs)
    assert quick.analyze().totals == slow.analyze().totals


def test_all_shipped_specs_are_checked():
    for path in spec_files(specs_folder()):
        assert is_checked(path, path.read_text(encoding="utf-8")), f"make docs: {path.name}"


def test_an_edited_spec_is_validated(tmp_path):
    path = specs_folder() / "alexnet.yaml"
    text = path.read_text(encoding="utf-8")
    assert not is_checked(path, text.replace("kernel_size", "kernal_size"))
    copy = tmp_path / "alexnet.yaml"
    copy.write_text(text, encoding="utf-8")
    assert not read_spec(copy).checked


def test_arguments_set_by_hand_are_validated():
    with pytest.raises(
        archcalc.ArchcalcError, match="conv1: out_channels should be a whole number"
    ):
        archcalc.load("alexnet", {"c1": "many"})
