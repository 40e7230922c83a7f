"""REDACT: the threads of one shard without what must not be published; and the last look at files of the output.

Nothing that comes after READ and SETTLE ever sees another form of a thread. Strand "threads" has a section for each
thread; `Receipt.found` of the survey are the findings of `generator.redactions.survey`.
"""

from __future__ import annotations

from functools import lru_cache

from generator.codec import decode, digest, encode
from generator.records import Thread
from generator.redactions import Found, Redactions, Redactor, Secrets, Sweeper, survey
from generator.stages.sections import SectionCopier
from generator.stages.tasks import RedactTask, SiftTask, SurveyTask, SweepReceipt, SweepTask
from generator.store import Receipt, Volume, load_shared, read_file


def survey_posts(task: SurveyTask) -> Receipt:
    """Find what the redactions name in the threads of a shard."""
    redactions = load_shared(task.cache, task.redactions, Redactions)
    found: list[Found] = []
    with Volume(task.cache, task.read) as volume:
        for name in volume.sections("threads"):
            if redactions.of(name):
                found += survey(decode(volume.read("threads", name), Thread), redactions)
    return Receipt(task.name, task.key, (), found=encode(tuple(found)))


def sift(task: SiftTask) -> Receipt:
    """Find the attachments of a shard that hold a secret; `Receipt.found` are their digests."""
    sweeper = _sweeper(task.cache, task.secrets)
    with Volume(task.cache, task.read) as volume:
        names = (name for name in task.attachments if sweeper.find("", volume.read("attachments", name)))
        return Receipt(task.name, task.key, (), found=encode(tuple(names)))


def redact(task: RedactTask) -> Receipt:
    """Take the secrets out of the threads of a shard; `Receipt.found` are the threads that got another id for it."""
    redactor = _redactor(task.cache, task.secrets)
    renamed: list[tuple[str, str]] = []
    copier = SectionCopier(task.cache, f"shards/redact-{task.name}-{task.key}", task.former)
    with Volume(task.cache, task.read) as volume, copier:
        for name, section in volume.sections("threads").items():
            new = redactor.watch.id(name)
            if new != name:
                renamed.append((name, new))
            key = digest(task.code, task.secrets, section.digest)
            if not copier.copy(new, key, ("threads",)):
                thread = redactor.thread(decode(volume.read("threads", name), Thread))
                copier.add(new, key, {"threads": encode(thread)})
        return Receipt(task.name, task.key, copier.close(), found=encode(tuple(renamed)))


def sweep(task: SweepTask) -> SweepReceipt:
    """Look for secrets in files of the output: none may be there."""
    sweeper = _sweeper(task.cache, task.secrets)
    found = []
    for root, urls in task.files:
        for url in urls:
            secret = sweeper.find(url, read_file(f"{root}/{url}"))
            if secret is not None:
                found.append((url, secret.kind, secret.instead))
    return SweepReceipt(task.name, tuple(found))


@lru_cache(maxsize=1)
def _redactor(cache: str, secrets: str) -> Redactor:
    """Making one takes as long as a shard needs: keep it."""
    return Redactor(load_shared(cache, secrets, Secrets))


@lru_cache(maxsize=1)
def _sweeper(cache: str, secrets: str) -> Sweeper:
    return Sweeper(load_shared(cache, secrets, Secrets))
