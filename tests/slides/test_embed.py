"""``archcalc embed``: what it tells, its exit codes, and that a deck is written whole or not."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import START, Ran, archcalc, environment, every

STALE = '# T\n\n<span data-archcalc="alexnet.params">61M</span>\n'
TRUE = STALE.replace("61M", "60,965,224")
LIE = '<span data-archcalc="expect inception-bottleneck-256.macs">358M</span>\n'
BAD = '<span data-archcalc="alexnet.parms"></span>\n'


def deck(folder: Path, text: str, name: str = "deck.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def run(folder: Path, *calls: str) -> list[Ran]:
    return every([call.split() for call in calls], folder)


def test_refresh_then_nothing_to_do(tmp_path: Path) -> None:
    path = deck(tmp_path, STALE)
    check, first, second, again = run(
        tmp_path, "embed --check deck.md", "embed deck.md", "embed deck.md", "embed --check deck.md"
    )
    assert (check.code, check.out) == (
        1, "deck.md:3: alexnet.params: stale, 61M should be 60,965,224\n"
    )  # fmt: skip
    assert (first.code, first.out) == (0, "deck.md:3: alexnet.params: 61M → 60,965,224\n")
    assert first.err == "archcalc: deck.md: 1 marker, 1 refreshed\n"
    assert (second.code, second.out) == (0, "")
    assert second.err == "archcalc: deck.md: 1 marker, all current\n"
    assert (again.code, again.out) == (0, "")
    assert path.read_text(encoding="utf-8") == TRUE


def test_a_deck_that_is_current_is_not_written(tmp_path: Path) -> None:
    path = deck(tmp_path, TRUE)
    os.utime(path, ns=(0, 0))
    [done] = run(tmp_path, "embed deck.md")
    assert (done.code, path.stat().st_mtime_ns) == (0, 0)


def test_diff_and_list_and_check_write_nothing(tmp_path: Path) -> None:
    path = deck(tmp_path, STALE)
    diff, listed, data = run(
        tmp_path, "embed --diff deck.md", "embed --list deck.md", "embed --list -f json deck.md"
    )
    assert [done.code for done in (diff, listed, data)] == [0, 0, 0]
    assert '-<span data-archcalc="alexnet.params">61M</span>' in diff.out.splitlines()
    assert '+<span data-archcalc="alexnet.params">60,965,224</span>' in diff.out.splitlines()
    assert listed.out.splitlines()[1].split() == ["deck.md:3", "alexnet.params", "61M", "stale"]
    assert json.loads(data.out)["markers"] == [
        {"place": "deck.md:3", "asks": "alexnet.params", "holds": "61M", "wanted": "60,965,224",
         "state": "stale", "because": []}
    ]  # fmt: skip
    assert path.read_text(encoding="utf-8") == STALE


def test_a_wrong_number_is_told_and_the_rest_refreshed(tmp_path: Path) -> None:
    path = deck(tmp_path, STALE + LIE)
    [done] = run(tmp_path, "embed deck.md")
    assert done.code == 1
    # CS231n 2017, lecture 9, slide 55: six terms that add up to 271,351,808, and "358M"
    assert (
        "deck.md:4: expect inception-bottleneck-256.macs: 358M is not right, computed 271,351,808. "
        "3x3.conv is counted twice: 271,351,808 + 86,704,128 = 358,055,936.\n"
    ) in done.out
    assert path.read_text(encoding="utf-8") == TRUE + LIE


def test_a_bad_marker_stops_its_deck_only(tmp_path: Path) -> None:
    bad, good = deck(tmp_path, STALE + BAD, "bad.md"), deck(tmp_path, STALE, "good.md")
    [done] = run(tmp_path, "embed bad.md missing.md good.md")
    assert done.code == 2
    assert done.err.splitlines() == [
        "archcalc: cannot read missing.md: No such file or directory",
        'archcalc: bad.md:4: unknown quantity "parms"; did you mean "params" or "parameters"?',
        "archcalc: bad.md is left as it is",
        "archcalc: good.md: 1 marker, 1 refreshed",
    ]
    assert bad.read_text(encoding="utf-8") == STALE + BAD
    assert good.read_text(encoding="utf-8") == TRUE


WRONG = {
    "embed .": ". is a folder; name its decks",
    "embed deck.txt": "deck.txt is no deck that archcalc reads; it reads ",
    "embed latin.md": "latin.md is not UTF-8: byte 7 cannot be read",
    "embed deck.md deck.md -o x.md": "-o takes one deck, found 2",
    "embed deck.md --list --check": "--check does not go with --list",
    "embed deck.md --check -o x.md": "--output does not go with --check",
    "embed deck.md -f json": "--format goes with --list",
    "embed /dev/null": "/dev/null is no regular file",
    "embed huge.md": "huge.md has 50,000,000 bytes; a deck of text has at most 10,000,000",
}


def test_bad_input(tmp_path: Path) -> None:
    deck(tmp_path, STALE)
    deck(tmp_path, STALE, "deck.txt")
    (tmp_path / "latin.md").write_bytes("# Note é".encode("latin-1"))
    (tmp_path / "huge.md").write_bytes(b"a b c d e\n" * 5_000_000)
    for call, done in zip(WRONG, run(tmp_path, *WRONG), strict=True):
        assert (done.code, done.out) == (2, ""), call
        assert done.err.startswith(f"archcalc: {WRONG[call]}"), call
        assert done.err.count("\n") == 1, call


def test_a_copy_leaves_the_deck(tmp_path: Path) -> None:
    path = deck(tmp_path, STALE)
    copied, bare = run(tmp_path, "embed deck.md -o new.md", "embed --strip deck.md -o bare.md")
    assert [copied.code, bare.code] == [0, 0]
    assert path.read_text(encoding="utf-8") == STALE
    assert (tmp_path / "new.md").read_text(encoding="utf-8") == TRUE
    assert (tmp_path / "bare.md").read_text(encoding="utf-8") == "# T\n\n61M\n"


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = deck(tmp_path / "real", STALE)
    path.chmod(0o640)
    (tmp_path / "link.md").symlink_to(path)
    [done] = run(tmp_path, "embed link.md")
    assert done.code == 0
    assert (tmp_path / "link.md").is_symlink()
    assert path.read_text(encoding="utf-8") == TRUE
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; run as another user")
def test_a_deck_that_cannot_be_written(tmp_path: Path) -> None:
    path = deck(tmp_path, STALE)
    path.chmod(0o444)
    [done] = run(tmp_path, "embed deck.md")
    assert (done.code, path.read_text(encoding="utf-8")) == (2, STALE)
    assert done.err == "archcalc: cannot write deck.md: Permission denied\n"


def test_a_full_disk(tmp_path: Path) -> None:
    """No file may grow beyond 48 bytes: what a full disk does, for another reason."""
    path = deck(tmp_path, STALE)
    assert len(STALE) > 48
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (48, resource.RLIM_INFINITY)); "
    done = subprocess.run(
        [sys.executable, "-B", "-c", limit + START, "embed", "deck.md"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "archcalc: cannot write deck.md: File too large",
        "archcalc: deck.md is left as it is",
    ]
    assert path.read_text(encoding="utf-8") == STALE
    assert [each.name for each in tmp_path.iterdir()] == ["deck.md"]


def test_specs_are_named_as_from_the_deck(tmp_path: Path) -> None:
    (tmp_path / "talk").mkdir()
    layers = "[{conv: {name: c, out_channels: 2, kernel_size: 1}}]"
    spec = f"name: mine\ninput: [3, 8, 8]\nlayers: {layers}\n"
    (tmp_path / "talk" / "mine.yaml").write_text(spec, encoding="utf-8")
    path = deck(tmp_path / "talk", '<span data-archcalc="mine.yaml.params"></span>\n')
    [done] = run(tmp_path, "embed talk/deck.md")
    assert (done.code, path.read_text(encoding="utf-8")[-12:]) == (0, 's">8</span>\n'), done.err


def test_a_deck_runs_nothing(tmp_path: Path) -> None:
    """Neither what names a Python file, nor what a shell would run, nor other files are touched."""
    (tmp_path / "evil.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    asked = (
        "evil.py:Net",
        "$(touch ran)",
        "`touch ran`",
        "; touch ran",
        "../evil.yaml",
        "|touch ran",
    )
    text = "".join(f'<span data-archcalc="{each}.params"></span>\n\n' for each in asked)
    text += "".join(f"[//]: # (archcalc: table '{each}')\n\n" for each in asked)
    deck(tmp_path, text)
    before = sorted(each.name for each in tmp_path.iterdir())
    [done] = run(tmp_path, "embed deck.md")
    assert done.code == 2
    assert len(done.err.splitlines()) == 2 * len(asked) + 1
    assert sorted(each.name for each in tmp_path.iterdir()) == before


HOSTILE = {
    "never closed": '<span data-archcalc="' * 200_000,
    "brackets": "[" * 1_000_000 + ']{archcalc="',
    "nested": '<span data-archcalc="a">' * 100_000 + "</span>" * 100_000,
    "comments": "<!-- archcalc " * 200_000,
    "blocks never closed": "[//]: # (archcalc: tabel x)\n\n" * 20_000,
    "blanks": "[//]: # (archcalc: " + " " * 2_000_000,
    "backticks": "`" * 1_000_000 + ' archcalc: <span data-archcalc="x">',
    "runs of backticks": "archcalc " + " ".join("`" * (n % 300) for n in range(20_000)),
    "quotations": "> " * 500_000 + "archcalc",
    "lines of text": "a [//]: # (archcalc: x) b\n" * 100_000,
    "front matter": "---\narchcalc: " + "[" * 40_000 + "\n---\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_deck_costs_seconds(tmp_path: Path, text: str) -> None:
    path = deck(tmp_path, text)
    done = archcalc("embed", "deck.md", cwd=tmp_path)  # killed after a minute
    assert done.code in (0, 2)
    assert "Traceback" not in done.err
    assert path.read_text(encoding="utf-8") == text
    assert done.peak < 700 * 2**20


KILLS = 300


def test_a_killed_run_leaves_the_old_deck_or_the_new_one(tmp_path: Path) -> None:
    """Forked when everything is imported, killed anywhere from its start to after its end."""
    old = STALE * 50
    new = TRUE * 50
    path = deck(tmp_path, old)
    took = _forked_run(path, None)
    assert path.read_text(encoding="utf-8") == new
    chance = random.Random(0)
    seen = {old: 0, new: 0}
    for _ in range(KILLS):
        path.write_text(old, encoding="utf-8")
        _forked_run(path, chance.uniform(0, 1.3 * took))
        found = path.read_text(encoding="utf-8")
        assert found in seen
        seen[found] += 1
    assert min(seen.values()) > KILLS / 20  # both happened: the kills fell before and after


def _forked_run(path: Path, seconds: float | None) -> float:
    """`archcalc embed` in a forked child, killed after so long; how long it took."""
    import archcalc
    from archcalc.cli import embed
    from archcalc.slides import formats, report  # noqa: F401

    archcalc.load("alexnet")
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(path.parent)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            embed.command([path.name])
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.perf_counter() - started


def test_places_are_those_of_the_deck_that_was_written(tmp_path: Path) -> None:
    """A table of nine lines and its end come before the number that is wrong."""
    path = deck(tmp_path, "[//]: # (archcalc: table googlenet rows=3*)\n\n" + LIE)
    checked, written = run(tmp_path, "embed --check deck.md", "embed deck.md")
    lie = next(
        n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if "358M" in line
    )
    assert "deck.md:3: expect" in checked.out
    assert f"deck.md:{lie}: expect" in written.out
    assert lie > 3


def test_a_copy_has_figures_of_its_own_and_is_current(tmp_path: Path) -> None:
    deck(tmp_path, "[//]: # (archcalc: diagram googlenet 3a)\n")
    (tmp_path / "sub").mkdir()
    copied = run(tmp_path, "embed deck.md -o sub/copy.md", "embed --check sub/copy.md")
    assert [done.code for done in copied] == [0, 0]
    assert (tmp_path / "sub/copy.archcalc/diagram-googlenet-3a.svg").is_file()
    assert not (tmp_path / "deck.archcalc").exists()


def test_a_copy_is_of_the_same_format(tmp_path: Path) -> None:
    deck(tmp_path, STALE)
    [done] = run(tmp_path, "embed deck.md -o copy.tex")
    assert (done.code, done.err) == (
        2, "archcalc: -o takes a file of the deck's own format, .md, found copy.tex\n",
    )  # fmt: skip
    assert not (tmp_path / "copy.tex").exists()


def test_a_deck_without_markers_is_told(tmp_path: Path) -> None:
    deck(tmp_path, STALE)
    (tmp_path / "plain.md").write_text("Nothing here.\n")
    none, only = run(tmp_path, "embed plain.md", "embed --only tabel* deck.md")
    assert (none.code, none.err) == (0, "archcalc: no markers found: nothing to refresh\n")
    assert (only.code, only.err) == (0, "archcalc: no marker asks for tabel*\n")
