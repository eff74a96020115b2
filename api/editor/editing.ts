import Yasqe from "@zazuko/yasqe";

import type { Problem } from "./asking.ts";
import { html } from "./elements.ts";

/** Put YASQE in place of a textarea, whose value follows it; `run` is called by Ctrl-Enter and Cmd-Enter. */
export function editInPlaceOf(textarea: HTMLTextAreaElement, notice: HTMLElement, run: () => void): Editor {
  const place = html("div", { class: "editor" });
  textarea.before(place);
  const yasqe = new Yasqe(place, {
    value: "",
    screenReaderLabel: "SPARQL query",
    editorHeight: "auto",
    resizeable: false,
    showQueryButton: false,
    createShareableLink: null as never, // undefined would leave YASQE's own
    consumeShareLink: null,
    persistenceId: null,
    foldGutter: false,
    gutters: ["gutterErrorBar", "CodeMirror-linenumbers"],
    // the Tab key leaves the editor, as everywhere on a page (https://www.w3.org/WAI/WCAG22/Understanding/no-keyboard-trap)
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run } as never,
  });
  const field = yasqe.getInputField(); // on a phone an editable element, without a role of its own
  field.setAttribute("role", "textbox");
  field.setAttribute("aria-multiline", "true");
  return new Editor(yasqe, textarea, notice);
}

/** The editor on the page: its query, and where the query is wrong. */
export class Editor {
  constructor(
    private readonly yasqe: Yasqe,
    textarea: HTMLTextAreaElement,
    private readonly notice: HTMLElement,
  ) {
    yasqe.checkSyntax = () => this.check();
    yasqe.on("change", () => (textarea.value = yasqe.getValue()));
    yasqe.setValue(textarea.value);
    textarea.hidden = true;
    textarea.required = false; // a hidden field cannot be asked for
    for (const label of textarea.labels) label.addEventListener("click", () => yasqe.focus());
  }

  /** Give the query. */
  get query(): string {
    return this.yasqe.getValue();
  }

  set query(text: string) {
    this.yasqe.setValue(text);
  }

  /** Give the query's form: SELECT, ASK, CONSTRUCT or DESCRIBE. */
  get type(): string {
    return this.yasqe.getQueryType();
  }

  /** Declare a prefix in the query, once, and write it where the cursor is. */
  insertPrefix(prefix: string, namespace: string): void {
    if (!(prefix in this.yasqe.getPrefixesFromQuery())) this.yasqe.addPrefixes({ [prefix]: namespace });
    this.yasqe.getDoc().replaceSelection(`${prefix}:`);
    this.yasqe.focus();
  }

  /** Mark where the endpoint found an error, and take the reader there. */
  mark({ line, column }: Problem): void {
    if (line === undefined) return;
    const doc = this.yasqe.getDoc();
    const at = Math.min(line - 1, doc.lastLine());
    const ch = Math.min((column ?? 1) - 1, doc.getLine(at).length);
    this.markLine(at, `Line ${line}, column ${column ?? 1}: refused by the endpoint`);
    doc.setCursor({ line: at, ch });
  }

  /** Look for the first line YASQE's grammar does not take, and say what it expects there. */
  private check(): void {
    const { yasqe } = this;
    const doc = yasqe.getDoc();
    yasqe.queryValid = true;
    yasqe.clearGutter("gutterErrorBar");
    doc.eachLine((line) => void yasqe.removeLineClass(line, "background", "mistake"));
    this.notice.textContent = "";
    for (let line = 0; line < doc.lineCount(); line++) {
      const { state } = yasqe.getTokenAt({ line, ch: doc.getLine(line).length }, true);
      yasqe.setOption("queryType" as never, state.queryType as never);
      if (state.OK) continue;
      yasqe.queryValid = false;
      const expected = state.errorMsg ?? `expected ${state.possibleCurrent.slice(0, 8).join(", ").replace("$", "the end")}`;
      this.markLine(line, `Line ${line + 1}: ${expected}`);
      return;
    }
  }

  private markLine(line: number, message: string): void {
    this.yasqe.setGutterMarker(line, "gutterErrorBar", html("span", { class: "mistake-mark", title: message }, "!"));
    this.yasqe.addLineClass(line, "background", "mistake");
    this.notice.textContent = message;
  }
}
