/** What was asked and what was told. */

import { element } from "../dom";
import { dayOf, sourceList } from "../message";
import { blocks } from "../text";
import { isAnswer, type Message, type Turn } from "../types";
import { WORDS } from "../words";
import { field, removable } from "./fields";
import type { ItemNotes } from "./notes";
import { SHEET } from "./words";

export interface Item {
  /** The turn that first led to the page, and the page: the same after a reload and when it is asked for again. */
  key: string;
  question: string;
  answer: Message;
}

/** Each page once, as it was told last, with the words that were last typed for it. */
export function itemsOf(turns: readonly Turn[]): Item[] {
  const items = new Map<string, Item>();
  for (const turn of turns) {
    for (const answer of turn.replies.filter(isAnswer)) {
      const page = answer.metadata.id ?? "";
      const earlier = items.get(page);
      const question = earlier && turn.button ? earlier.question : turn.text;
      items.set(page, { key: earlier?.key ?? `${turn.id} ${page}`, question, answer });
    }
  }
  return [...items.values()];
}

/** An item, and what shows it in full or in short. `left` is told when it is left out or put back. */
export function itemOf(
  { question, answer }: Item,
  mine: ItemNotes,
  keep: () => void,
  left: (out: boolean) => void,
): { place: HTMLElement; tell(full: boolean): void } {
  const { title = question, ask, simply, strength, checked, sources = [], phones } = answer.metadata;
  // The question to ask ends the answer; on the sheet it has a line of its own.
  const whole = answer.text.split("\n").filter((line) => !ask || !line.includes(ask));
  const words = element("div");
  const facts = [
    strength && `${WORDS.strength} ${strength}.`,
    checked && WORDS.checked(dayOf(checked)),
    sources.length && `${WORDS.sources}:`,
  ];
  const list = sourceList(sources);
  list.className = "sources muted";
  const type = (typed: string) => {
    mine.question = typed;
    keep();
  };
  const kept = element(
    "div",
    { class: "kept" },
    element("h3", {}, title),
    field({ label: SHEET.asked, of: title }, mine.question ?? question, type, 1),
    words,
    element("p", { class: "muted" }, facts.filter(Boolean).join(" ")),
    ...(sources.length ? [list] : []),
  );
  const parts = removable(title, kept, { off: SHEET.leave, gone: SHEET.left }, mine.out ?? false, (out) => {
    mine.out = out;
    left(out);
    keep();
  });
  return {
    place: element("div", { class: "item" }, ...parts),
    tell: (full) => words.replaceChildren(...blocks((!full && simply) || whole.join("\n"), phones)),
  };
}
