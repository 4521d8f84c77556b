/** Elements are made here and nowhere from markup: text stays text. */

import base from "./base.css";

type Attributes = Record<string, string | boolean>;

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(attribute, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", press);
  return made;
}

/** Read aloud, not shown. */
export function hidden(text: string): HTMLElement {
  return element("span", { class: "hidden" }, text);
}

let made = 0;

/** An id for labels within a shadow root. */
export function fresh(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

export function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** What every shadow root of ours wears first. */
export const BASE = sheetOf(base);
