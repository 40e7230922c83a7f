"""Making a volume from sections, of which most are the same as last time."""

from __future__ import annotations

from types import TracebackType

from generator.store import DamagedVolume, Output, Volume, VolumeWriter


class SectionCopier:
    """Writes a volume, and copies from the former volume of the same item what has kept its key."""

    def __init__(self, cache: str, stem: str, former: str) -> None:
        """`former` is the stem of the item's last volume, "" where there is none; a damaged one is as good as none."""
        self._writer = VolumeWriter(cache, stem)
        self._former: Volume | None = None
        if former:
            try:
                self._former = Volume(cache, former)
            except DamagedVolume:
                self._former = None

    def copy(self, name: str, key: str, strands: tuple[str, ...]) -> bool:
        """Copy the sections of that name from each strand if they have that key; return True where that was done."""
        if self._former is None:
            return False
        found = [self._former.sections(strand).get(name) for strand in strands]
        if any(section is None or section.key != key for section in found):
            return False
        try:
            sections = [self._former.read(strand, name) for strand in strands]
        except DamagedVolume:
            return False
        for strand, data in zip(strands, sections, strict=True):
            self._writer.add(strand, name, key, data)
        return True

    def former(self, strand: str, name: str) -> bytes:
        """Return a section of the former volume, b"" where there is none that can be read."""
        try:
            return self._former.read(strand, name) if self._former else b""
        except DamagedVolume:
            return b""

    def add(self, name: str, key: str, strands: dict[str, bytes]) -> None:
        """Write the sections of that name, one in each strand."""
        for strand, data in strands.items():
            self._writer.add(strand, name, key, data)

    def close(self) -> tuple[Output, ...]:
        return self._writer.close()

    def __enter__(self) -> SectionCopier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._former is not None:
            self._former.close()
