"""Joins and minifies the page's scripts and style into ``static``: ``make page``, which needs npm.

What ships is minified, so that a page stays small; each file begins with its sources' fingerprint,
by which a test tells that it is fresh.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MINIFIER = "esbuild@0.28.2"
SOURCES = {
    "page.js": (
        "data.js", "numbers.js", "engine.js", "notation.js", "explain.js", "state.js", "copy.js",
        "tree.js", "layer.js", "charts.js", "compare.js", "app.js",
    ),
    "page.css": ("page.css",),
}  # fmt: skip
"""What each file is made of, in the order in which the parts need each other."""


def joined(name: str) -> str:
    """The sources of one file; scripts in one function, so that their names are theirs alone."""
    text = "\n".join((HERE / "scripts" / part).read_text("utf-8") for part in SOURCES[name])
    return f"(() => {{\n{text}\n}})();\n" if name.endswith(".js") else text


def heading(name: str) -> str:
    """The first line of a minified file."""
    return f"/* {hashlib.sha256(joined(name).encode()).hexdigest()[:16]} */\n"


def minified(name: str) -> str:
    """One file as it ships."""
    command = ["npx", "--yes", MINIFIER, "--minify", "--charset=utf8", "--target=es2022"]
    made = subprocess.run(
        [*command, f"--loader={name.rpartition('.')[2]}"],
        input=joined(name), capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    if made.returncode:
        sys.exit(made.stderr)
    return heading(name) + made.stdout


def main() -> None:
    """Write every file."""
    for name in SOURCES:
        (HERE / "static" / name).write_text(minified(name), "utf-8")


if __name__ == "__main__":
    main()
