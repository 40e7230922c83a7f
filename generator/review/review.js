// Keys for the review; every answer works without them.
(() => {
  "use strict";
  const doubts = [...document.querySelectorAll(".doubt")];
  const here = () => doubts.findIndex((doubt) => doubt.contains(document.activeElement));
  const go = (at) => {
    const doubt = doubts[Math.max(0, Math.min(doubts.length - 1, at))];
    if (!doubt) return;
    doubt.focus({ preventScroll: true });
    doubt.scrollIntoView({ block: "start" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const isTyping = event.target.closest("input");
    if (isTyping && event.key === "Escape") event.target.closest(".doubt").focus();
    if (isTyping) return;
    const doubt = doubts[here()];
    const number = Number(event.key);
    if (event.key === "j") go(here() + 1);
    else if (event.key === "k") go(here() - 1);
    else if (event.key === "u") document.getElementById("undo").click();
    else if (event.key === "e" && doubt) doubt.querySelector("input:not([type=hidden])").select();
    else if (number > 0 && doubt) (doubt.querySelectorAll(".answers__choices button")[number - 1] || { click() {} }).click();
    else return;
    event.preventDefault();
  });

  // The line in question stands in the upper third of its sheet.
  for (const meant of document.querySelectorAll(".lines__meant")) {
    const sheet = meant.parentElement;
    sheet.scrollTop = meant.offsetTop - sheet.offsetTop - sheet.clientHeight / 3;
  }

  // After an answer the page comes anew: go on where the answered doubt stood.
  const kept = "disputatio-review-at";
  document.addEventListener("submit", () => sessionStorage.setItem(kept, String(here())));
  const at = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  if (at !== null && Number(at) >= 0) go(Number(at));
})();
