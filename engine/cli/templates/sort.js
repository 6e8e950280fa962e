"use strict";
const lang = document.documentElement.lang;
for (const table of document.querySelectorAll("#accounts table")) {
  const heads = [...table.querySelectorAll("thead th")];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const number = head.classList.contains("number");
      const key = (row) => {
        const text = row.cells[at].textContent.trim();
        return number ? parseFloat(text.replaceAll(",", "")) : text;
      };
      const unknown = (value) => value === "" || Number.isNaN(value);
      const body = table.tBodies[0];
      const rows = [...body.rows].sort((one, other) => {
        const a = key(one), b = key(other);
        if (unknown(a) || unknown(b)) return unknown(a) - unknown(b);
        const order = number ? a - b : a.localeCompare(b, lang, { numeric: true });
        return down ? -order : order;
      });
      body.append(...rows);
    });
  });
}
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details")) each.open = true;
});
