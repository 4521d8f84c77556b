/** What stays in sight after a reply that sends somebody to emergency help or a crisis line, until they put it away. */

import { button, element } from "./dom";
import { callLink } from "./text";
import type { Turn } from "./types";
import { isRoute, isUrgent } from "./types";
import { WORDS } from "./words";

export class Alarm {
  readonly place = element("div", { role: "alert", class: "pinned" });

  constructor(private readonly hidden: () => void) {
    this.clear();
  }

  clear(): void {
    this.place.replaceChildren();
    this.place.hidden = true;
  }

  /** Raise it if the reply of `turn` gives reason to. */
  heed(turn: Turn): void {
    const route = turn.replies.find((message) => isRoute(message) && isUrgent(message));
    if (!route) return;
    const first = route.text.match(/^.*?[.!](?=\s|$)/)?.[0] ?? route.text;
    const numbers = route.metadata.phones.map((phone) => element("li", {}, callLink(phone)));
    const hide = button(WORDS.hide, () => {
      this.clear();
      this.hidden();
    });
    this.place.hidden = false;
    this.place.replaceChildren(
      element("p", {}, element("strong", {}, `${WORDS.danger}. `), first),
      element("ul", { class: "numbers", "aria-label": WORDS.numbers }, ...numbers),
      hide,
    );
  }
}
