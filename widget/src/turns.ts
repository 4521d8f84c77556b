/** The transcript: each turn as what the person said and what came back. */

import type { Conversation } from "./conversation";
import { button, element } from "./dom";
import { footer } from "./feedback";
import { card, close, next, timeOf } from "./message";
import type { Choice, Turn } from "./types";
import { isRoute, isUrgent } from "./types";
import { WORDS } from "./words";

export class Transcript {
  readonly log = element("div", { role: "log", "aria-label": WORDS.conversation, class: "log" });
  private readonly shown = new Map<string, HTMLElement>();

  constructor(
    private readonly conversation: () => Conversation,
    private readonly say: (status: string) => void,
  ) {}

  /** Show these turns and no others, without reading them all aloud. */
  replace(turns: readonly Turn[]): void {
    this.log.setAttribute("aria-live", "off");
    this.shown.clear();
    this.log.replaceChildren();
    this.log.removeAttribute("tabindex");
    for (const turn of turns) this.show(turn);
    requestAnimationFrame(() => this.log.removeAttribute("aria-live"));
  }

  /** A turn that is new or has changed. */
  show(turn: Turn): void {
    let place = this.shown.get(turn.id);
    if (!place) {
      for (const earlier of this.shown.values()) close(earlier);
      place = element("div", { class: "turn", tabindex: "-1" }, this.said(turn));
      this.shown.set(turn.id, place);
      this.log.append(place);
      this.log.tabIndex = 0; // it scrolls
    }
    place.querySelector(".reply")?.remove();
    const reply = this.reply(turn);
    if (reply) place.append(reply);
    if (place !== this.log.lastElementChild) close(place);
  }

  /** A line before `turn`, or after all of them. */
  note(text: string, turn?: Turn): void {
    this.log.insertBefore(element("p", { class: "note" }, text), (turn && this.shown.get(turn.id)) ?? null);
  }

  /** Bring a turn into view: danger first, else from what the person said. */
  reveal(turn: Turn, focus = false): void {
    const place = this.shown.get(turn.id);
    if (!place) return;
    if (focus) place.focus({ preventScroll: true });
    const target = place.querySelector<HTMLElement>(".alarm") ?? place;
    if (this.log.scrollHeight > this.log.clientHeight + 1) {
      this.log.scrollTop += target.getBoundingClientRect().top - this.log.getBoundingClientRect().top - 8;
    } else target.scrollIntoView({ block: "nearest" });
  }

  private said(turn: Turn): HTMLElement {
    return element(
      "div",
      { class: "said" },
      element("h3", { class: "who" }, `${WORDS.you} `, timeOf(turn.at)),
      element("p", {}, turn.text),
    );
  }

  private reply(turn: Turn): HTMLElement | null {
    const made = element("div", { class: "reply" });
    if (turn.state === "waiting") {
      made.classList.add("typing");
      made.setAttribute("aria-hidden", "true"); // the status says it
      made.append(element("span"), element("span"), element("span"));
      return made;
    }
    if (turn.problem) made.append(element("p", { class: "note" }, WORDS.refused(turn.problem)));
    if (turn.replies.length) {
      made.append(element("h3", { class: "who" }, `${WORDS.assistant} `, timeOf(turn.at)));
      const choose = (choice: Choice) => this.conversation().press(choice.payload, choice.title);
      made.append(...turn.replies.map((message) => card(message, choose)), ...next(turn.replies, choose));
      const judged = turn.state === "answered" && turn.replies.some(isRoute) && !turn.replies.some(isUrgent);
      if (judged) made.append(footer(turn, this.conversation(), this.say));
    }
    if (turn.state === "unkept") {
      const again = button(WORDS.sendAgain, () => this.conversation().again(turn));
      made.append(element("p", { class: "note" }, `${WORDS.unkept} `, again));
    }
    return made.childElementCount ? made : null;
  }
}
