"""The theme contract: everything that a template can see of a page.

A template gets four names: `page` (one of the `...Page` records below), `site` (`SiteView`), `theme` (`ThemeView`) and
the function `t` (interface strings). Every `href` is relative to the page that shows it, so the site works from any
folder. `Markup` values are safe HTML made by the program; everything else is text and is escaped by the template.
Lists are bounded: where there is more, a `total` says how many and a link leads to the page that has the rest.
"""

from __future__ import annotations

from generator.views.contract.frame import Frame, Pager, SiteView, ThemeView
from generator.views.contract.machines import NO_MACHINES, CiteView, FeedView, MachineView
from generator.views.contract.pages import (
    ArchivistPage,
    GonePage,
    HomePage,
    HonestyPage,
    IndexPage,
    LostPage,
    NotFoundPage,
    PageView,
    PeoplePage,
    PersonPage,
    PostPage,
    ThreadPage,
    ThreadsPage,
    TopicPage,
    TopicsPage,
    TreePage,
    Was,
)
from generator.views.contract.parts import (
    NO_MARKUP,
    AttachmentView,
    Certainty,
    DoubtView,
    IndexEntry,
    IndexGroup,
    Link,
    MentionView,
    PartView,
    PassageView,
    PersonView,
    PostLink,
    PostView,
    QuoteView,
    RawView,
    ThreadCard,
    TreeView,
    WhenView,
    WitnessView,
)

__all__ = [
    "NO_MACHINES",
    "NO_MARKUP",
    "ArchivistPage",
    "AttachmentView",
    "Certainty",
    "CiteView",
    "DoubtView",
    "FeedView",
    "Frame",
    "GonePage",
    "HomePage",
    "HonestyPage",
    "IndexEntry",
    "IndexGroup",
    "IndexPage",
    "Link",
    "LostPage",
    "MachineView",
    "MentionView",
    "NotFoundPage",
    "PageView",
    "Pager",
    "PartView",
    "PassageView",
    "PeoplePage",
    "PersonPage",
    "PersonView",
    "PostLink",
    "PostPage",
    "PostView",
    "QuoteView",
    "RawView",
    "SiteView",
    "ThemeView",
    "ThreadCard",
    "ThreadPage",
    "ThreadsPage",
    "TopicPage",
    "TopicsPage",
    "TreePage",
    "TreeView",
    "Was",
    "WhenView",
    "WitnessView",
]
