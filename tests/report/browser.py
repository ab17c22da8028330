"""A Chromium that opens pages, and notes every error and every request of theirs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


class Opened(NamedTuple):
    """A page in a tab; `wrong` are console errors, exceptions and requests beyond the file."""

    tab: Any
    wrong: list[str]

    def ask(self, script: str, argument: Any = None) -> Any:
        """What a script in the page gives."""
        return self.tab.evaluate(script, argument)

    def text(self, selector: str) -> str:
        """What stands in an element."""
        return str(self.tab.inner_text(selector))


class Browser(NamedTuple):
    """Opens files."""

    chromium: Any

    @contextmanager
    def open(self, file: Path, width: int = 1280, **options: Any) -> Iterator[Opened]:
        """The page in a tab of its own; nothing may have gone wrong in it when it is closed."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 800}, permissions=["clipboard-read"], **options
        )
        tab, wrong = context.new_page(), []
        tab.on("console", lambda message: wrong.append(f"console: {message.text}"))
        tab.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        tab.on("request", lambda request: wrong.append(f"request: {request.url[:200]}"))
        tab.goto(file.as_uri())
        assert wrong == [f"request: {file.as_uri()}"]
        wrong.clear()
        yield Opened(tab, wrong)
        assert wrong == []
        context.close()


@contextmanager
def started() -> Iterator[Browser]:
    """Chromium, where it and Playwright are installed; else the test is skipped."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="pip install playwright drives Chromium"
    )
    if CHROMIUM is None:
        pytest.skip("no Chromium here: Debian's package is chromium")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Browser(chromium)
        chromium.close()
