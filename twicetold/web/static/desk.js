"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // the colours that were chosen, told to the server, so that the next page comes in them
  const tell = () => { document.cookie = `twicetold_theme=${document.documentElement.dataset.theme || ""}; path=/; max-age=31536000; samesite=lax`; };
  tell();
  const button = document.querySelector(".theme");
  if (button) button.addEventListener("click", tell);

  // the chosen tab is in sight
  for (const here of all(".site [aria-current], .tabs [aria-current]")) {
    const bar = here.closest("ul");
    if (bar && bar.scrollWidth > bar.clientWidth) bar.scrollLeft = here.offsetLeft - bar.clientWidth / 2;
  }

  // work that is under way
  const working = document.querySelector("[data-job]");
  const look = async () => {
    const plain = (n) => `${n.toLocaleString("en")} ${n === 1 ? "report" : "reports"} read.`;
    try {
      const answer = await fetch(`/jobs/${encodeURIComponent(working.dataset.job)}/state`, { headers: { accept: "application/json" } });
      if (!answer.ok) { location.reload(); return; }
      const job = await answer.json();
      if (job.state === "done" || job.state === "failed") { location.reload(); return; }
      const count = working.querySelector(".count");
      const words = job.state === "waiting" ? "It waits for its turn." : job.sentence ? `${job.sentence}.` : job.done ? plain(job.done) : "At work.";
      if (count.textContent !== words) count.textContent = words;
    } catch { /* the server is away; look again */ }
    setTimeout(look, 1000);
  };
  if (working) setTimeout(look, 700);

  // files dropped
  const drop = document.querySelector(".drop");
  if (drop) {
    const field = drop.querySelector("input[type=file]");
    const chosen = drop.querySelector(".chosen");
    const say = () => {
      const names = [...field.files].map((f) => f.name);
      chosen.textContent = names.length ? `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}` : "";
    };
    field.addEventListener("change", say);
    for (const kind of ["dragover", "dragleave", "drop"]) drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) { field.files = event.dataTransfer.files; say(); }
    });
  }

  // a form is sent once
  for (const form of all("form[method=post]")) form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });

  // a link to a forecast opens its form
  const arrive = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.querySelector("details.resolve");
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
