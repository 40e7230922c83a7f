"""One output and the pages in it: which of them can be trusted, which batches are stale, how the next site gets there.

Receipts tell where we stand: the *published* ones what the output holds, the *staged* ones what the spare tree has got
since. In the moment between the exchange of the trees and the note of it, `Pending` says what the output holds if its
manifest says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.codec import encode
from generator.pipeline.workshop import weight_again
from generator.problems import Problem, UnusableInput
from generator.render import RenderReceipt, RenderTask, urls_of
from generator.store import Store, file_size
from generator.writer import OutputFolder, Survey, make_manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Published:
    """What the output held when we last looked: the digest of its manifest, and what tells that nobody touched it."""

    digest: str
    survey: Survey


@dataclass(frozen=True, slots=True)
class Pending:
    """What the output holds as soon as the trees have changed places; `names` are the batches it is made of."""

    published: Published
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many pages were written, removed, and left as they were."""

    written: int
    removed: int
    kept: int


def forget_others(store: Store, folder: OutputFolder) -> None:
    """Forget outputs of former builds that are no longer there: their spare trees keep their pages on the disk."""
    known = store.fact("outputs", dict[str, str]) or {}
    here = {name: path for name, path in known.items() if name == folder.id or read_manifest(Path(path))}
    for name in known.keys() - here.keys():
        shutil.rmtree(folder.spare.with_name(name), ignore_errors=True)
        for kind in ("published", "staged"):
            store.drop_stage(f"{kind}:{name}")
        for kind in ("published", "pending", "spare", "last", "swept", "former"):
            store.keep_fact(f"{kind}:{name}", None)
    if known != here | {folder.id: str(folder.path)}:
        store.keep_fact("outputs", here | {folder.id: str(folder.path)})


