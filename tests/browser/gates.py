"""The gates: what a page must be in a browser. Each returns what is wrong, in words; nothing where all is well."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT_CONTRAST, LINE_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
INKS = ("ink", "ink-quote", "ink-margin", "faint", "rubric", "link")  # what themes call the colours of their words
LINES = ("rule",)
GROUNDS = ("ground", "sheet-ground", "wash")

_INKS = """names => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const root = document.documentElement, probe = document.createElement('i');
    document.body.append(probe);
    const found = {};
    for (const name of names) {
        if (!getComputedStyle(root).getPropertyValue('--' + name)) continue;
        probe.style.setProperty('color', `var(--${name})`);
        canvas.fillStyle = getComputedStyle(probe).color;
        canvas.fillRect(0, 0, 1, 1);
        found[name] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    }
    probe.remove();
    return found;
}"""
_SHIFTS = """async () => {
    await document.fonts.ready;
    await new Promise(requestAnimationFrame);
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
        .observe({type: 'layout-shift'});
    const step = Math.max(400, document.documentElement.scrollHeight / 30);
    for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
        window.scrollTo(0, y);
        await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    window.scrollTo(0, 0);
    return sum;
}"""
_FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const {left, top, right, bottom} = element.getBoundingClientRect();
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return {href: element.getAttribute('href'), box: [left, top, right, bottom], outline, id: element.id};
}"""
_LOOKS_OF = """element => [element, ...element.querySelectorAll('*')].map(part => {
    const style = getComputedStyle(part);
    return [style.backgroundColor, style.outlineStyle, style.boxShadow].join();
}).join('|')"""


def axe_faults(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds: WCAG 2.2 AA and best practice, the sizes of targets and the contrast of text too."""
    page.evaluate(axe)
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    return [f"{found['id']}: {node['html'][:120]}" for found in result["violations"] for node in found["nodes"]]


def ink_faults(page: Page) -> list[str]:
    """Return the colours of the theme that do not stand out from its grounds."""
    colours = page.evaluate(_INKS, [*INKS, *LINES, *GROUNDS])
    faults = []
    for ground in GROUNDS:
        for name in (*INKS, *LINES):
            if name in colours and ground in colours:
                found = contrast(colours[name], colours[ground])
                if found < (LINE_CONTRAST if name in LINES else TEXT_CONTRAST):
                    faults.append(f"--{name} on --{ground}: {found:.2f}")
    return faults


def sideways_faults(page: Page) -> list[str]:
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"the page is {width} px wide, the window {room}"] if width > room else []


def shift_faults(page: Page) -> list[str]:
    """Return how far things moved while the page was scrolled through."""
    shift = page.evaluate(_SHIFTS)
    return [f"layout shift {shift}"] if shift else []


def keyboard_faults(page: Page) -> list[str]:
    """Return what is wrong with the first stops of the keyboard: the way to the text, then a link with an outline."""
    faults = []
    page.keyboard.press("Tab")
    first = page.evaluate(_FOCUSED)
    left, top, right, bottom = first["box"]
    size = page.viewport_size or {"width": 0, "height": 0}
    if first["href"] != "#text":
        faults.append(f"the first stop leads to {first['href']}")
    if left < 0 or top < 0 or right > size["width"] or bottom > size["height"] or bottom - top < 24:
        faults.append(f"the first stop stands at {first['box']}")
    page.keyboard.press("Tab")
    if not page.evaluate(_FOCUSED)["outline"]:
        faults.append("what has the focus has no outline")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    if page.evaluate(_FOCUSED)["id"] != "text":
        faults.append("the first stop does not lead to the text")
    return faults


def target_faults(page: Page) -> list[str]:
    """Return the kinds of places that links lead to which look no different when one has come there."""
    faults = []
    for place in (".post[id]", "span.passage[id]", "figure.quote[id]"):
        element = page.query_selector(f"main {place}")
        if element is None:
            continue
        before = element.evaluate(_LOOKS_OF)
        page.evaluate("id => { location.hash = '#' + id; }", element.get_attribute("id"))
        if element.evaluate(_LOOKS_OF) == before:
            faults.append(f"{place} is not marked")
    page.evaluate("location.hash = ''")
    return faults


def print_faults(page: Page) -> list[str]:
    """Return what is wrong with the page on paper."""
    page.emulate_media(media="print")
    hidden = page.evaluate("document.querySelector('main').getBoundingClientRect().height < 1")
    is_pdf = page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")
    return (["the text is not printed"] if hidden else []) + ([] if is_pdf else ["it does not print"])


def main_words(page: Page) -> str:
    return " ".join(page.evaluate("document.querySelector('main').textContent").split())


def contrast(one: list[int], other: list[int]) -> float:
    """Return the contrast of two colours, given as red, green and blue from 0 to 255. Source: WCAG 2.2."""
    darker, lighter = sorted(_luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: list[int]) -> float:
    parts = (value / 255 for value in colour)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


GATES: dict[str, Callable[[Page, str], list[str]]] = {
    "axe-core": axe_faults,
    "contrast of inks": lambda page, _: ink_faults(page),
    "no sideways scrolling": lambda page, _: sideways_faults(page),
    "nothing moves": lambda page, _: shift_faults(page),
    "keyboard": lambda page, _: keyboard_faults(page),
    "places are marked": lambda page, _: target_faults(page),
}
