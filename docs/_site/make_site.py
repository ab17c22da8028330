"""Build the documentation site: ``python docs/_site/make_site.py [FOLDER]``, by default ``site/``.

The pages are put together in a folder of their own, made into HTML by Sphinx with every warning an
error, and checked once more: no link without a target, nothing fetched from another host.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent)]

import gallery  # noqa: E402 (they stand beside this script)
import links  # noqa: E402
import pages  # noqa: E402


def main() -> None:
    """Build, or say what is wrong and exit with 1."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "site")
    with tempfile.TemporaryDirectory() as name:
        source = Path(name)
        shown = assemble(source)
        failed = make(source, site)
    wrong = failed or "\n".join(links.faults(site))
    if wrong:
        sys.exit(wrong)
    print(f"{site}: {len(list(site.rglob('*.html')))} pages, {len(shown)} networks")


def assemble(source: Path, names: Iterable[str] = ()) -> list[str]:
    """Put Sphinx's source together in `source`; the networks of its gallery (all, or `names`)."""
    for folder in ("_static", "_extra"):
        (source / folder).mkdir()
    shutil.copy(HERE / "conf.py", source)
    shutil.copy(HERE / "style.css", source / "_static")
    pages.stage(source)
    return gallery.build(source, source / "_extra", names)


def make(source: Path, site: Path) -> str:
    """Have Sphinx write `site` anew; what it complains of, or nothing."""
    shutil.rmtree(site, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    doctrees = ["-d", str(source / "_doctrees")]
    done = subprocess.run([*command, *doctrees, source, site], capture_output=True, text=True)
    return done.stderr if done.returncode else ""


if __name__ == "__main__":
    main()