class Edition:
    """The pages of one output, before and after this build."""

    def __init__(self, store: Store, folder: OutputFolder) -> None:
        self._store = store
        self._folder = folder
        self._stage, self._staged_stage = f"published:{folder.id}", f"staged:{folder.id}"
        self._former = f"former:{folder.id}"
        self._pending, self._spare = f"pending:{folder.id}", f"spare:{folder.id}"
        self.stage_name = f"render:{folder.id}"  # for the engine: what is staged belongs to one output
        self._note_exchange()
        self._manifest = folder.manifest()
        self._survey = folder.survey(self._manifest) if self._manifest else {}
        before = store.fact(self._stage, Published) or Published("", {})
        digest = self._manifest.digest if self._manifest else ""
        self.is_untouched = (before.digest, before.survey) == (digest, self._survey)
        if not self.is_untouched:  # then nothing is taken for granted: every page is rendered, and compared
            store.drop_stage(self._stage)
            store.drop_stage(self._staged_stage)
        self._known: dict[str, RenderReceipt] = {}

    def stale(self, tasks: Sequence[RenderTask]) -> tuple[RenderTask, ...]:
        """Return the tasks whose pages may differ from what the output holds, each with what is known of its pages."""
        self._known = self._store.receipts(self._stage, RenderReceipt)
        stale = []
        for task in tasks:
            former = self._known.get(task.name)
            if former is None:
                stale.append(task)
            elif former.key != task.key:
                stale.append(replace(task, former=encode(former), weight=weight_again(task.weight)))
        return tuple(stale)

    def has_more_than(self, tasks: Sequence[RenderTask]) -> bool:
        """True where the output has pages of a batch that is no longer planned."""
        return not self._known.keys() <= {task.name for task in tasks}

    def prepare(self, stale: Sequence[RenderTask]) -> tuple[RenderTask, ...]:
        """Make the spare tree ready; return the tasks that are still to do: a build that was killed did the others."""
        keys = {task.name: task.key for task in stale}
        if self._is_same_spare():
            self._store.take_over(self.stage_name, RenderReceipt, keys, to=self._staged_stage)
            staged = self._store.receipts(self._staged_stage, RenderReceipt)
        else:
            self._store.forget_left(self.stage_name)
            staged = {}
        staged = {name: each for name, each in staged.items() if keys.get(name) == each.key and self._is_there(each)}
        self._store.drop_stage(self._staged_stage)
        for receipt in staged.values():
            self.stage(receipt)
        keep = {url for receipt in staged.values() for url, _ in receipt.written}
        self._folder.prepare(keep)
        self._store.keep_fact(self._spare, self._folder.spare.stat().st_ino)
        return tuple(task for task in stale if task.name not in staged)

    def stage(self, receipt: RenderReceipt) -> None:
        """Note that the spare tree has got the pages of a batch."""
        self._store.keep(self._staged_stage, receipt)

    def files(self, tasks: Sequence[RenderTask]) -> tuple[list[str], list[str]]:
        """Return the URLs of all pages of these tasks: the new ones, in the spare tree, and those of the output."""
        staged = self._store.receipts(self._staged_stage, RenderReceipt)
        new = sorted({url for each in staged.values() for url, _ in each.written})
        receipts = (staged.get(task.name) or self._known[task.name] for task in tasks)
        return new, sorted(set(urls_of(receipts)).difference(new))

    def must_forget(self) -> None:
        """Note that the former site must not outlive the publication of the next one, not even as its spare tree."""
        self._store.keep_fact(self._former, True)

    def forget_former(self) -> None:
        """Leave nothing of the former site in the spare tree, where that was noted; a killed build may have left it."""
        if self._store.fact(self._former, bool):
            if self._folder.spare.is_dir():
                self._folder.prepare()
            self._store.keep_fact(self._former, None)

    def publish(self, tasks: Sequence[RenderTask]) -> Outcome:
        """Bring the output to the pages of these tasks, each of which is published or staged.

        Raises:
            UnusableInput: two pages would have the same address.
        """
        self._store.forget_left(self.stage_name)
        staged = self._store.receipts(self._staged_stage, RenderReceipt)
        receipts = [staged.get(task.name) or self._known[task.name] for task in tasks]
        manifest = make_manifest(_distinct(receipts))
        ours = set(manifest.urls())
        former = {*urls_of(self._known.values()), *(self._manifest.urls() if self._manifest else ())}
        written = [url for each in staged.values() for url, _ in each.written]
        removed = sorted(former - ours)
        names = tuple(task.name for task in tasks)
        if written or self._manifest is None or manifest.digest != self._manifest.digest:
            self._folder.remove(removed)
            self._folder.seal(manifest)
            survey = self._folder.survey_spare(manifest, self._survey, (*written, *removed))
            self._store.keep_fact(self._pending, Pending(Published(manifest.digest, survey), names))
            self._folder.publish()
            self._note_exchange()
        else:
            self._note(Pending(Published(manifest.digest, self._survey), names))
        return Outcome(len(written), len(removed), len(ours) - len(written))

    def _note_exchange(self) -> None:
        """Where the output holds what was pending, that is published now."""
        pending = self._store.fact(self._pending, Pending)
        manifest = self._folder.manifest() if pending else None
        if pending and manifest and manifest.digest == pending.published.digest:
            self._note(pending)

    def _note(self, done: Pending) -> None:
        with self._store.together():
            self._store.move_stage(self._staged_stage, self._stage)
            gone = self._store.items(self._stage) - set(done.names)
            self._store.drop(self._stage, gone)
            self._store.keep_fact(self._stage, done.published)
            self._store.keep_fact(self._pending, None)

    def _is_same_spare(self) -> bool:
        """True where the spare tree is the one that the last build was at when it was killed."""
        try:
            return self._folder.spare.stat().st_ino == self._store.fact(self._spare, int)
        except FileNotFoundError:
            return False

    def _is_there(self, receipt: RenderReceipt) -> bool:
        return all(file_size(f"{self._folder.spare}/{url}") == size for url, size in receipt.written)


def _distinct(receipts: Iterable[RenderReceipt]) -> Iterator[tuple[str, str]]:
    """Yield (URL, digest) of each page; addresses that differ in case alone are one file on many machines."""
    seen: dict[str, str] = {}
    for receipt in receipts:
        for page in receipt.pages():
            other = seen.setdefault(page.url.casefold(), page.url)
            if other is not page.url:
                message = f"two pages would have the address {page.url!r}"
                why = f"The other is {other!r}." if other != page.url else "Two things in the archive have the same id."
                fix = "Rename one of them: a dump, a topic's id, or a page of content/pages/."
                raise UnusableInput((Problem("error", "D509", page.url, None, None, message, why, fix),))
            yield page.url, page.digest
