/* Open pages stay true by themselves. A page marks its parts with `data-live-region` (and an id); when the server says
   that something changed, the page is fetched again in the background and only the parts that differ are replaced,
   without losing scroll, focus or open menus. Without EventSource, or while it is cut, a cheap version is asked for. */
(() => {
  "use strict";
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const regions = () => all("[data-live-region]");
  const body = document.body;
  if (!body.dataset.live || !regions().length) return;

  const GAP = 2000, POLL = 3000, SILENCE = 50000, GRACE = 1500, RETRY = 10000;
  const FOCUSABLE = "a[href], button, summary, input, select, textarea, [tabindex]";
  let version = body.dataset.version;
  let state = "", source = null, lastBeat = 0, lastFetch = 0;
  let waiting = 0, poll = 0, grace = 0, stale = false, over = false;

  /* ---- the words beside the data time ------------------------------------------------------------------- */
  const show = () => all("[data-live-state]").forEach((one) => {
    const word = one.querySelector("[data-live-word]");
    const text = one.dataset[state] ? `${one.dataset[state]} · ` : "";
    one.classList.toggle("is-lost", state === "lost");
    if (word && word.textContent !== text) word.textContent = text;
  });
  const become = (wanted) => { state = wanted; show(); };

  /* ---- replacing what differs -------------------------------------------------------------------------- */
  const served = new Map(regions().map((one) => [one.id, one.innerHTML]));
  const places = (region) => all(FOCUSABLE, region);
  const nameOf = (element) => element.id || element.getAttribute("href") || element.textContent.trim();
  const isBusy = (region) => {
    const active = document.activeElement, chosen = getSelection();
    return (region.contains(active) && /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName)) || region.querySelector("dialog[open]")
      || (chosen && !chosen.isCollapsed && region.contains(chosen.anchorNode));
  };
  const remember = (region) => {
    const active = region.contains(document.activeElement) ? document.activeElement : null;
    return {
      focus: active && { name: nameOf(active), index: places(region).indexOf(active) },
      open: all("details", region).map((one) => one.open),
      scroll: all(".scroll", region).map((one) => [one.scrollLeft, one.scrollTop]),
      keyed: new Map(all("[data-key], a.key", region).map((one) => [one.dataset.key || one.href, one.textContent])),
    };
  };
  const restore = (region, kept) => {
    all("details", region).forEach((one, index) => { if (kept.open[index]) one.open = true; });
    all(".scroll", region).forEach((one, index) => { if (kept.scroll[index]) [one.scrollLeft, one.scrollTop] = kept.scroll[index]; });
    if (kept.focus) {
      const now = places(region);
      (now.find((one) => nameOf(one) === kept.focus.name) || now[kept.focus.index])?.focus({ preventScroll: true });
    }
    all("[data-key], a.key", region).forEach((one) => {
      const before = kept.keyed.get(one.dataset.key || one.href);
      if (before !== undefined && before !== one.textContent) one.classList.add("just-changed");
    });
  };
  const swap = (region, fresh) => {
    if (!fresh || served.get(region.id) === fresh.innerHTML) return false;
    if (isBusy(region)) { stale = true; return false; }
    const kept = remember(region), html = fresh.innerHTML;
    region.replaceChildren(...fresh.childNodes);
    served.set(region.id, html);
    restore(region, kept);
    if (window.htmx) window.htmx.process(region);
    return true;
  };

  /* ---- fetching: at most once every two seconds, and only while somebody looks --------------------------- */
  const refresh = async () => {
    waiting = 0;
    lastFetch = Date.now();
    stale = false;
    const address = location.href.split("#")[0];
    const response = await fetch(address, { headers: { "X-Live": "1" } });
    if (response.redirected || response.status === 401) { over = true; become("lost"); source?.close(); clearInterval(poll); return; }
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const changed = regions().map((one) => swap(one, page.getElementById(one.id))).some(Boolean);
    version = page.body.dataset.version || version;
    show();
    if (changed) announce();
  };
  const ask = () => {
    if (over || waiting) return;
    if (document.hidden) { stale = true; return; }
    waiting = setTimeout(() => refresh().catch(() => { stale = true; }), Math.max(0, lastFetch + GAP - Date.now()));
  };
  const voice = document.createElement("p");
  voice.className = "visually-hidden";
  voice.setAttribute("role", "status");
  body.append(voice);
  const announce = () => {
    document.dispatchEvent(new CustomEvent("woms:refreshed"));
    voice.textContent = "";
    setTimeout(() => { voice.textContent = body.dataset.updated || ""; }, 100);
  };

  /* ---- polling: when there is no EventSource, and while it is cut ---------------------------------------- */
  const check = async () => {
    const response = await fetch("/phien-ban", { headers: { "HX-Request": "true" } });
    if (response.status === 401) { over = true; become("lost"); clearInterval(poll); return; }
    if (response.ok && (await response.text()) !== version) ask();
  };
  const startPolling = () => { if (!poll && !over) poll = setInterval(() => check().catch(() => {}), POLL); };
  const stopPolling = () => { clearInterval(poll); poll = 0; };

  /* ---- listening --------------------------------------------------------------------------------------- */
  const beat = () => { lastBeat = Date.now(); };
  const up = (event) => {
    beat();
    clearTimeout(grace);
    grace = 0;
    stopPolling();
    become("live");
    if (event.data !== version) ask();
  };
  const down = () => {
    if (!grace && state !== "lost") grace = setTimeout(() => { grace = 0; become("lost"); startPolling(); }, GRACE);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, RETRY);
  };
  const listen = () => {
    if (over) return;
    source?.close();
    source = new EventSource(body.dataset.live);
    source.addEventListener("hello", up);
    source.addEventListener("beat", beat);
    source.addEventListener("changed", () => { beat(); ask(); });
    source.onerror = down;
  };
  const begin = () => {
    if ("EventSource" in window) { beat(); listen(); } else { become("poll"); startPolling(); }
  };
  setInterval(() => {
    if (state === "live" && Date.now() - lastBeat > SILENCE) { become("lost"); startPolling(); beat(); listen(); }
    if (stale && !document.hidden) ask();
  }, POLL);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && stale) ask(); });
  addEventListener("pagehide", () => { source?.close(); stopPolling(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { begin(); check().catch(() => {}); } });
  begin();
})();
