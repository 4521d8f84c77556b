/** What can be typed, ticked and taken off on the sheet. */

import { button, element, fresh } from "../dom";
import { SHEET } from "./words";

/**
 * A text field as high as its words. They stand in `mirror` too: on the screen it is unseen and gives the field its height;
 * on paper it stands for the field, which would be cut off, and is `lines` ruled lines while there are no words. `of` is
 * read aloud after the label.
 */
export function field(
  { label, of = "" }: { label: string; of?: string },
  value: string,
  type: (value: string) => void,
  lines = 3,
): HTMLElement {
  const area = element("textarea", { id: fresh("field"), rows: "1", autocomplete: "off" });
  if (of) area.setAttribute("aria-label", `${label}: ${of}`);
  const mirror = element("div", { class: "mirror" });
  const reflect = () => {
    mirror.replaceChildren(...(area.value.trim() ? [`${area.value}\n`] : rules(lines)));
  };
  area.value = value;
  area.addEventListener("input", () => {
    reflect();
    type(area.value);
  });
  reflect();
  return element(
    "div",
    { class: "field" },
    element("label", { for: area.id }, label),
    element("div", { class: lines > 1 ? "grow tall" : "grow" }, area, mirror),
  );
}

/** Lines to write on, on paper only. */
export function rules(lines: number): HTMLElement[] {
  return Array.from({ length: lines }, () => element("span", { class: "rule" }));
}

export function tick(label: string, ticked: boolean, change: (ticked: boolean) => void): HTMLElement {
  const box = element("input", { type: "checkbox", checked: ticked, autocomplete: "off" });
  box.addEventListener("change", () => change(box.checked));
  return element("label", { class: "tick" }, box, element("span", {}, label));
}

/** `kept` and, below it, the button `off` that takes it off the sheet and then puts it back. */
export function removable(
  name: string,
  kept: HTMLElement,
  words: { off: string; gone: string },
  out: boolean,
  change: (out: boolean) => void,
): HTMLElement[] {
  const gone = element("p", { role: "status", class: "gone" });
  const deed = button("", () => {
    out = !out;
    show();
    change(out);
  });
  show();
  return [kept, gone, deed];

  function show(): void {
    kept.hidden = out;
    gone.textContent = out ? `${words.gone}: ${name}` : "";
    deed.textContent = out ? SHEET.back : words.off;
    deed.setAttribute("aria-label", `${deed.textContent}: ${name}`);
  }
}
