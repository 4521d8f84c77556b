/** One message of the assistant as a card. */

import { button, element, fresh } from "./dom";
import { folds, unfolded } from "./folds";
import { blocks } from "./text";
import type { Choice, Message } from "./types";
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
  const offered = message.buttons.filter(({ role }) => role === "choice");
  if (offered.length) made.append(choices(offered, choose));
  if (isAnswer(message)) made.append(folds(message));
  return made;
}

function labelOf(message: Message): string {
  if (message.kind === "net") return WORDS.net;
  if (isRoute(message)) return isUrgent(message) ? WORDS.call : WORDS.toDo;
  return isUrgent(message) ? WORDS.danger : "";
}

/** What people ask after these messages; nothing if nothing is known of that. */
export function next(messages: readonly Message[], choose: (choice: Choice) => void): HTMLElement[] {
  const asked = messages.flatMap(({ buttons }) => buttons).filter(({ role }) => role === "next");
  if (!asked.length) return [];
  const heading = element("h4", { id: fresh("next") }, WORDS.next);
  const list = choices(asked, choose);
  list.setAttribute("aria-labelledby", heading.id);
  return [element("div", { class: "next" }, heading, list)];
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

/** A message as plain text, for copying: an answer with all that it holds. */
export function plain(message: Message): string {
  return [message.text, ...(isAnswer(message) ? unfolded(message) : [])].join("\n\n");
}
