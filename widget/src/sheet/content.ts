/** What stands on the sheet, from top to bottom. */

import { element } from "../dom";
import type { Help, Turn } from "../types";
import { itemOf, itemsOf } from "./answers";
import { calls } from "./calls";
import { field, tick } from "./fields";
import type { SheetNotes } from "./notes";
import { ownQuestions, question } from "./questions";
import { SHEET } from "./words";

/** `keep` is called whenever `notes` were changed; `settle` puts on the sheet what is half done, before it is printed. */
export function content(
  turns: readonly Turn[],
  help: Help | null,
  notes: SheetNotes,
  keep: () => void,
): { parts: HTMLElement[]; settle(): void } {
  const save = (change: Partial<SheetNotes>) => {
    Object.assign(notes, change);
    keep();
  };
  const asks = element("ul");
  const items = itemsOf(turns).map((item) => {
    notes.items[item.key] ??= {};
    const mine = notes.items[item.key]!;
    const { ask } = item.answer.metadata;
    const line = element("li", { hidden: mine.out ?? false });
    if (ask) {
      line.append(...question(ask, mine, keep));
      asks.append(line);
    }
    const made = itemOf(item, mine, keep, (out) => {
      line.hidden = out;
    });
    made.tell(notes.full);
    return made;
  });
  const full = tick(SHEET.full, notes.full, (ticked) => {
    for (const item of items) item.tell(ticked);
    save({ full: ticked });
  });
  full.classList.add("full");
  const told = items.length ? [full, ...items.map(({ place }) => place)] : [element("p", {}, SHEET.none)];
  const own = ownQuestions(notes, keep);
  const today = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date());
  const parts = [
    element("p", {}, today),
    field({ label: SHEET.visit }, notes.visit, (visit) => save({ visit }), 1),
    section("told", SHEET.told, ...told),
    section("questions", SHEET.questions, element("p", { class: "muted" }, SHEET.tick), asks, own.list, own.form),
    section(
      "free",
      SHEET.notes,
      field({ label: SHEET.notesLabel }, notes.notes, (typed) => save({ notes: typed })),
    ),
    section("calls", SHEET.call, ...calls(help, turns)),
    element("p", { class: "muted" }, SHEET.closing),
  ];
  return { parts, settle: own.settle };
}

function section(name: string, title: string, ...content: HTMLElement[]): HTMLElement {
  return element("section", { class: name }, element("h2", {}, title), ...content);
}
