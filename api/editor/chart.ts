import type { Answer } from "./asking.ts";
import { html, svg } from "./elements.ts";
import { numberOf, type Names, type Term } from "./terms.ts";

/** Bars drawn at most. */
const BARS = 40;
const DATE = /^\d{4}(-\d\d){0,2}$/;

interface Point {
  name: string;
  href: string | null;
  value: number;
}

/** Draw a column of numbers by a column of names: bars, or a line where the names are dates. */
export function drawChart(answer: Answer, names: Names): HTMLElement {
  const columns = answer.columns.map((_, column) => column);
  const numeric = columns.filter((column) => answer.rows.some((row) => numberOf(row[column] ?? null) !== null));
  if (numeric.length === 0) {
    return html("p", {}, "A chart needs a column of numbers: add one, such as ", html("code", {}, "(COUNT(*) AS ?count)"), ".");
  }
  const others = columns.filter((column) => !numeric.includes(column));
  const readable = others.find((column) => answer.rows[0]![column]?.kind === "literal") ?? others[0] ?? 0;
  const across = choice("Names", answer.columns, columns, readable, draw);
  const up = choice("Numbers", answer.columns, numeric, numeric[0]!, draw);
  const figure = html("figure", { class: "chart" });

  function draw(): void {
    const read = answer.rows.flatMap((row) => {
      const value = numberOf(row[Number(up.value)] ?? null);
      return value === null ? [] : [{ ...named(row[Number(across.value)] ?? null, names), value }];
    });
    const points = summed(read);
    const heads = [answer.columns[Number(across.value)]!, answer.columns[Number(up.value)]!] as const;
    const dated = points.length > 1 && points.every((point) => DATE.test(point.name));
    const caption = `${heads[1]} by ${heads[0]}${points.length < read.length ? ", rows of one name added up" : ""}`;
    figure.replaceChildren(html("figcaption", {}, caption), dated ? line(points, heads) : bars(points, heads));
    if (!dated && points.length > BARS) figure.append(html("p", {}, `The first ${BARS} of ${shown(points.length)}; the table has all.`));
  }

  draw();
  return html("div", {}, html("div", { class: "tools" }, across.parentElement!, up.parentElement!), figure);
}

function choice(label: string, names: string[], columns: number[], chosen: number, changed: () => void): HTMLSelectElement {
  const options = columns.map((column) => html("option", { value: String(column), selected: column === chosen }, names[column]!));
  const select = html("select", { change: changed }, ...options);
  html("label", {}, `${label} `, select);
  return select;
}

function named(term: Term | null, names: Names): Omit<Point, "value"> {
  if (term?.kind === "iri") return { name: names.short(term.value), href: names.href(term.value) };
  return { name: term?.value ?? "–", href: null };
}

/** Add up the numbers of rows with one name. */
function summed(points: Point[]): Point[] {
  const sums = new Map<string, Point>();
  for (const point of points) sums.set(point.name, { ...point, value: point.value + (sums.get(point.name)?.value ?? 0) });
  return [...sums.values()];
}

function shown(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}

/** Draw bars as the server's charts do: a table, whose numbers stand beside the bars. */
function bars(points: Point[], heads: readonly [string, string]): Element {
  const most = Math.max(...points.map((point) => Math.abs(point.value))) || 1;
  const rows = points.slice(0, BARS).map(({ name, href, value }) => {
    const width = `${((Math.abs(value) / most) * 100).toFixed(2)}%`;
    const bar = svg("rect", { class: value < 0 ? "series-0 below" : "series-0", width, height: "14" });
    const measure = html(
      "div",
      { class: "measure" },
      svg("svg", { class: "bar", width: "100%", height: "14", "aria-hidden": "true", focusable: "false" }, bar),
      html("span", { class: "number" }, shown(value)),
    );
    return html(
      "tr",
      { role: "row" },
      html("th", { scope: "row", role: "rowheader" }, href ? html("a", { href }, name) : name),
      html("td", { role: "cell" }, measure),
    );
  });
  const headers = heads.map((head) => html("th", { scope: "col", role: "columnheader" }, head));
  return html(
    "table",
    { class: "bars", role: "table" },
    html("thead", { class: "visually-hidden", role: "rowgroup" }, html("tr", { role: "row" }, ...headers)),
    html("tbody", { role: "rowgroup" }, ...rows),
  );
}

function line(points: Point[], [across, up]: readonly [string, string]): Element {
  const sorted = points.toSorted((a, b) => a.name.localeCompare(b.name));
  const [width, height, margin] = [640, 260, 24];
  const times = sorted.map((point) => Date.parse(point.name));
  const [first, last] = [times[0]!, times.at(-1)!];
  const values = sorted.map((point) => point.value);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (time: number) => (((time - first) / (last - first || 1)) * width).toFixed(1);
  const y = (value: number) => (margin + (1 - (value - least) / (most - least || 1)) * (height - 2 * margin)).toFixed(1);
  const dots = sorted.map((point, n) =>
    svg(
      "circle",
      { class: "series-0", cx: x(times[n]!), cy: y(point.value), r: "3.5" },
      svg("title", {}, `${point.name}: ${shown(point.value)}`),
    ),
  );
  const summary = `${up} by ${across}, from ${sorted[0]!.name} to ${sorted.at(-1)!.name}, at most ${shown(most)}`;
  return svg(
    "svg",
    { role: "img", "aria-label": summary, viewBox: `-8 0 ${width + 16} ${height}` },
    svg("line", { class: "base", x1: "0", x2: String(width), y1: y(0), y2: y(0) }),
    svg("path", { class: "trend", d: sorted.map((point, n) => `${n ? "L" : "M"}${x(times[n]!)} ${y(point.value)}`).join("") }),
    ...dots,
    svg("text", { x: "0", y: "14" }, shown(most)),
    svg("text", { x: "0", y: String(height - 4) }, sorted[0]!.name),
    svg("text", { class: "last", x: String(width), y: String(height - 4) }, sorted.at(-1)!.name),
  );
}
