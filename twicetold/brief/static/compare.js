"use strict";
(() => {
  const columns = document.querySelector(".columns");
  if (!columns) return;
  const sides = [...columns.querySelectorAll(".side")];
  const marks = (anchor) => [...columns.querySelectorAll(`[id="${CSS.escape(anchor)}"], [data-part="${CSS.escape(anchor)}"]`)].filter((m) => m.tagName === "MARK");

  // every passage: its two anchors, and the links that stand behind its two places
  const links = [...columns.querySelectorAll(".back")].filter((a) => /^P\d+$/.test(a.textContent));
  const anchorOf = new Map();
  for (const link of links) {
    link.dataset.pair = link.textContent;
    const twin = links.find((other) => other !== link && other.textContent === link.textContent && other.closest(".side") !== link.closest(".side"));
    if (twin) anchorOf.set(link, twin.getAttribute("href").slice(1)); // where the twin leads is where this one stands
  }
  const pairs = new Map();
  for (const [link, own] of anchorOf) pairs.set(own, { link, other: link.getAttribute("href").slice(1) });
  const ribbons = new Map([...document.querySelectorAll(".ribbon")].map((r) => [r.getAttribute("href").slice(1), r]));

  const light = (anchor, on) => {
    const pair = pairs.get(anchor);
    if (!pair) return;
    for (const name of [anchor, pair.other]) {
      marks(name).forEach((m) => m.classList.toggle("lit", on));
      if (ribbons.has(name)) ribbons.get(name).classList.toggle("lit", on);
    }
  };
  const passageAt = (node) => {
    const named = node instanceof Element && node.closest(".back[data-pair]");
    if (named) return anchorOf.get(named);
    for (let m = node instanceof Element && node.closest("mark"); m; m = m.parentElement.closest("mark")) {
      const anchor = m.id || m.dataset.part;
      if (pairs.has(anchor)) return anchor;
    }
    return null;
  };

  // bring the counterpart to the same height, without moving the page
  const scrolls = (side) => side.scrollHeight > side.clientHeight + 2 && getComputedStyle(side).overflowY === "auto";
  const beside = (anchor) => {
    const pair = pairs.get(anchor);
    const [here] = marks(anchor), [there] = pair ? marks(pair.other) : [];
    if (!here || !there || !scrolls(there.closest(".side"))) return;
    there.closest(".side").scrollTop += there.getBoundingClientRect().top - here.getBoundingClientRect().top;
  };
  let lit = null;
  const show = (anchor) => { if (anchor === lit) return; if (lit) light(lit, false); lit = anchor; if (anchor) light(anchor, true); };
  columns.addEventListener("mouseover", (e) => show(passageAt(e.target)));
  columns.addEventListener("mouseleave", () => show(null));
  columns.addEventListener("focusin", (e) => { const anchor = passageAt(e.target); if (anchor) { show(anchor); beside(anchor); } });
  columns.addEventListener("click", (e) => {
    if (e.target.closest("a")) return;
    const anchor = passageAt(e.target);
    if (anchor && !String(getSelection())) { show(anchor); beside(anchor); }
  });
  document.querySelectorAll(".ribbon").forEach((r) => {
    const anchor = r.getAttribute("href").slice(1);
    r.addEventListener("mouseenter", () => show(anchor));
    r.addEventListener("click", () => setTimeout(() => { show(anchor); beside(anchor); }));
  });

  // keys: n and p go through the passages of the side in focus, x to the counterpart
  const own = (side) => links.filter((a) => a.closest(".side") === side);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest("input, select, textarea"))) return;
    const current = document.activeElement && document.activeElement.matches(".back[data-pair]") ? document.activeElement : null;
    const side = (document.activeElement && document.activeElement.closest(".side")) || sides[0];
    if (event.key === "n" || event.key === "p") {
      const list = own(side), at = list.indexOf(current);
      const next = list[event.key === "n" ? at + 1 : at < 0 ? list.length - 1 : at - 1];
      if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "center" }); beside(anchorOf.get(next)); }
    } else if (event.key === "x" && current) {
      const pair = pairs.get(current.getAttribute("href").slice(1));
      if (pair) pair.link.focus();
    }
  });
})();
