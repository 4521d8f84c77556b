/** One message of the assistant as a card. */

import { button, element, fresh } from "./dom";
import { blocks, link } from "./text";
import type { Choice, Message, Source } from "./types";
import { isAnswer, isRoute, isUrgent } from "./types";
import { WORDS } from "./words";

/** A message; `choose` is told which of its choices was pressed. */
export function card(message: Message, choose: (choice: Choice) => void): HTMLElement {
  const { metadata } = message;
  const made = element("div", { class: "card" });
  if (isRoute(message)) made.classList.add("route");
  if (isUrgent(message)) made.classList.add("alarm");
  const label = labelOf(message);
  if (label) made.append(element("p", { class: "label" }, label));
  if (isAnswer(message) && metadata.title) made.append(element("p", { class: "topic" }, WORDS.about(metadata.title)));
  made.append(...blocks(message.text, metadata.phones));
  if (message.buttons.length) made.append(choices(message.buttons, choose));
  if (isAnswer(message)) made.append(...details(message));
  return made;
}

function labelOf(message: Message): string {
  if (message.kind === "net") return WORDS.net;
  if (isRoute(message)) return isUrgent(message) ? WORDS.call : WORDS.toDo;
  return isUrgent(message) ? WORDS.danger : "";
}

function choices(offered: readonly Choice[], choose: (choice: Choice) => void): HTMLElement {
  const list = element("ul", { class: "choices" });
  for (const choice of offered)
    list.append(
      element(
        "li",
        {},
        button(choice.title, () => choose(choice)),
      ),
    );
  return list;
}

/** The choices of an earlier reply can no longer be taken: what was offered stays as text. */
export function close(card: ParentNode): void {
  for (const list of card.querySelectorAll(".choices")) {
    list.className = "";
    for (const item of list.children) item.replaceChildren(item.textContent ?? "");
  }
}

/** The answer in simpler words, and what it rests on: both folded. */
function details(message: Message): HTMLElement[] {
  const { simply, strength, checked, sources } = message.metadata;
  const row = element("div", { class: "row" });
  const folded: HTMLElement[] = [];
  if (simply) {
    const short = element(
      "div",
      { class: "fold" },
      element("p", {}, element("strong", {}, `${WORDS.simplerLead}: `), simply),
    );
    row.append(fold(WORDS.simpler, short));
    folded.push(short);
  }
  const more = element("div", { class: "fold" });
  if (strength) more.append(element("p", {}, element("strong", {}, `${WORDS.strength} `), `${strength}.`));
  if (checked) more.append(element("p", {}, WORDS.checked(dayOf(checked))));
  if (sources?.length) more.append(element("p", {}, element("strong", {}, WORDS.sources)), sourceList(sources));
  row.append(fold(WORDS.more, more));
  return [row, ...folded, more];
}

function fold(label: string, content: HTMLElement): HTMLButtonElement {
  content.id = fresh("fold");
  content.hidden = true;
  const made = button(
    label,
    () => {
      content.hidden = !content.hidden;
      made.setAttribute("aria-expanded", String(!content.hidden));
    },
    { "aria-expanded": "false", "aria-controls": content.id, class: "quiet fold-button" },
  );
  return made;
}

export function sourceList(sources: readonly Source[]): HTMLElement {
  return element(
    "ul",
    {},
    ...sources.map((source) => element("li", {}, `${source.author}: `, ...named(source), ` (${source.year})`)),
  );
}

/** A source without a safe address is told with its address as text. */
function named(source: Source): (Node | string)[] {
  const title = link(source.title, source.address);
  return title instanceof Text ? [title, ` – ${source.address}`] : [title];
}

/** "2026-11-22" as "22 November 2026". */
export function dayOf(iso: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}

/** The time of a turn as people write it where they are; with the day unless it is today's. Nothing if it is not known. */
export function timeOf(iso: string | null): HTMLTimeElement | string {
  if (!iso) return "";
  const then = new Date(iso);
  const today = then.toDateString() === new Date().toDateString();
  const style: Intl.DateTimeFormatOptions = today
    ? { timeStyle: "short" }
    : { dateStyle: "medium", timeStyle: "short" };
  return element("time", { datetime: iso }, new Intl.DateTimeFormat(undefined, style).format(then));
}

/** A message as plain text, for copying. */
export function plain(message: Message): string {
  const { sources, strength, checked } = message.metadata;
  const lines = [message.text];
  if (isAnswer(message)) {
    if (strength) lines.push(`${WORDS.strength} ${strength}.`);
    if (checked) lines.push(WORDS.checked(dayOf(checked)));
    for (const source of sources ?? [])
      lines.push(`${source.author}: ${source.title} (${source.year}). ${source.address}`);
  }
  return lines.join("\n");
}
