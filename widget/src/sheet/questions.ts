/** Questions to take along: to tick once asked, with room for the answer. */

import { element, fresh, hidden } from "../dom";
import { field, removable, rules, tick } from "./fields";
import type { OwnQuestion, QuestionNotes, SheetNotes } from "./notes";
import { SHEET } from "./words";

export function question(text: string, mine: QuestionNotes, keep: () => void): HTMLElement[] {
  const asked = (ticked: boolean) => {
    mine.asked = ticked;
    keep();
  };
  const answered = (typed: string) => {
    mine.answer = typed;
    keep();
  };
  return [
    tick(text, mine.asked ?? false, asked),
    field({ label: SHEET.answer, of: text }, mine.answer ?? "", answered),
  ];
}

/** The person's own questions, and where they add one. `settle` adds the one that is typed and not yet added. */
export function ownQuestions(
  notes: SheetNotes,
  keep: () => void,
): { list: HTMLElement; form: HTMLElement; settle(): void } {
  const list = element("ul");
  const input = element("input", { id: fresh("own"), type: "text", autocomplete: "off" });
  const status = element("p", { role: "status", class: "muted" });
  const form = element(
    "form",
    { class: "add" },
    element("label", { for: input.id }, SHEET.own),
    element(
      "div",
      { class: "row" },
      input,
      element("button", { type: "submit" }, SHEET.add, hidden(SHEET.thisQuestion)),
    ),
    status,
    ...rules(2),
  );
  const all = [...notes.own]; // also those removed: they can be put back until the sheet is closed
  const show = (one: OwnQuestion) => {
    const kept = element("div", { class: "kept" }, ...question(one.text, one, keep));
    const parts = removable(one.text, kept, { off: SHEET.remove, gone: SHEET.removed }, false, (out) => {
      notes.own = all.filter((other) => (other === one ? !out : notes.own.includes(other)));
      keep();
    });
    list.append(element("li", {}, ...parts));
  };
  const settle = () => {
    const text = input.value.trim();
    if (!text) return;
    const one = { text };
    all.push(one);
    notes.own.push(one);
    notes.draft = input.value = "";
    keep();
    show(one);
    status.textContent = `${SHEET.added}: ${text}`;
  };
  input.value = notes.draft;
  input.addEventListener("input", () => {
    notes.draft = input.value;
    keep();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = SHEET.missing;
    settle();
    input.focus();
  });
  notes.own.forEach(show);
  return { list, form, settle };
}
