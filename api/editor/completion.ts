import Yasqe from "@zazuko/yasqe";

import { ask } from "./asking.ts";
import type { Settings } from "./settings.ts";

type Position = "class" | "property";

const CLASS = /#Class$/;

/** Complete prefixes, classes and properties from this site alone: YASQE's own completers ask other hosts. */
export function completeFrom(settings: Settings): void {
  const prefixes = Object.entries(settings.prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
  let terms: Promise<Record<Position, string[]>> | undefined;
  const suggest = (position: Position) => async (_: Yasqe, token?: { autocompletionString?: string }) => {
    const start = token?.autocompletionString ?? "";
    terms ??= termsOf(settings);
    return (await terms)[position].filter((iri) => iri.startsWith(start));
  };
  const { prefixes: ofPrefixes, property: ofProperties, class: ofClasses, variables } = Yasqe.Autocompleters;
  Yasqe.defaults.autocompleters = [];
  Yasqe.registerAutocompleter({ ...ofPrefixes!, persistenceId: null, get: () => prefixes });
  Yasqe.registerAutocompleter({ ...ofProperties!, get: suggest("property") });
  Yasqe.registerAutocompleter({ ...ofClasses!, get: suggest("class") });
  Yasqe.registerAutocompleter(variables!);
}

async function termsOf(settings: Settings): Promise<Record<Position, string[]>> {
  const found: Record<Position, string[]> = { class: [], property: [] };
  const answer = await ask(settings.endpoint, settings.terms).catch(() => null); // editing goes on without suggestions
  for (const [term, kind] of answer?.rows ?? []) {
    if (term && kind) found[CLASS.test(kind.value) ? "class" : "property"].push(term.value);
  }
  return found;
}
