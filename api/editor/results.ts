import { MOST_ROWS, type Answer } from "./asking.ts";
import { drawChart } from "./chart.ts";
import { html } from "./elements.ts";
import { drawTable } from "./table.ts";
import type { Names } from "./terms.ts";

/** How an answer is shown. */
export type View = "Table" | "Chart";

const DRAW: Record<View, (answer: Answer, names: Names) => Node> = { Table: drawTable, Chart: drawChart };
const OF_SOLUTIONS = { CSV: "csv", JSON: "json" };
const OF_GRAPHS = { Turtle: "turtle", "N-Triples": "ntriples" };

/** Say how many rows there are. */
export function counted({ rows, complete }: Answer): string {
  if (!complete) return `The first ${MOST_ROWS.toLocaleString("en")} rows; the downloads have all. Read`;
  return `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
}

/** Give the bar above an answer: a choice of views, and links to download all of it. */
export function toolbar(queryType: string, addressOf: (format: string) => string, chosen: View, choose: (view: View) => void): HTMLElement {
  const buttons = (Object.keys(DRAW) as View[]).map((view) => {
    const pressed = () => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      choose(view);
    };
    const button = html("button", { type: "button", "aria-pressed": String(view === chosen), click: pressed }, view);
    return button;
  });
  const formats = /^(CONSTRUCT|DESCRIBE)$/.test(queryType) ? OF_GRAPHS : OF_SOLUTIONS;
  const links = Object.entries(formats).map(([name, value]) =>
    html("a", { href: addressOf(value), download: `answer.${value}` }, name),
  );
  return html(
    "div",
    { class: "tools" },
    html("div", { role: "group", "aria-label": "Show as" }, ...buttons),
    html("p", {}, "Download ", ...links.flatMap((link, n) => (n ? [", ", link] : [link]))),
  );
}

/** Give an answer's bar and the view chosen. */
export function drawResults(
  answer: Answer,
  names: Names,
  queryType: string,
  addressOf: (format: string) => string,
  chosen: View,
): HTMLElement[] {
  const place = html("div", {}, DRAW[chosen](answer, names));
  const show = (view: View) => place.replaceChildren(DRAW[view](answer, names));
  return [html("h2", {}, "Answer"), toolbar(queryType, addressOf, chosen, show), place];
}

/** Say that something went wrong, aloud too. */
export function alert(title: string, detail: string): HTMLElement {
  return html("div", { class: "error", role: "alert" }, html("p", {}, html("strong", {}, `${title}.`), ` ${detail}`));
}
