"""Build the wheel, install it in a clean environment, and run archcalc there without torch."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIGURES = ("6,998,552", "1,582,671,872", "22 weighted layers deep (27 with pooling)")


def main() -> None:
    """Fail unless the wheel alone prints GoogLeNet's table."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, str(ROOT)], work)
        (wheel,) = work.glob("archcalc-*.whl")
        home = work / "env"
        venv.create(home, with_pip=True)
        python = home / "bin" / "python"
        constraints = ROOT / "constraints.txt"
        _run([python, "-m", "pip", "install", "-q", "-c", constraints, wheel], work)
        table = _run([home / "bin" / "archcalc", "table", "googlenet"], work)
        missing = [figure for figure in FIGURES if figure not in table]
        if missing:
            sys.exit(f"the wheel's table lacks {missing}:\n{table}")
        lesson = _run([home / "bin" / "archcalc", "lesson", "inception"], work)
        if "9.68× fewer" not in lesson:
            sys.exit(f"the wheel's lesson lacks its ratio:\n{lesson}")
        decks = _run([home / "bin" / "archcalc", "slides"], work)
        if "cnn-history" not in decks:
            sys.exit(f"the wheel lacks its course deck:\n{decks}")
        _run([python, "-c", "import importlib.util as u; assert not u.find_spec('torch')"], work)
        typed = "import archcalc.spec as s, pathlib as p; q = p.Path(s.__file__).parents[1]"
        _run([python, "-c", f"{typed}; assert (q / 'py.typed').is_file()"], work)
    print("the wheel prints GoogLeNet's table without torch")


def _run(command: list[object], where: Path) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=where, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
