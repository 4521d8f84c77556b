/** What people read and agree to before the first message, and the questions they may begin with. */

import { button, element, fresh } from "./dom";
import { blocks } from "./text";
import type { Message } from "./types";
import { WORDS } from "./words";

export function notice(introduction: readonly Message[], agree: () => void): HTMLElement {
  const heading = element("h3", { id: fresh("notice") }, WORDS.before);
  const lines = introduction.flatMap((message) => blocks(message.text, message.metadata.phones));
  const start = button(WORDS.agree, agree, { class: "main" });
  return element("section", { class: "notice", "aria-labelledby": heading.id }, heading, ...lines, start);
}

export function starters(questions: readonly string[], ask: (question: string) => void): HTMLElement {
  const heading = element("h3", { id: fresh("starters"), tabindex: "-1" }, WORDS.starters);
  const list = element("ul", { class: "choices" });
  for (const question of questions)
    list.append(
      element(
        "li",
        {},
        button(question, () => ask(question)),
      ),
    );
  return element("section", { class: "starters", "aria-labelledby": heading.id }, heading, list);
}
