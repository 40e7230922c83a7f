// Small comforts; every page reads and links without them.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const folderOf = (path) => path.slice(0, path.lastIndexOf("/") + 1);
  const named = (hash, within = document) => (hash.length > 1 ? within.getElementById(decodeURIComponent(hash.slice(1))) : null);
  const isNear = (link) => link.origin === location.origin && folderOf(link.pathname) === folderOf(location.pathname);
  const isPlain = (event) => !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  // Where a browser keeps nothing (a folder opened from the disk, private windows), the comfort is left out.
  const kept = (name, value) => {
    try {
      if (value === undefined) return JSON.parse(sessionStorage.getItem(name));
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch {
      return null;
    }
  };

  // --- folds: a fragment inside one opens it, for not every browser does so by itself; on paper all are open
  const unfold = () => {
    const target = named(location.hash);
    let isClosed = false;
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      isClosed = isClosed || !fold.open;
      fold.open = true;
    }
    if (isClosed) target.scrollIntoView();
  };
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("main details:not([open])");
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  // --- own words only: the choice goes along from page to page
  const own = document.getElementById("own-words");
  if (own) {
    own.checked = kept("own-words") || own.checked;
    own.addEventListener("change", () => kept("own-words", own.checked));
  }

  // --- the way back: who follows a quote finds a link to where they were
  const words = document.getElementById("spoken");
  const spoken = (selector) => words && words.content.querySelector(selector).cloneNode(true);
  let wayBack = null;
  const placeOf = (link) => {
    const part = link.closest("[id]:not(main)");
    return part ? `${location.pathname}${location.search}#${part.id}` : location.pathname;
  };
  const showWayBack = () => {
    const trail = kept("trail");
    if (wayBack) wayBack.remove();
    wayBack = trail && trail.to === location.href ? spoken(".way-back") : null;
    if (!wayBack) return;
    wayBack.href = trail.from;
    wayBack.append(trail.label);
    document.body.append(wayBack);
  };
  const leave = (link) => {
    const post = link.closest(".post, .witness, .mention");
    const number = post && post.querySelector(".post__number, .post-link__number");
    kept("trail", { to: link.href, from: placeOf(link), label: number ? ` ${number.textContent.trim()}` : "" });
  };

  // A link to a passage that also stands in this page stays in this page. Only pages of one thread share a folder.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href*='#']");
    if (!link || !isPlain(event) || link.origin !== location.origin) return;
    const here = isNear(link) && named(link.hash);
    if (here && link.pathname !== location.pathname) {
      event.preventDefault();
      kept("trail", null);
      leave({ href: location.href.split("#")[0] + link.hash, closest: (selector) => link.closest(selector) });
      location.hash = link.hash;
    } else if (link.matches(".post-link, .quoted-by a, .quote__origin, .apparatus a")) {
      leave(link);
    }
    showWayBack();
  });
  addEventListener("hashchange", () => {
    unfold();
    showWayBack();
  });
  unfold();
  showWayBack();

  // --- previews: the words that a link leads to. From this page where they stand in it, else fetched, else none.
  const PREVIEWED = "main .post-link, main .quoted-by a, main .quote__origin, main .stemma__post, main .arc__post";
  const WORDS = 420; // code units shown before and after the passage together with it
  const documents = new Map();
  const documentOf = (link) => {
    const url = link.href.split("#")[0];
    if (url === location.href.split("#")[0]) return Promise.resolve(document);
    if (isNear(link) && link.hash && named(link.hash)) return Promise.resolve(document);
    if (!documents.has(url)) {
      const read = async () => {
        const answer = await fetch(url);
        return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      };
      documents.set(url, location.protocol === "file:" ? Promise.resolve(null) : read().catch(() => null));
    }
    return documents.get(url);
  };
  const textOf = (node) => (node ? node.textContent.replace(/\s+/g, " ") : "");
  const around = (target) => {
    const post = target.closest(".post");
    if (target === post) return ["", textOf(post.querySelector(".own, .quote__words")).slice(0, WORDS), ""];
    const part = target.closest("p, li, td, pre, .own, .quote__words, .fragment__text") || target;
    const range = target.ownerDocument.createRange();
    range.setStart(part, 0);
    range.setEndBefore(target);
    const before = part === target ? "" : range.toString().replace(/\s+/g, " ");
    range.selectNodeContents(part);
    if (part !== target) range.setStartAfter(target);
    const after = part === target ? "" : range.toString().replace(/\s+/g, " ");
    const said = textOf(target.matches(".quote") ? target.querySelector(".quote__words") : target).trim();
    const room = Math.max(60, (WORDS - said.length) / 2);
    return [before.length > room ? `…${before.slice(-room)}` : before, said.slice(0, WORDS), after.slice(0, room)];
  };
  let preview = null;
  let asked = null; // the link that is pointed at
  const hide = () => {
    if (preview) preview.remove();
    if (asked) asked.removeAttribute("aria-describedby");
    preview = asked = null;
  };
  const make = (tag, name, ...children) => {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...children);
    return made;
  };
  const show = async (link) => {
    const found = await documentOf(link);
    if (asked !== link || !found) return;
    const target = named(link.hash, found) || found.querySelector("main .post");
    if (!target || target === link.closest(".post")) return;
    const post = target.closest(".post");
    const who = post ? [".post__number", ".post__by .person, .fragment__label"].map((part) => textOf(post.querySelector(part))) : [];
    const [before, said, after] = around(target);
    if (!said) return;
    preview = make("aside", "preview", make("p", "preview__by", who.join("  ").trim()));
    preview.append(make("p", "preview__words", before, make("mark", "", said), after));
    Object.assign(preview, { id: "preview", role: "tooltip", dir: "auto" });
    preview.addEventListener("mouseleave", hide);
    document.body.append(preview);
    link.setAttribute("aria-describedby", "preview");
    const box = link.getBoundingClientRect();
    const size = preview.getBoundingClientRect();
    const isBelow = box.bottom + size.height + 16 < innerHeight || box.top < size.height + 16;
    const left = Math.min(Math.max(8, box.left - 16), document.documentElement.clientWidth - size.width - 8);
    preview.style.left = `${left + scrollX}px`;
    preview.style.top = `${scrollY + (isBelow ? box.bottom + 6 : box.top - size.height - 6)}px`;
  };
  const point = (event, delay) => {
    const link = event.target.closest(PREVIEWED);
    if (!link || link === asked) return;
    hide();
    asked = link;
    setTimeout(() => asked === link && show(link), delay);
  };
  document.addEventListener("mouseover", (event) => point(event, 250));
  document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && point(event, 0));
  document.addEventListener("mouseout", (event) => {
    const to = event.relatedTarget;
    if (asked && asked.contains(event.target) && !(to && (asked.contains(to) || (preview && preview.contains(to))))) setTimeout(() => !(preview && preview.matches(":hover")) && hide(), 120);
  });
  document.addEventListener("focusout", hide);

  // --- keys
  const ITEMS = ".debate > .post, .entry, .leaf-line, .mention, .stemma__line";
  const step = (forward) => {
    const items = all(ITEMS);
    const tops = items.map((item) => item.getBoundingClientRect().top);
    const item = forward ? items[tops.findIndex((top) => top > 40)] : items[tops.findLastIndex((top) => top < -40)];
    if (!item) return;
    const stop = item.matches(".post") ? item : item.querySelector("a") || item;
    if (stop === item) item.tabIndex = -1;
    stop.focus({ preventScroll: true });
    item.scrollIntoView();
  };
  const toOrigin = () => {
    const isShown = (link) => {
      const { top } = link.getBoundingClientRect();
      return link.offsetParent && top > -4 && top < innerHeight;
    };
    const post = document.activeElement.closest(".post");
    const near = document.activeElement.closest(".quote");
    const links = all(".quote__source .post-link, .quote__origin", near || document);
    const link = links.find((each) => (near || isShown(each)) && (!post || post.contains(each))) || links.find(isShown);
    if (link) link.click();
  };
  const search = () => {
    const field = document.querySelector("input[type=search], [role=searchbox]");
    const link = document.querySelector("a[href$='search.html'], a[rel~=search]");
    if (field) field.focus();
    else if (link) link.click();
    return field || link;
  };
  let keys = null;
  const help = () => {
    keys = keys || (words ? document.body.appendChild(spoken("dialog")) : null);
    if (keys) keys.open ? keys.close() : keys.showModal();
  };
  const hint = spoken(".keys-hint");
  const colophon = document.querySelector(".colophon");
  if (hint && colophon) {
    hint.addEventListener("click", help);
    colophon.append(hint);
  }
  const back = () => (wayBack ? wayBack.click() : history.back());
  const actions = { j: () => step(true), k: () => step(false), u: toOrigin, b: back, "?": help };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "/" && search()) event.preventDefault();
    else if (keys && keys.open && event.key !== "?") return;
    else if (Object.hasOwn(actions, event.key)) actions[event.key]();
  });
})();
