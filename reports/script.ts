/** The only script of the page: filters the cards and opens everything for the printer. The page is whole without it. */
export const SCRIPT = `"use strict";
(() => {
  const form = document.getElementById("filter");
  if (form) {
    const cards = [...document.querySelectorAll("#cards > article")];
    const shown = document.getElementById("shown");
    const apply = () => {
      const want = Object.fromEntries(new FormData(form));
      const text = want.text.trim().toLowerCase();
      let count = 0;
      for (const card of cards) {
        const fits =
          (want.severity === "" || card.dataset.severity === want.severity) &&
          (want.verdict === "" || card.dataset.verdict === want.verdict) &&
          (want.run === "" || card.dataset.runs.split(" ").includes(want.run)) &&
          (text === "" || card.textContent.toLowerCase().includes(text));
        card.hidden = !fits;
        if (fits) count++;
      }
      shown.textContent = String(count);
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });
})();
`;
