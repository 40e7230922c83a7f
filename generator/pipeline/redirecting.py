"""What the batch of redirects is told: the hosts that are wanted, and the forums of dumps that do not tell them."""

from __future__ import annotations

from generator.config import Config
from generator.pipeline.holding import Holding
from generator.pipeline.scan import Scan
from generator.pipeline.workshop import Workshop
from generator.redirects import RedirectPlan
from generator.store import share


def plan_redirects(config: Config, shop: Workshop, scan: Scan, holding: Holding) -> str:
    """Return the URI of the plan, "" where site.yaml asks for no redirects."""
    if not config.redirects:
        return ""
    dumps = sorted({file.path for group in scan.groups for file in group.files}) if config.old_forums else []
    plan = RedirectPlan(
        kinds=config.redirects,
        homes=tuple((dump, home) for dump in dumps if (home := config.old_forum_of(dump))),
        base_url=config.base_url,
        title=config.title,
        language=config.language,
        posts_per_page=config.posts_per_page,
        post_pages=config.post_pages == "all",
        moved=holding.standing.moved,
    )
    uri = share(shop.store.folder, "redirects", plan)
    shop.in_use.add(uri)
    return uri
