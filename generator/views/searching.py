"""The page of search."""

from __future__ import annotations

from generator.markup import visible_text
from generator.views import urls, wording
from generator.views.contract import SearchPage
from generator.views.frames import frame
from generator.views.sources import Settings

TOPICS_LISTED = 500


def search_page(parts: int, version: str, settings: Settings) -> SearchPage:
    """Return the search page for an index of so many parts; `version` changes whenever the index does."""
    url = urls.SEARCH
    labels = sorted((visible_text(topic.label), topic.id) for topic in settings.topics)
    return SearchPage(
        frame=frame(url, settings.language.t(wording.SEARCH_LABEL), settings),
        parts=parts,
        version=version,
        posts_per_page=settings.posts_per_page,
        topics=tuple((topic, label) for label, topic in labels[:TOPICS_LISTED]),
        threads_href=urls.relative(url, urls.threads_url()),
        people_href=urls.relative(url, urls.people_url()),
        topics_href=urls.relative(url, urls.topics_url()),
        index_href=urls.relative(url, urls.index_url()),
    )
