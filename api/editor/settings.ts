/** What the page tells the editor, in its element `#editor-settings`. */
export interface Settings {
  /** Address of the SPARQL endpoint, on this site. */
  endpoint: string;
  /** Start of IRIs to start of the addresses of their pages here, longest first. */
  homes: Record<string, string>;
  /** Prefix to namespace. */
  prefixes: Record<string, string>;
  /** Query that lists the classes and properties to complete. */
  terms: string;
}

/** Read the settings from the page. */
export function readSettings(): Settings {
  return JSON.parse(document.getElementById("editor-settings")!.textContent!) as Settings;
}
