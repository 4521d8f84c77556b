/** Modal questions and the help that is always at hand. The browser's own dialog holds and returns the focus. */

import { button, element, fresh } from "./dom";
import { blocks } from "./text";
import type { Message } from "./types";
import { WORDS } from "./words";

/** Ask before something is done. `act` gives what went wrong, or nothing once it is done. */
export function ask(place: HTMLElement, title: string, note: string, label: string, act: () => Promise<string>): void {
  const fault = element("p", { role: "alert", class: "fault" });
  const yes = button(label, async () => {
    yes.disabled = true;
    fault.textContent = await act();
    yes.disabled = false;
    if (fault.textContent) yes.focus();
    else dialog.close();
  });
  const dialog = open(place, title, element("p", {}, note), fault, element("div", { class: "row" }, yes));
  dialog.querySelector(".row")?.append(button(WORDS.keep, () => dialog.close()));
}

/** Whom to call now. Without word from the server, the line that is always here. */
export function showHelp(place: HTMLElement, help: readonly Message[]): void {
  const close = button(WORDS.done, () => dialog.close());
  const dialog = open(place, WORDS.help, ...helpBlocks(help), element("div", { class: "row" }, close));
  dialog.classList.add("alarm");
}

export function helpBlocks(help: readonly Message[]): HTMLElement[] {
  if (!help.length) return blocks(WORDS.emergency, WORDS.emergency.match(/\d+/g) ?? []);
  return help.flatMap((message) => blocks(message.text, message.metadata.phones));
}

function open(place: HTMLElement, title: string, ...content: HTMLElement[]): HTMLDialogElement {
  const heading = element("h2", { id: fresh("dialog"), tabindex: "-1" }, title);
  const dialog = element("dialog", { "aria-labelledby": heading.id }, heading, ...content);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // Escape closes the dialog, not the chat
  place.append(dialog);
  dialog.showModal();
  heading.focus();
  return dialog;
}
