/** My visit sheet: the conversation as one page to take to an appointment, in front of whatever page the chat is in. */

import { BASE, button, element, fresh, hidden, sheetOf } from "../dom";
import { wear } from "../look";
import type { Help, Turn } from "../types";
import { content } from "./content";
import { NO_NOTES, type SheetNotes } from "./notes";
import paper from "./paper.css";
import css from "./sheet.css";
import { SHEET } from "./words";

export { NO_NOTES, type SheetNotes } from "./notes";

export interface SheetOptions {
  turns: readonly Turn[];
  help: Help | null;
  notes: SheetNotes;
  /** Told after each change. */
  save(notes: SheetNotes): void;
  /** The colours, and "--size" if the text is to be larger. */
  variables: Record<string, string>;
  dark: boolean;
  closed(): void;
}

const STYLE = sheetOf(css);
const PAPER = sheetOf(paper);

/** Open it; gives what closes it. */
export function openSheet(options: SheetOptions): () => void {
  const notes = structuredClone({ ...NO_NOTES, ...options.notes });
  const keep = () => options.save(structuredClone(notes));
  const title = element("h1", { id: fresh("title"), tabindex: "-1" }, SHEET.title);
  const { parts, settle } = content(options.turns, options.help, notes, keep);
  const print = button(SHEET.print, () => window.print(), { class: "main" });
  const shut = button(SHEET.close, close);
  for (const one of [print, shut]) one.append(hidden(SHEET.thisSheet));
  // It can take the focus, so that Escape is heard also after a click beside a field.
  const dialog = element(
    "div",
    { class: "frame sheet", role: "dialog", "aria-modal": "true", "aria-labelledby": title.id, tabindex: "-1" },
    element("div", { class: "bar" }, print, shut),
    element("div", { class: "page" }, title, ...parts),
  );
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // keys typed here are no shortcuts of the site
    if (event.key === "Escape" && !event.isComposing) close();
  });

  const host = element("div", { "data-lupus-visit-sheet": true, lang: "en", dir: "ltr" });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [BASE, STYLE];
  wear(dialog, options);
  root.append(dialog);
  const others = [...document.body.children].filter((child) => !child.hasAttribute("inert"));
  for (const other of others) other.setAttribute("inert", "");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, PAPER];
  addEventListener("beforeprint", settle);
  document.body.append(host);
  title.focus();
  return close;

  function close(): void {
    removeEventListener("beforeprint", settle);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== PAPER);
    for (const other of others) other.removeAttribute("inert");
    host.remove();
    options.closed();
  }
}
