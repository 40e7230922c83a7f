"""python -m tests.browser.gallery: renew the pictures of the themes in docs/images/.

Each built-in theme shows the same pages of the sample archive, so that one can compare them in docs/gallery.md.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from generator.themes import builtin_themes

REPOSITORY = Path(__file__).resolve().parents[2]
IMAGES = REPOSITORY / "docs" / "images"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
THREAD = "threads/the-guard-is-tired/index.html"
QUALITY = 55  # of JPEG: letters stay clean, and a picture has about 50 kB


@dataclass(frozen=True)
class Shot:
    """One picture: what it shows, how wide the window is, and which element stands at its top."""

    name: str
    url: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    top: str = ""


SHOTS = (
    Shot("home", "index.html", 1280, 720, "light"),
    Shot("thread", THREAD, 1280, 720, "light", ".debate"),
    Shot("dark", THREAD, 1280, 720, "dark", ".debate"),
    Shot("phone", THREAD, 360, 720, "light", ".debate"),
)


def main() -> None:
    """Build the sample archive in each theme and take its pictures."""
    executable = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for theme in sorted(path.parent.name for path in builtin_themes().glob("*/theme.yaml")):
            site = _build(theme, Path(folder) / theme)
            for shot in SHOTS:
                _take(browser, site, shot, IMAGES / f"theme-{theme}-{shot.name}.jpg")
        browser.close()


def _build(theme: str, folder: Path) -> Path:
    folder.mkdir()
    settings = (REPOSITORY / "site.yaml").read_text(encoding="utf-8")
    (folder / "site.yaml").write_text(f"{settings}theme: {theme}\n", encoding="utf-8")
    shutil.copytree(REPOSITORY / "content", folder / "content")
    subprocess.run([sys.executable, "-m", "generator", "build", "--site", str(folder)], check=True, cwd=REPOSITORY)
    return folder / "public"


def _take(browser: Browser, site: Path, shot: Shot, target: Path) -> None:
    size = {"width": shot.width, "height": shot.height}
    page = browser.new_page(color_scheme=shot.scheme, viewport=size, device_scale_factor=1)  # type: ignore[arg-type]
    page.goto((site / shot.url).as_uri())
    page.evaluate("document.fonts.ready")
    if shot.top:
        page.evaluate("place => scrollTo(0, document.querySelector(place).offsetTop - 16)", shot.top)
    page.screenshot(path=target, type="jpeg", quality=QUALITY)
    page.close()


if __name__ == "__main__":
    main()
