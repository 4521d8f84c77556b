/** The folded list of what else can be done. */

import { button, element, fresh } from "./dom";
import type { Memory } from "./memory";
import { WORDS } from "./words";

const SIZES = [85, 100, 115, 130, 150, 175, 200]; // percent

export interface Deed {
  label: string;
  act(): void;
}

/** The button that unfolds the list, and the list. */
export function options(deeds: readonly Deed[], memory: Memory, resize: (percent: number) => void): HTMLElement[] {
  const list = element("div", { id: fresh("options"), class: "options", role: "group", "aria-label": WORDS.options });
  const opener = button(WORDS.options, () => fold(!list.hidden), { "aria-controls": list.id });
  const fold = (shut: boolean) => {
    list.hidden = shut;
    opener.setAttribute("aria-expanded", String(!shut));
  };
  fold(true);
  for (const { label, act } of deeds) {
    const deed = button(label, () => {
      fold(true);
      opener.focus();
      act();
    });
    list.append(deed);
  }
  list.append(textSize(memory, resize));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    fold(true);
    opener.focus();
  });
  return [opener, list];
}

function textSize(memory: Memory, resize: (percent: number) => void): HTMLElement {
  const now = element("span", { role: "status", class: "hidden" });
  const step = (by: number) => {
    const at = SIZES.indexOf(memory.textSize);
    const percent = SIZES[Math.min(Math.max((at < 0 ? 1 : at) + by, 0), SIZES.length - 1)] ?? 100;
    memory.textSize = percent;
    resize(percent);
    now.textContent = WORDS.size(percent);
  };
  const smaller = button(WORDS.smaller, () => step(-1));
  const larger = button(WORDS.larger, () => step(1));
  return element("div", { role: "group", "aria-label": WORDS.textSize, class: "row" }, smaller, larger, now);
}
