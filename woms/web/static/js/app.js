/* What the pages gain with JavaScript; everything works without it. No framework, no inline code, no eval. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const typing = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  /* ---- numbers as typed in Vietnam -------------------------------------------------------------------- */
  const readNumber = (text) => {
    const plain = text.replace(/[\s\u00a0%]/g, "");
    const grouped = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(plain);
    const value = Number(grouped ? plain.replaceAll(".", "").replace(",", ".") : plain.replace(",", "."));
    return plain && Number.isFinite(value) ? value : null;
  };
  const writeNumber = (value) => value.toLocaleString("vi-VN", { maximumFractionDigits: 6 });

  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    const input = step.parentElement.querySelector("input");
    input.value = writeNumber((readNumber(input.value) ?? 0) + Number(step.dataset.step));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* ---- menus, dialogs, toasts ------------------------------------------------------------------------- */
  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); return; }
    if (event.target.closest("[data-back]") && history.length > 1) { event.preventDefault(); history.back(); return; }
    const close = event.target.closest("[data-close]");
    if (close) (close.closest("[data-toast]") ? close.closest("[data-toast]").remove() : close.closest("dialog")?.close());
    if (event.target.tagName === "DIALOG") event.target.close();
  });
  const fadeToast = (toast) => { if (!toast.classList.contains("is-error")) setTimeout(() => toast.remove(), 6000); };
  const say = (text, isError = false) => {
    const region = document.querySelector("[data-toasts]");
    if (!region || !text) return;
    const toast = document.createElement("div");
    toast.className = isError ? "toast is-error" : "toast";
    toast.dataset.toast = "";
    toast.textContent = text;
    region.append(toast);
    fadeToast(toast);
  };
  document.addEventListener("toast", (event) => say(event.detail.text, event.detail.kind === "error"));

  /* ---- forms: one send, warn before losing what was typed, Enter walks down the rows -------------------- */
  let dirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.form?.matches("[data-guard]")) dirty = true;
    if (event.target.form?.matches("[data-row]")) event.target.form.dataset.dirty = "";
    const counted = event.target.matches("[data-count]") && document.querySelector(`[data-count-for="${event.target.id}"]`);
    if (counted) counted.textContent = `${event.target.value.length}/${event.target.maxLength}`;
  });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    dirty = false;
    if (form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; form.removeAttribute("aria-busy"); }, 8000);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.removeAttribute("aria-busy"); }));

  let nextRow = null;
  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("[data-enter-next]");
    if (!input || event.isComposing) return;
    const row = input.closest("[data-row]");
    if (event.key === "Escape") { input.value = input.defaultValue; return; }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.shiftKey) { const more = row.querySelector(".show-more"); if (more) { more.checked = true; row.querySelector("textarea")?.focus(); } }
    else {
      const rows = all("[data-row]");
      nextRow = rows.slice(rows.indexOf(row) + 1).find((one) => one.querySelector("[data-enter-next]:not([readonly])"))?.id ?? null;
    }
    row.requestSubmit();
  });
  const focusNumber = (id) => {
    const input = id && document.getElementById(id)?.querySelector("[data-enter-next]:not([readonly])");
    if (input) { input.focus(); input.select(); }
  };

  /* ---- htmx: the token travels with every request, failures are said in words --------------------------- */
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status < 400) return;
    const isPage = /^\s*<!doctype/i.test(xhr.responseText);
    event.detail.shouldSwap = !isPage && [409, 413, 422].includes(xhr.status);
    event.detail.isError = isPage && xhr.status >= 500;
    if (isPage) say(new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(".lead")?.textContent, true);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (nextRow && !event.target.querySelector?.("[aria-invalid=true]")) focusNumber(nextRow);
    nextRow = null;
    prepare(event.target);
  });
  const unsent = () => say(document.body.dataset.unsent || "Chưa gửi được. Nội dung vẫn còn trên trang, hãy thử lại.", true);
  document.addEventListener("htmx:sendError", unsent);
  document.addEventListener("htmx:timeout", unsent);

  /* ---- theme: applied at once, kept by the server -------------------------------------------------------- */
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    root.dataset.theme = data.get("theme");
    all("[data-theme-form] button").forEach((one) => one.setAttribute("aria-pressed", String(one === event.submitter)));
    fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(unsent);
  }, true);

  /* ---- lists: pick all, count, filter ------------------------------------------------------------------- */
  const countPicked = () => all("[data-bulk]").forEach((bar) => {
    const picked = all("[data-pick]:checked").length;
    bar.hidden = picked === 0;
    const words = bar.querySelector("[data-bulk-count]");
    if (words?.dataset.words) words.textContent = words.dataset.words.replace("%", picked);
  });
  document.addEventListener("change", (event) => {
    const master = event.target.closest("[data-pick-all]");
    if (master) all(`[data-pick${master.dataset.pickAll ? `="${master.dataset.pickAll}"` : ""}]:not(:disabled)`).forEach((box) => { box.checked = master.checked; });
    if (master || event.target.matches("[data-pick]")) countPicked();
  });
  const fold = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-filter-list]") || event.isComposing) return;
    const wanted = fold(event.target.value);
    all("a", event.target.closest(".panel")).forEach((link) => { link.hidden = !fold(link.textContent).includes(wanted); });
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-canned] button");
    if (!chip) return;
    const box = document.getElementById(chip.parentElement.dataset.canned);
    box.value = box.value ? `${box.value}\n${chip.textContent}` : chip.textContent;
    box.focus();
  });

  /* ---- keyboard ---------------------------------------------------------------------------------------- */
  const places = { h: "/", c: "/cap-nhat", d: "/dieu-hanh", k: "/ke-hoach", b: "/bao-cao", x: "/cho-xu-ly" };
  let going = 0;
  const rowsOf = () => all("[data-nav-row]");
  const move = (by) => {
    const rows = rowsOf();
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    (row?.querySelector("a[href], button, input") ?? row)?.focus();
  };
  const here = (name) => document.activeElement.closest?.("[data-nav-row]")?.querySelector(name);
  const keys = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => document.getElementById("shortcuts")?.showModal(),
    j: () => move(1),
    k: () => move(-1),
    x: () => here("[data-pick]")?.click(),
    u: () => (here("[data-key-update]") ?? document.querySelector("[data-key-update]"))?.click(),
    a: () => (here("[data-key-approve]") ?? document.querySelector("[data-key-approve]"))?.click(),
    r: () => (here("[data-key-return]") ?? document.querySelector("[data-key-return]"))?.click(),
    n: () => document.querySelector("[data-key-new]")?.click(),
    "[": () => document.querySelector("[data-period-before]")?.click(),
    "]": () => document.querySelector("[data-period-after]")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "k") { event.preventDefault(); keys["/"](); return; }
    if (event.key === "Escape") { all("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); }); return; }
    if (event.ctrlKey || event.metaKey || typing(event.target) || document.querySelector("dialog[open]") || !("shortcuts" in document.body.dataset)) return;
    if (Date.now() - going < 1200 && places[event.key]) { location.assign(places[event.key]); return; }
    going = event.key === "g" ? Date.now() : 0;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  const offline = () => { const bar = document.querySelector("[data-offline]"); if (bar) bar.hidden = navigator.onLine; };
  addEventListener("online", offline);
  addEventListener("offline", offline);

  /* ---- relative times, first focus --------------------------------------------------------------------- */
  const relative = () => {
    const words = new Intl.RelativeTimeFormat(root.lang || "vi", { numeric: "auto" });
    all("time[data-relative]").forEach((one) => {
      const minutes = Math.round((new Date(one.dateTime) - Date.now()) / 60000);
      const [size, unit] = Math.abs(minutes) < 60 ? [1, "minute"] : Math.abs(minutes) < 1440 ? [60, "hour"] : [1440, "day"];
      one.title = one.title || one.textContent;
      one.textContent = words.format(Math.round(minutes / size), unit);
    });
  };
  const prepare = (from) => {
    all("[data-canned]", from).forEach((one) => { one.hidden = false; });
    all("[data-error-summary]", from).forEach((one) => one.focus());
    countPicked();
    relative();
  };
  prepare(document);
  offline();
  all("[data-toast]").forEach(fadeToast);
  setInterval(relative, 60000);
})();
