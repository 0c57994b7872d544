/* All that this page says is there without it. */
(() => {
  "use strict";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);

  /* A link into what is folded unfolds it. */
  const unfold = () => {
    const id = location.hash.slice(1);
    const target = id === "" ? null : document.getElementById(id);
    for (let at = target; at; at = at.parentElement)
      if (at.tagName === "DETAILS")
        at.open = true;
    if (target)
      target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  /* Paper has nothing to click on. */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const at of folded)
      at.open = true;
  });
  addEventListener("afterprint", () => {
    for (const at of folded)
      at.open = false;
    folded = [];
  });

  for (const command of all(".cmd")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(one("code", command).textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(one("code", command));
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    command.append(button);
  }

  for (const tools of all(".tools"))
    tools.hidden = false;
  for (const button of all("button[data-open]"))
    button.addEventListener("click", () => {
      for (const at of all("details.card", button.closest("section")))
        at.open = button.dataset.open === "yes";
    });

  const table = one("table.all");
  if (table === null)
    return;
  const rows = all("tbody tr", table).map((row) => [row, row.dataset.s, row.textContent.toLowerCase()]);
  const search = one("#search");
  const picks = all(".pick input");
  const shown = one("#shown");
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const states = new Set(picks.filter((pick) => pick.checked).map((pick) => pick.value));
    let count = 0;
    for (const [row, state, text] of rows) {
      const fits = (states.size === 0 || states.has(state)) && words.every((word) => text.includes(word));
      row.hidden = !fits;
      count += fits;
    }
    shown.textContent = count === rows.length ? "" : `${count} of ${rows.length}`;
  };
  search.addEventListener("input", filter);
  for (const pick of picks)
    pick.addEventListener("change", filter);
  filter();
})();
