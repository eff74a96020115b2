import { html } from "./elements.ts";
import { fold, type Found, type Thing, Things } from "./things.ts";

const SHOWN = 25;

const settings = JSON.parse(document.getElementById("finder-settings")!.textContent!) as { things: string; root: string };
const form = document.querySelector<HTMLFormElement>("#finder")!;
const box = form.querySelector("input")!;
const kinds = form.querySelector("select")!;
const status = document.getElementById("found")!;
const list = document.getElementById("hits")!;
const more = document.querySelector<HTMLButtonElement>("#more")!;

let things: Things;
let found: Found = { things: [], words: [], whole: true };
let chosen: Thing[] = [];

form.hidden = false;
status.textContent = "Getting the list of things…";
readAddress();
void start();

/** Fetch the list, then search for what the address or the reader has asked meanwhile. */
async function start(): Promise<void> {
  try {
    const answer = await fetch(settings.things);
    if (!answer.ok) throw new Error(`${answer.status}`);
    things = await Things.of(await answer.json());
  } catch {
    status.textContent = "The list of things could not be fetched, so that nothing can be searched. Reload the page, or look below.";
    return;
  }
  const wanted = new URL(location.href).searchParams.get("kind") ?? "";
  kinds.append(...things.kinds.map((name) => html("option", { value: name }, name)));
  kinds.value = things.kinds.includes(wanted) ? wanted : "";
  search();
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search("replace"), 120);
  });
  kinds.addEventListener("change", () => search("replace"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search("push");
  });
  more.addEventListener("click", () => {
    const next = list.childElementCount;
    show(next);
    list.children[next]?.querySelector("a")?.focus(); // so that a keyboard goes on where the new ones begin
  });
  window.addEventListener("popstate", () => {
    readAddress();
    search();
  });
}

function readAddress(): void {
  const asked = new URL(location.href).searchParams;
  box.value = asked.get("q") ?? "";
  kinds.value = asked.get("kind") ?? "";
}

/** Search for what is typed, say how much is found, show the first, and have the address share it. */
function search(address?: "push" | "replace"): void {
  found = things.find(box.value);
  const wanted = things.kinds.indexOf(kinds.value);
  chosen = wanted < 0 ? found.things : found.things.filter((one) => one.kind === wanted);
  list.replaceChildren();
  show(0);
  status.textContent = said();
  document.title = document.title.replace(/^(.*: s|S)earch/, () => (box.value ? `${box.value}: search` : "Search"));
  if (address === undefined) return;
  const asked = new URLSearchParams([["q", box.value], ["kind", kinds.value]].filter(([, value]) => value) as string[][]);
  const whole = asked.size ? `${location.pathname}?${asked}` : location.pathname;
  if (whole === location.pathname + location.search) return;
  if (address === "push") history.pushState(null, "", whole);
  else history.replaceState(null, "", whole);
}

function said(): string {
  const number = (count: number) => count.toLocaleString("en-GB");
  if (!box.value.trim()) return `Type to search ${number(things.number)} bodies, datasets, agreements and laws.`;
  if (!chosen.length) return kinds.value && found.things.length ? `Nothing of this kind; ${number(found.things.length)} of others.` : "Nothing found.";
  return `${number(chosen.length)} found${found.whole ? "" : ", with some of these words: nothing has them all"}.`;
}

function show(from: number): void {
  list.append(...chosen.slice(from, from + SHOWN).map(hit));
  const rest = chosen.length - list.childElementCount;
  more.hidden = rest <= 0;
  more.textContent = `Show ${Math.min(rest, SHOWN)} more of ${rest.toLocaleString("en-GB")}`;
}

function hit(thing: Thing): HTMLElement {
  const line = (kind: string, ...content: (Node | string)[]) => html("p", { class: kind }, ...content);
  const others = thing.others.flatMap((name, place) => [place ? ", “" : "Also “", ...marked(name), "”"]);
  const facts = [thing.applicant, thing.start || thing.end ? `${thing.start || "start not printed"} to ${thing.end || "end not printed"}` : ""];
  const told = facts.filter(Boolean).flatMap((text, place) => [place ? " · " : "", ...marked(text)]);
  return html(
    "li",
    {},
    line("kind", things.kinds[thing.kind]!),
    html("h3", {}, html("a", { href: settings.root + thing.address }, ...marked(thing.name))),
    ...(thing.title ? [line("named", ...marked(thing.title))] : []),
    ...(others.length ? [line("quiet", ...others)] : []),
    ...(told.length ? [line("quiet", ...told)] : []),
    ...(thing.datasets.length ? [line("quiet", ...datasets(thing.datasets))] : []),
  );
}

/** Name the datasets of an agreement, those found first, and no more than a few. */
function datasets(names: string[]): (Node | string)[] {
  const has = (name: string) => Number(marked(name).some((one) => typeof one !== "string"));
  const first = [...names].sort((a, b) => has(b) - has(a)).slice(0, 4);
  const rest = names.length - first.length;
  return [...first.flatMap((name, place) => [place ? "; " : "", ...marked(name)]), rest ? `; and ${rest} more` : ""];
}

/** Mark the words of a text that were looked for, or begin as they do. */
function marked(text: string): (Node | string)[] {
  if (!found.words.length) return [text];
  return text.split(/([\p{L}\p{N}]+)/u).map((part, place) => {
    const word = place % 2 ? fold(part) : "";
    return word && found.words.some((one) => word === one) ? html("mark", {}, part) : part;
  });
}
