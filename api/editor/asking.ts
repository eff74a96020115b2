import { readTerm, readTriple, type Row } from "./terms.ts";

/** An answer as far as it was read. */
export interface Answer {
  columns: string[];
  rows: Row[];
  /** Whether these are all rows. */
  complete: boolean;
}

/** What the endpoint says went wrong (RFC 9457). */
export interface Problem {
  title: string;
  detail: string;
  status: number;
  line?: number;
  column?: number;
}

/** A query the endpoint did not answer. */
export class RefusedError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** Rows read for the page; the downloads have all of them. */
export const MOST_ROWS = 5000;

/** Formats of one row a line, so that reading can stop early. */
const ACCEPT = "text/tab-separated-values, application/n-triples";
/** Longer queries are posted: addresses have limits. */
const LONGEST_ADDRESS = 6000;

/** Give the address that asks a query, in a format where one is named. */
export function addressOf(endpoint: string, query: string, format?: string): string {
  return `${endpoint}?${new URLSearchParams({ query, ...(format ? { format } : {}) })}`;
}

/** Ask a query and read its first rows; throw RefusedError where the endpoint answers with a problem. */
export async function ask(endpoint: string, query: string, signal?: AbortSignal): Promise<Answer> {
  const address = addressOf(endpoint, query);
  const response =
    address.length <= LONGEST_ADDRESS
      ? await fetch(address, { headers: { Accept: ACCEPT }, signal })
      : await fetch(endpoint, {
          method: "POST",
          headers: { Accept: ACCEPT, "Content-Type": "application/sparql-query" },
          body: query,
          signal,
        });
  if (!response.ok) throw new RefusedError(await problemOf(response));
  const lines = linesOf(response.body!);
  if (response.headers.get("Content-Type")?.startsWith("application/n-triples")) {
    return { columns: ["subject", "predicate", "object"], ...(await take(lines, readTriple)) };
  }
  const header = (await lines.next()).value ?? "";
  if (header === "true" || header === "false") {
    return { columns: ["answer"], rows: [[readTerm(header)]], complete: true };
  }
  const columns = cells(header).map((name) => name.slice(1));
  return { columns, ...(await take(lines, (line) => cells(line).map(readTerm).slice(0, columns.length))) };
}

/** Split a line of TSV; a tab within a term is escaped. */
function cells(line: string): string[] {
  return line.split("\t");
}

async function take(lines: AsyncGenerator<string>, read: (line: string) => Row): Promise<Pick<Answer, "rows" | "complete">> {
  const rows: Row[] = [];
  for await (const line of lines) {
    if (rows.length === MOST_ROWS) return { rows, complete: false };
    rows.push(read(line));
  }
  return { rows, complete: true };
}

/** Give the lines of a body as they arrive; leaving early ends the request, and with it the query. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  try {
    let held = "";
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      const lines = (held + value).split("\n");
      held = lines.pop()!;
      yield* lines;
    }
    if (held) yield held;
  } finally {
    await reader.cancel();
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const told = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
  return { title: response.statusText, detail: `The server answered ${response.status}.`, status: response.status, ...told };
}
