"use strict";
(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // colours: system, light, dark
  const themes = ["", "light", "dark"];
  const names = { "": "as the system has them", light: "light", dark: "dark" };
  const button = document.querySelector(".theme");
  const remember = { get: () => { try { return localStorage.getItem("twicetold-theme") || ""; } catch { return ""; } },
                     set: (t) => { try { localStorage.setItem("twicetold-theme", t); } catch { /* a file opened from mail may not store */ } } };
  const paint = (theme) => {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    if (button) button.setAttribute("aria-label", "Colours: " + names[theme]);
  };
  let theme = themes.includes(remember.get()) ? remember.get() : "";
  paint(theme);
  if (button) button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    remember.set(theme);
    paint(theme);
  });

  // a link into folded text unfolds it; all pieces of a split highlight light up
  const unfold = (node) => { for (let d = node.closest("details"); d; d = d.parentElement && d.parentElement.closest("details")) d.open = true; };
  const arrive = (id) => {
    all("mark.at").forEach((m) => m.classList.remove("at"));
    const target = id && document.getElementById(id);
    if (!target) return;
    const unseen = target.closest("[hidden], details:not([open])");
    if (target.closest("[hidden]")) clear();
    unfold(target);
    if (unseen || framed) target.scrollIntoView();
    if (target.tagName === "MARK") {
      target.classList.add("at");
      all(`[data-part="${CSS.escape(id)}"]`).forEach((m) => m.classList.add("at"));
    }
  };
  const named = (hash) => { try { return decodeURIComponent(hash.slice(1)); } catch { return hash.slice(1); } };
  const framed = location.protocol === "about:"; // a notebook's frame, where a link to #place would load the notebook
  addEventListener("hashchange", () => arrive(named(location.hash)));

  // the way back: from a place to the link that led there
  let from = null;
  const back = document.querySelector(".return");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.matches(".cite, .chip, .more")) { from = link; if (back) back.hidden = matchMedia("(min-width: 1180px)").matches; }
    else if (back) back.hidden = true;
    if (framed) event.preventDefault();
    if (framed || link.hash === location.hash) arrive(named(link.hash));
  });
  const goBack = () => {
    if (!from) return;
    from.scrollIntoView({ block: "center" });
    from.focus({ preventScroll: true });
    if (back) back.hidden = true;
  };
  if (back) back.addEventListener("click", goBack);

  // filters
  const form = document.querySelector(".filters");
  const items = all("[data-item]");
  const groups = all("main section section, main > section, details.rest").filter((g) => g.querySelector("[data-item]") && !g.querySelector(".filters"));
  const has = (item, name, value) => (" " + (item.dataset[name] || "") + " ").includes(" " + value + " ");
  const changed = (item) => (item.dataset.shift || "").split(" ").some((s) => s && s !== "verbatim" && s !== "trimmed");
  const haystack = new Map();
  const words = (item) => { if (!haystack.has(item)) haystack.set(item, item.textContent.toLowerCase()); return haystack.get(item); };
  const apply = () => {
    const f = form.elements;
    const sought = f.text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const active = sought.length || f.shift.value || f.level.value || f.holder.value || f.doc.value;
    let shown = 0;
    for (const item of items) {
      const fits = (!f.shift.value || (f.shift.value === "+" ? changed(item) : has(item, "shift", f.shift.value)))
        && ["level", "holder", "doc"].every((k) => !f[k].value || has(item, k, f[k].value))
        && sought.every((w) => words(item).includes(w));
      item.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) group.hidden = Boolean(active) && !group.querySelector("[data-item]:not([hidden])");
    if (active) for (const item of items) if (!item.hidden) unfold(item.parentElement);
    form.querySelector("output").textContent = active ? (shown ? `${shown} of ${items.length} items fit` : "Nothing fits; clear a filter to see more") : "";
  };
  const clear = () => { if (form) { form.reset(); apply(); } };
  if (form) {
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (e) => e.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
  }

  // keys
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (event.key === "Escape" && form && (typing || document.activeElement === document.body)) { clear(); if (typing) typing.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && form) { event.preventDefault(); form.elements.text.focus(); }
    else if (event.key === "b") goBack();
    else if (event.key === "j" || event.key === "k") {
      const visible = items.filter((i) => i.offsetParent !== null);
      const line = innerHeight * 0.3;
      const next = event.key === "j" ? visible.find((i) => i.getBoundingClientRect().top > line + 2)
                                     : visible.filter((i) => i.getBoundingClientRect().top < line - 2).pop();
      if (next) {
        scrollTo({ top: scrollY + next.getBoundingClientRect().top - line, behavior: "instant" });
        const link = next.querySelector(".no, a");
        if (link) link.focus({ preventScroll: true });
      }
    }
  });

  // on paper everything is open
  let folded = [];
  addEventListener("beforeprint", () => { folded = all("details:not([open])"); folded.forEach((d) => { d.open = true; }); });
  addEventListener("afterprint", () => { folded.forEach((d) => { d.open = false; }); });

  arrive(named(location.hash));
})();
