// Search. The index lies in scripts (search/0/about.js ...), each of which hands its value to `disputatioFound`: so it
// works from a folder as well. generator/exports/search.py describes the files, generator/text/searching.py the words.
(() => {
  "use strict";
  const form = document.getElementById("search");
  if (!form) return;
  const field = form.elements;
  const state = document.getElementById("search-state");
  const list = document.getElementById("search-results");
  const more = document.getElementById("search-more");
  const say = form.dataset;
  const PAGE = 10;
  const MOST = 1000; // results that are put in order
  const K1 = 1.2, B = 0.6; // BM25: how soon more of a word adds nothing, how much a long post must pay
  const QUOTED = 0.4; // a word inside a quote counts less than a word of one's own

  // --- loading: each file once -------------------------------------------------------------------------------------
  const files = new Map();
  window.disputatioFound = (name, value) => files.get(name).found(value);
  const load = (name) => {
    if (!files.has(name)) {
      const entry = {};
      entry.value = new Promise((found, failed) => {
        const script = document.createElement("script");
        entry.found = found;
        script.src = `search/${name}.js?${say.version}`;
        script.onerror = () => { files.delete(name); failed(new Error(name)); };
        document.head.append(script);
      });
      files.set(name, entry);
    }
    return files.get(name).value;
  };

  // --- words, as the index has them --------------------------------------------------------------------------------
  const LEFT_OUT = /[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670'’ʼ\u00ad\u200b-\u200d\u2060]/g;
  const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
  const plain = (text) => text.normalize("NFKD").replace(LEFT_OUT, "").toLowerCase().normalize("NFC");
  const wordsOf = (text) => {
    const words = [];
    for (const whole of plain(text).match(/[\p{L}\p{N}\p{M}]+/gu) || []) {
      for (const run of whole.match(RUNS)) {
        const signs = [...run];
        if (!IS_UNSPACED.test(run) || signs.length === 1) words.push(signs.slice(0, 40).join(""));
        else for (let at = 1; at < signs.length; at++) words.push(signs[at - 1] + signs[at]);
      }
    }
    return [...new Set(words)];
  };
  // Words are sorted by code points, as Python sorts them; JavaScript would sort by UTF-16 units.
  const isAfter = (left, right) => {
    const a = [...left], b = [...right];
    for (let at = 0; at < a.length && at < b.length; at++) {
      if (a[at] !== b[at]) return a[at].codePointAt(0) > b[at].codePointAt(0);
    }
    return a.length > b.length;
  };
  const runOf = (firsts, word) => {
    let low = 0, high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAfter(firsts[middle], word)) high = middle; else low = middle + 1;
    }
    return low - 1;
  };

  // --- asking --------------------------------------------------------------------------------------------------------
  // What a query's word finds: itself, longer forms of it ("strike", "strikes"), the form without its s.
  const formsIn = (run, word) => {
    const forms = [];
    const add = (form, weight) => { if (Object.hasOwn(run, form)) forms.push([run[form], weight]); };
    add(word, 1);
    if (word.length > 3 && word.endsWith("s")) add(word.slice(0, -1), 0.7);
    if (word.length > 3) {
      for (const other in run) {
        if (other.length > word.length && other.length <= word.length + 3 && other.startsWith(word)) forms.push([run[other], 0.6]);
      }
    }
    return forms;
  };
  const postsOf = async (part, word) => {
    const about = await load(`${part}/about`);
    const at = runOf(about.words, word);
    const found = new Map(); // post -> [own, quoted]
    if (at < 0) return found;
    for (const [entry, weight] of formsIn(await load(`${part}/words-${at}`), word)) {
      let post = -1;
      for (const number of entry) {
        post += number >> 4;
        const before = found.get(post) || [0, 0];
        found.set(post, [before[0] + weight * ((number >> 2) & 3), before[1] + weight * (number & 3)]);
      }
    }
    return found;
  };
  const filterOf = async (part, ask) => {
    if (!ask.by && !ask.on && !ask.from && !ask.to) return () => true;
    const known = await load(`${part}/filters`);
    const names = known.people.map((name) => plain(name).includes(ask.by));
    const topic = known.topics.indexOf(ask.on);
    return (post) =>
      (!ask.by || names[known.by[post]]) &&
      (!ask.on || known.on[post].includes(topic)) &&
      (!ask.from || known.years[post] >= ask.from) &&
      (!ask.to || (known.years[post] && known.years[post] <= ask.to));
  };
  const weightIn = (ask, [own, quoted]) =>
    ask.in === "own" ? own : ask.in === "quoted" ? quoted : own + QUOTED * quoted;
  const search = async (ask) => {
    const parts = [...Array(Number(say.parts)).keys()];
    const abouts = await Promise.all(parts.map((part) => load(`${part}/about`)));
    const total = abouts.reduce((sum, about) => sum + about.posts, 0);
    const filters = await Promise.all(parts.map((part) => filterOf(part, ask)));
    const found = await Promise.all(ask.words.map((word) => Promise.all(parts.map((part) => postsOf(part, word)))));
    const rarity = found.map((each) => {
      const posts = each.reduce((sum, posts) => sum + posts.size, 0);
      return Math.log(1 + (total - posts + 0.5) / (posts + 0.5));
    });
    const results = [];
    for (const part of parts) {
      const scores = new Map(); // post -> [score, words matched]
      found.forEach((each, word) => {
        for (const [post, counts] of each[part]) {
          const weight = weightIn(ask, counts);
          if (!weight || !filters[part](post)) continue;
          const length = 2 ** (parseInt(abouts[part].lengths[post], 36) / 2);
          const share = (weight * (K1 + 1)) / (weight + K1 * (1 - B + (B * length) / 64)); // 64 words: a usual post
          const before = scores.get(post) || [0, 0];
          scores.set(post, [before[0] + rarity[word] * share, before[1] + 1]);
        }
      });
      for (const [post, [score, matched]] of scores) results.push([score * (matched / ask.words.length) ** 2, part, post]);
    }
    results.sort((left, right) => right[0] - left[0] || left[1] - right[1] || left[2] - right[2]);
    return results;
  };

  // --- showing -------------------------------------------------------------------------------------------------------
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const isWanted = (words, piece) => wordsOf(piece).some((found) => words.some((word) =>
    found === word || (word.length > 3 && found.length <= word.length + 3 && found.startsWith(word)) || `${found}s` === word));
  // The words around the first one that was asked for, with all that were asked for marked.
  const excerpt = (words, text) => {
    const pieces = text.split(/([^\p{L}\p{N}\p{M}'’]+)/u);
    const hits = pieces.map((piece, at) => at % 2 === 0 && piece && isWanted(words, piece));
    const first = hits.indexOf(true);
    if (first < 0) return null;
    const start = Math.max(0, first - 20), end = Math.min(pieces.length, first + 50);
    const shown = element("p", "search__words");
    shown.dir = "auto";
    if (start) shown.append("… ");
    for (let at = start; at < end; at++) shown.append(hits[at] ? element("mark", "", pieces[at]) : pieces[at]);
    if (end < pieces.length) shown.append(" …");
    return shown;
  };
  const show = async (ask, [, part, post]) => {
    const about = await load(`${part}/about`);
    let run = about.texts.length - 1;
    while (about.texts[run] > post) run--;
    const [thread, title, place, id, number, author, when, own, quoted] = (await load(`${part}/texts-${run}`))[post - about.texts[run]];
    const page = Math.ceil(place / Number(say.postsPerPage));
    const item = element("li", "search__result");
    const head = element("p", "search__head");
    const link = element("a", "", `${author || say.unknown}, № ${number}`);
    link.href = `threads/${encodeURIComponent(thread)}/${page > 1 ? `page-${page}.html` : "index.html"}#p-${encodeURIComponent(id)}`;
    head.append(link, " ", element("cite", "thread-title", title || say.untitled));
    if (when) head.append(" ", element("span", "search__when", when));
    item.append(head);
    const inOwn = ask.in !== "quoted" && excerpt(ask.words, own);
    const inQuote = !inOwn && excerpt(ask.words, quoted);
    if (inQuote) head.append(" ", element("span", "search__in-quote", say.quoted));
    const words = inOwn || inQuote || element("p", "search__words", own.slice(0, 200));
    item.append(words);
    return item;
  };

  let asked = 0; // the query that counts: answers to former ones come too late
  let results = [], shown = 0, current = null;
  const showMore = async () => {
    const mine = asked, next = results.slice(shown, shown + PAGE);
    const items = await Promise.all(next.map((result) => show(current, result)));
    if (mine !== asked) return;
    list.append(...items);
    shown += next.length;
    more.hidden = shown >= results.length;
  };
  const number = (value) => Number.parseInt(value, 10) || 0;
  const query = () => ({
    words: wordsOf(field.q.value).slice(0, 20),
    by: plain(field.by.value.trim()),
    on: field.on ? field.on.value : "",
    from: number(field.from.value),
    to: number(field.to.value),
    in: field.in.value,
  });
  const run = async () => {
    const mine = ++asked;
    const ask = query();
    if (!ask.words.length) {
      list.replaceChildren();
      state.textContent = "";
      more.hidden = true;
      return;
    }
    state.textContent = say.wait;
    try {
      const found = await search(ask);
      if (mine !== asked) return;
      [results, shown, current] = [found.slice(0, MOST), 0, ask];
      list.replaceChildren();
      await showMore();
      if (mine !== asked) return;
      const count = found.length.toLocaleString(document.documentElement.lang);
      const sentence = !found.length ? say.none : found.length === 1 ? say.one : found.length > MOST ? say.first : say.found;
      state.textContent = sentence.replace("{count}", count).replace("{shown}", MOST);
    } catch (fault) {
      if (mine === asked) state.textContent = say.failed;
    }
  };

  // --- the form: its address can be kept and sent ------------------------------------------------------------------
  const remember = () => {
    const values = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    try { history.replaceState(null, "", `?${values}`); } catch (fault) { /* not allowed in a folder */ }
  };
  let waiting = 0;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { remember(); run(); }, 250);
  };
  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    remember();
    run();
  });
  more.addEventListener("click", showMore);
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (field[name]) field[name].value = value;
    if (name !== "q" && value) form.querySelector("details").open = true;
  }
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest && event.target.closest("input, textarea, select");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.q.focus();
  });
  if (field.q.value) run();
})();
