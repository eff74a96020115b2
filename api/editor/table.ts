import type { Answer } from "./asking.ts";
import { html } from "./elements.ts";
import { numberOf, type Names, type Row, type Term } from "./terms.ts";

/** Rows drawn at once; more follow at a click. */
const DRAWN = 200;

const ORDER = new Intl.Collator("en", { numeric: true });

/** Draw an answer as a table, sorted by a column at a click on its header. */
export function drawTable(answer: Answer, names: Names): HTMLElement {
  let rows = answer.rows;
  let drawn = 0;
  const body = html("tbody");
  const more = html("button", { type: "button", class: "more", click: () => draw() }, "Show more rows");

  function draw(): void {
    body.append(...rows.slice(drawn, drawn + DRAWN).map((row) => rowOf(row, names)));
    drawn = Math.min(drawn + DRAWN, rows.length);
    more.hidden = drawn === rows.length;
  }

  function sort(column: number, header: HTMLElement): void {
    const rising = header.getAttribute("aria-sort") !== "ascending";
    for (const one of header.parentElement!.children) one.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", rising ? "ascending" : "descending");
    rows = answer.rows.toSorted((a, b) => (rising ? 1 : -1) * compare(a[column] ?? null, b[column] ?? null));
    body.replaceChildren();
    drawn = 0;
    draw();
  }

  const headers = answer.columns.map((name, column) => {
    const header = html("th", { scope: "col" });
    header.append(html("button", { type: "button", class: "sort", click: () => sort(column, header) }, name));
    return header;
  });
  draw();
  const table = html("table", { class: "answer" }, html("thead", {}, html("tr", {}, ...headers)), body);
  // a region that scrolls must be reachable by keyboard
  return html("div", {}, html("div", { class: "wide", role: "region", "aria-label": "Answer", tabindex: "0" }, table), more);
}

function rowOf(row: Row, names: Names): HTMLElement {
  return html("tr", {}, ...row.map((term) => cellOf(term, names)));
}

function cellOf(term: Term | null, names: Names): HTMLElement {
  if (!term) return html("td");
  if (numberOf(term) !== null) return html("td", { class: "number" }, term.value);
  if (term.kind === "blank") return html("td", {}, `_:${term.value}`);
  if (term.kind === "literal") return html("td", term.language ? { lang: term.language } : {}, term.value);
  const href = names.href(term.value);
  const text = names.short(term.value);
  return html("td", {}, href ? html("a", { href, title: term.value }, text) : text);
}

function compare(a: Term | null, b: Term | null): number {
  if (!a || !b) return Number(!a) - Number(!b);
  const [x, y] = [numberOf(a), numberOf(b)];
  return x !== null && y !== null ? x - y : ORDER.compare(a.value, b.value);
}
