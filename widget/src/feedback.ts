/** What stands below a reply: was it helpful, copy, report a wrong answer. */

import type { Conversation } from "./conversation";
import { button, element, fresh } from "./dom";
import { plain } from "./message";
import type { Turn, Verdict } from "./types";
import { isAnswer } from "./types";
import { WORDS } from "./words";

const LONGEST = 1000; // characters the server keeps of a reason

export function footer(turn: Turn, conversation: Conversation, say: (status: string) => void): HTMLElement {
  const place = element("div", { class: "footer" });
  const label = element("span", { id: fresh("helpful") }, WORDS.helpful);
  const up = button(WORDS.yes, () => give("up"), { class: "quiet" });
  const down = button(WORDS.no, () => give("down").then(() => ask("down", down, WORDS.reasonLabel)), {
    class: "quiet",
  });
  const thumbs = element("span", { role: "group", "aria-labelledby": label.id }, label, up, down);
  const copy = button(WORDS.copy, async () => say(await copied(turn.replies.map(plain).join("\n\n"))), {
    class: "quiet",
  });
  place.append(element("div", { class: "row" }, thumbs, copy));
  if (turn.replies.some(isAnswer)) {
    const report = button(WORDS.report, () => ask("wrong", report, WORDS.reportLabel), { class: "quiet" });
    copy.after(report);
  }
  mark();
  return place;

  function mark(): void {
    const verdict = conversation.verdictOn(turn);
    up.setAttribute("aria-pressed", String(verdict === "up"));
    down.setAttribute("aria-pressed", String(verdict === "down"));
  }

  async function give(verdict: Verdict, reason = ""): Promise<boolean> {
    try {
      await conversation.judge(turn, verdict, reason);
      mark();
      say(WORDS.thanks);
      return true;
    } catch {
      say(WORDS.notSent);
      return false;
    }
  }

  function ask(verdict: Verdict, opener: HTMLElement, question: string): void {
    place.querySelector("form")?.remove();
    const field = element("textarea", { id: fresh("reason"), rows: "3", maxlength: String(LONGEST) });
    const hint = element("p", { id: fresh("hint"), class: "hint" }, WORDS.reasonHint);
    field.setAttribute("aria-describedby", hint.id);
    const shut = () => {
      form.remove();
      opener.focus();
    };
    const form = element(
      "form",
      { class: "reason" },
      element("label", { for: field.id }, question),
      field,
      hint,
      element(
        "div",
        { class: "row" },
        element("button", { type: "submit", class: "main" }, WORDS.sendReason),
        button(WORDS.cancel, shut),
      ),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await give(verdict, field.value.trim())) shut();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      shut();
    });
    place.append(form);
    field.focus();
  }
}

/** Put `text` on the clipboard; what to tell the person. */
export async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return WORDS.copied;
  } catch {
    return WORDS.notCopied;
  }
}
