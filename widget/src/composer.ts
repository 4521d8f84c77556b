/** Where the person types. */

import { element, fresh } from "./dom";
import { WORDS } from "./words";

export const LONGEST = 4000; // characters the server reads

export class Composer {
  readonly form: HTMLFormElement;
  private readonly field = element("textarea", {
    id: fresh("text"),
    rows: "2",
    autocomplete: "off",
    enterkeyhint: "send",
  });
  private readonly fault = element("p", { id: fresh("fault"), class: "fault", role: "alert" });

  constructor(send: (text: string) => void, drafted: (text: string) => void, draft: string) {
    const hint = element("p", { id: fresh("hint"), class: "hint" }, WORDS.hint);
    this.field.value = draft;
    this.field.setAttribute("aria-describedby", `${hint.id} ${this.fault.id}`);
    this.form = element(
      "form",
      { class: "composer" },
      element("label", { for: this.field.id }, WORDS.question),
      this.field,
      this.fault,
      element("div", { class: "row" }, hint, element("button", { type: "submit", class: "main" }, WORDS.send)),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.field.value.trim();
      this.complain(text ? (text.length > LONGEST ? WORDS.tooLong(text.length, LONGEST) : "") : WORDS.empty);
      this.field.focus();
      if (this.fault.textContent) return;
      this.field.value = "";
      drafted("");
      send(text);
    });
    this.field.addEventListener("input", () => {
      this.complain("");
      drafted(this.field.value);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    });
  }

  focus(): void {
    this.field.focus();
  }

  empty(): void {
    this.field.value = "";
  }

  private complain(fault: string): void {
    this.fault.textContent = fault;
    this.field.setAttribute("aria-invalid", String(Boolean(fault)));
  }
}
