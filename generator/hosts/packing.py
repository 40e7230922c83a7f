"""The built site as one ZIP file, which works wherever it is unpacked, also without a server."""

from __future__ import annotations

import zipfile
from pathlib import Path

from generator.files import natural
from generator.problems import Problem, UnusableInput
from generator.writer import read_manifest

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that the format knows: equal sites give equal files
_MODE = 0o100644 << 16
_PACKED = frozenset((".woff2", ".png", ".jpg", ".gif", ".webp", ".zip", ".gz", ".7z", ".rar", ".zst", ".mp3", ".ogg"))
_FOR_HOSTS = frozenset((".nojekyll", "CNAME", "_headers", "_redirects"))  # nobody reads them off the web


def pack(output: Path, target: Path) -> int:
    """Write the site in `output` into the ZIP file `target`, in a folder of its own; return how many files it holds.

    The same site gives the same bytes. `target` appears whole or not at all.

    Raises:
        UnusableInput: there is no site in `output`.
        OSError: the disk is full, or the place may not be written.
    """
    manifest = read_manifest(output)
    if manifest is None:
        fix = "Build it first: disputatio build"
        raise UnusableInput(
            (Problem("error", "D854", str(output), None, None, "there is no built site here", "", fix),)
        )
    urls = sorted((url for url in manifest.urls() if url not in _FOR_HOSTS), key=natural)
    part = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for url in urls:
                entry = zipfile.ZipInfo(f"{target.stem}/{url}", _TIME)
                entry.external_attr = _MODE
                entry.create_system = 3  # Unix: what the mode is read by
                is_packed = Path(url).suffix in _PACKED
                entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
                archive.writestr(entry, (output / url).read_bytes())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return len(urls)
