import "@zazuko/yasqe/build/yasqe.min.css";

import { addressOf, ask, RefusedError } from "./asking.ts";
import { completeFrom } from "./completion.ts";
import { editInPlaceOf } from "./editing.ts";
import { html } from "./elements.ts";
import { alert, counted, drawResults, toolbar, type View } from "./results.ts";
import { readSettings } from "./settings.ts";
import { Names } from "./terms.ts";

const settings = readSettings();
const names = new Names(settings.prefixes, settings.homes);
const form = document.querySelector<HTMLFormElement>("form.query")!;
const textarea = form.querySelector("textarea")!;
const format = form.querySelector("select")!;
const results = document.getElementById("results")!;

const notice = html("p", { class: "mistakes", role: "status" });
const status = html("p", { class: "progress", role: "status" });
const stop = html("button", { type: "button", class: "secondary", hidden: true, click: () => running?.abort() }, "Stop");
const share = html("button", { type: "button", class: "secondary", click: copyLink }, "Copy link");
let running: AbortController | null = null;

completeFrom(settings);
const editor = editInPlaceOf(textarea, notice, () => void run());
textarea.after(notice);
form.querySelector(".actions")!.append(stop, share);
form.after(prefixPanel(), status);

const answered = results.querySelector(".tools");
if (answered) {
  // the server has answered this query: its table stays, and only a chart asks again
  const query = editor.query;
  answered.replaceWith(toolbar(editor.type, (value) => addressOf(settings.endpoint, query, value), "Table", () => void run("Chart")));
}

form.addEventListener("submit", (event) => {
  if (format.value) return; // the browser opens the format asked for
  event.preventDefault();
  void run();
});
document.getElementById("examples")!.addEventListener("click", (event) => {
  const link = (event.target as Element).closest("a");
  if (!link || (event as MouseEvent).metaKey || (event as MouseEvent).ctrlKey) return;
  event.preventDefault();
  show(new URL(link.href).searchParams.get("query")!);
  form.scrollIntoView({ block: "nearest" });
});
window.addEventListener("popstate", () => {
  const query = new URL(location.href).searchParams.get("query");
  if (query) show(query);
});

function show(query: string): void {
  editor.query = query;
  void run();
}

/** Ask the query, show its answer, and have the address share it. */
async function run(view: View = "Table"): Promise<void> {
  running?.abort();
  const mine = (running = new AbortController());
  const query = editor.query;
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const clock = setInterval(() => (status.textContent = `Asking… ${Math.floor(Number(seconds()))} s`), 1000);
  stop.hidden = false;
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(settings.endpoint, query, mine.signal);
    const address = (format: string) => addressOf(settings.endpoint, query, format);
    results.replaceChildren(...drawResults(answer, names, editor.type, address, view));
    status.textContent = `${counted(answer)} in ${seconds()} s.`;
  } catch (error) {
    if (running !== mine) return; // another query was asked meanwhile
    results.replaceChildren(refusal(error, mine.signal.aborted, seconds()));
    status.textContent = "";
  } finally {
    clearInterval(clock);
    if (running === mine) {
      running = null;
      stop.hidden = true;
      results.removeAttribute("aria-busy");
      const address = addressOf(settings.endpoint, query);
      if (address !== location.pathname + location.search) history.pushState(null, "", address);
    }
  }
}

/** Say why there is no answer, and mark the place in the query. */
function refusal(error: unknown, stopped: boolean, seconds: string): HTMLElement {
  if (stopped) return alert("Stopped", `You stopped the query after ${seconds} s; the server has dropped it.`);
  if (!(error instanceof RefusedError)) return alert("No answer", "The server could not be reached, or broke off its answer.");
  const { problem } = error;
  if (problem.status === 400) {
    editor.mark(problem);
    return alert("The query was refused", problem.detail);
  }
  return alert(problem.title, problem.detail);
}

function prefixPanel(): HTMLElement {
  const buttons = Object.entries(settings.prefixes).map(([prefix, namespace]) =>
    html(
      "li",
      {},
      html("button", { type: "button", class: "secondary", click: () => editor.insertPrefix(prefix, namespace) }, `${prefix}:`),
      html("code", {}, namespace),
    ),
  );
  return html("details", { class: "prefixes" }, html("summary", {}, "Prefixes"), html("ul", {}, ...buttons));
}

async function copyLink(): Promise<void> {
  const address = new URL(addressOf(settings.endpoint, editor.query), location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    status.textContent = "The link to this query is copied.";
  } catch {
    history.replaceState(null, "", address); // no clipboard here: the address bar has it
    status.textContent = "The address of this page is now the link to this query.";
  }
}
