// Small comforts; every page reads and links without them.
(() => {
  "use strict";
  const folderOf = (path) => path.slice(0, path.lastIndexOf("/") + 1);
  const named = (hash) => (hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null);

  // A fragment inside a fold opens the fold: not every browser does so by itself.
  const unfold = () => {
    const target = named(location.hash);
    let isClosed = false;
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      isClosed = isClosed || !fold.open;
      fold.open = true;
    }
    if (isClosed) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  // A link to a passage that also stands in this page stays in this page. Only pages of one thread share a folder.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href*='#']");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const isNear = link.origin === location.origin && folderOf(link.pathname) === folderOf(location.pathname);
    if (!isNear || link.pathname === location.pathname || !named(link.hash)) return;
    event.preventDefault();
    location.hash = link.hash;
  });

  // j and k: the next post and the one before.
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (isTyping || event.metaKey || event.ctrlKey || event.altKey || (event.key !== "j" && event.key !== "k")) return;
    const posts = [...document.querySelectorAll(".debate > .post")];
    const tops = posts.map((post) => post.getBoundingClientRect().top);
    const post = event.key === "j" ? posts[tops.findIndex((top) => top > 40)] : posts[tops.findLastIndex((top) => top < -40)];
    if (!post) return;
    post.tabIndex = -1;
    post.focus({ preventScroll: true });
    post.scrollIntoView();
  });

  // On paper nothing is folded.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
})();
