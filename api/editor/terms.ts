/** An RDF term as a line of TSV or N-Triples has it. */
export interface Term {
  kind: "iri" | "literal" | "blank";
  /** The IRI, the literal's text, or the blank node's label. */
  value: string;
  language?: string;
  datatype?: string;
}

/** A row of an answer: null where a variable is unbound. */
export type Row = (Term | null)[];

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?|([^\s"<]+)/y;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs;
const ESCAPED: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const NUMERIC = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map((n) => XSD + n));

/** Read a term (https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv); null where the text is empty. */
export function readTerm(text: string): Term | null {
  TERM.lastIndex = 0;
  return matched(TERM.exec(text));
}

/** Read the three terms of a line of N-Triples. */
export function readTriple(line: string): Row {
  const row: Row = [];
  let at = 0;
  while (row.length < 3) {
    TERM.lastIndex = at;
    row.push(matched(TERM.exec(line)));
    at = TERM.lastIndex + 1;
  }
  return row;
}

function matched(found: RegExpExecArray | null): Term | null {
  if (!found) return null;
  const [, iri, blank, text, language, datatype, bare] = found;
  if (iri !== undefined) return { kind: "iri", value: unescaped(iri) };
  if (blank !== undefined) return { kind: "blank", value: blank };
  if (text !== undefined) return { kind: "literal", value: unescaped(text), language, datatype };
  return { kind: "literal", value: bare!, datatype: XSD + bareType(bare!) };
}

function bareType(text: string): string {
  if (text === "true" || text === "false") return "boolean";
  if (/e/i.test(text)) return "double";
  return text.includes(".") ? "decimal" : "integer";
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, short?: string, long?: string, sign?: string) =>
    sign === undefined ? String.fromCodePoint(parseInt((short ?? long)!, 16)) : (ESCAPED[sign] ?? sign),
  );
}

/** Give the number a term is, null where it is none. */
export function numberOf(term: Term | null): number | null {
  if (term?.kind !== "literal" || !NUMERIC.has(term.datatype ?? "")) return null;
  const number = Number(term.value);
  return Number.isFinite(number) ? number : null;
}

/** Writes IRIs short, and finds their pages on this site. */
export class Names {
  private readonly namespaces: [string, string][];
  private readonly homes: [string, string][];

  constructor(prefixes: Record<string, string>, homes: Record<string, string>) {
    this.namespaces = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);
    this.homes = Object.entries(homes);
  }

  /** Give the address of an IRI's page: ours, or the web's; null where it is no address. */
  href(iri: string): string | null {
    const home = this.homes.find(([start]) => iri.startsWith(start));
    if (home) return home[1] + escaped(iri.slice(home[0].length));
    return /^https?:/.test(iri) ? iri : null;
  }

  /** Write an IRI as people read it: a prefixed name, or what follows the start of our own. */
  short(iri: string): string {
    const home = this.homes.find(([start]) => iri.startsWith(start));
    if (home) return iri.slice(home[0].length);
    const namespace = this.namespaces.find(([, start]) => iri.startsWith(start));
    return namespace ? `${namespace[0]}:${iri.slice(namespace[1].length)}` : iri;
  }
}

/** Escape what cannot stand in a path, as the server does; escapes already there stay. */
function escaped(path: string): string {
  return path.replace(/[^/:@!$&'()*+,;=~%A-Za-z0-9._-]/gu, encodeURIComponent);
}
