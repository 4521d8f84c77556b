/** What was asked and what was told. */

import { element } from "../dom";
import { dayOf, partlyRead, sourceList } from "../folds";
import { blocks, bullets } from "../text";
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
  const { title = question, more, numbers = [], strength, checked, sources = [] } = answer.metadata;
  const words = element("div");
  const facts = [
    strength && `${WORDS.strength} ${strength}.`,
    checked && WORDS.checked(dayOf(checked)),
    sources.length && `${WORDS.sources}:`,
  ];
  const list = sourceList(sources);
  list.classList.add("muted");
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
    ...(sources.length ? [list, element("p", { class: "muted" }, partlyRead(sources))] : []),
  );
  const parts = removable(title, kept, { off: SHEET.leave, gone: SHEET.left }, mine.out ?? false, (out) => {
    mine.out = out;
    left(out);
    keep();
  });
  const figures = numbers.length ? [element("p", {}, `${WORDS.figures}:`), bullets(numbers)] : [];
  const short = blocks(answer.text);
  const rest = [...blocks(more ?? ""), ...figures];
  return {
    place: element("div", { class: "item" }, ...parts),
    tell: (full) => words.replaceChildren(...short, ...(full ? rest : [])),
  };
}
