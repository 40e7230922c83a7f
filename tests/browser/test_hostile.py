"""No post, name or title runs code, opens a dialog, or sends a reader's browser anywhere: it is text."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Builder, Site
from tests.browser.reading import broken_links, read_site

NBSP = "\u00a0"
ATTACKS = (
    "<script>alert('script')</script>",
    "<img src=x onerror=alert('image')>",
    '"><svg onload=alert(1)><animate onbegin=alert(2)>',
    "</title></style></textarea></noscript><script src=https://evil.example/x.js></script>",
    "<iframe srcdoc=\"<script>parent.alert('frame')</script>\"></iframe>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/x.css><style>@import 'https://evil.example/y.css';</style>",
    "<form action=https://evil.example/><input autofocus onfocus=alert('focus')></form>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert('mxss')>",
    "javascript:alert('link')  data:text/html,<script>alert('data')</script>  vbscript:x",
    "[click](javascript:alert('markdown)) ![x](https://evil.example/pixel.png) [url=javascript:alert(1)]x[/url]",
    "{{ 7 * 7 }} {% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %} ${7*7} <%= 7*7 %>",
    "<a href='https://evil.example/' id=location name=cookie>clobber</a> &lt;script&gt;alert('entity')&lt;/script&gt;",
    "https://evil.example/\"onmouseover=\"alert('attribute') http://evil.example/'><script>alert(9)</script>",
)


def hostile_thread() -> str:
    posts = "".join(
        f"{attack}\nA second line of post {number}, which the next one quotes in full and at length.\n{NBSP}\n\n"
        f"{ATTACKS[number % 5][:24]}\nMember\n"
        for number, attack in enumerate(ATTACKS, 1)
    )
    again = "\n".join(f"{attack}\nAnswered.\n{NBSP}\n" for attack in ATTACKS)
    return f"{ATTACKS[0]} and {ATTACKS[12]}\n\n{posts}{again}"


@pytest.fixture(scope="module")
def hostile(builder: Builder) -> Site:
    topics = "topics:\n  evil:\n    label: \"<script>alert('topic')</script>\"\n    aliases: [script, alert]\n"
    files = {
        "site.yaml": "title: '<script>alert(0)</script> {{ 7 * 7 }}'\ndescription: '\"><img src=x onerror=alert(1)>'\n",
        "content/threads/'><script>alert(name)<.txt": hostile_thread(),
        "content/topics.yaml": topics,
    }
    return builder.build(builder.write("hostile", files))


def test_nothing_runs_and_nothing_is_asked_for(browser: Browser, hostile: Site):
    context = browser.new_context()
    events: list[str] = []
    context.on("dialog", lambda dialog: (events.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    context.on(
        "request", lambda request: events.append(request.url) if not request.url.startswith(hostile.address) else None
    )
    context.on("console", lambda message: events.append(message.text) if "Content Security" in message.text else None)
    page = context.new_page()
    for url in read_site(hostile.folder):
        page.goto(hostile.address + url, wait_until="load")
        page.wait_for_timeout(50)  # a page that sends its reader away does so now
        if not page.url.startswith(hostile.address + url):
            events.append(f"{url} went to {page.url}")
        events += page.evaluate(
            """() => [...document.querySelectorAll('iframe, base, form:not(#search), object, embed, '
                + 'math, meta[http-equiv=refresh], '
                + 'script:not([src]):not([type="application/ld+json"]), '
                + 'img[src^="http"], [onerror], [onload], [onfocus], [onmouseover], '
                + 'a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i]')].map(e => e.outerHTML)"""
        )

    context.close()
    assert events == []


def test_every_attack_is_shown_as_the_text_it_is(hostile: Site, browser: Browser):
    page = browser.new_page()
    shown = ""
    for url in read_site(hostile.folder):
        if Path(url).name.startswith("p-"):
            page.goto(hostile.address + url)
            shown += page.evaluate("document.querySelector('main').textContent")
    page.close()

    for attack in ATTACKS:
        assert attack in shown


def test_no_link_is_broken_by_what_the_names_hold(hostile: Site):
    assert broken_links(hostile.folder) == []
