/** Curated text to nodes: paragraphs, lists, bold, safe links, numbers to call. Nothing in it is ever read as markup. */

import { element, hidden } from "./dom";
import { WORDS } from "./words";

const SAFE = new Set(["https:", "tel:", "mailto:"]);
const PARTS =
  /\*\*(?<bold>[^*\n]+)\*\*|(?<address>https:\/\/[^\s<>"]+|(?:mailto|tel):[^\s<>"]+)|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/;

/** A link to `address`, or just its words if the address is none that is safe to follow. */
export function link(words: string, address: string): Node {
  let target: URL;
  try {
    target = new URL(address);
  } catch {
    return new Text(words);
  }
  if (!SAFE.has(target.protocol)) return new Text(words);
  const made = element("a", { href: target.href }, words);
  if (target.protocol === "https:") {
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    made.append(hidden(` (${WORDS.newTab})`));
  }
  return made;
}

export function callLink(number: string): Node {
  return link(number, `tel:${number.replace(/[^\d+]/g, "")}`);
}

/** `text` in blocks. `phones` are the numbers in it to link. */
export function blocks(text: string, phones: readonly string[] = []): HTMLElement[] {
  const made: HTMLElement[] = [];
  let list: HTMLElement | null = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("- ")) {
      if (!list) {
        list = element("ul");
        made.push(list);
      }
      list.append(element("li", {}, ...inline(line.slice(2), phones)));
    } else if (line.trim()) {
      list = null;
      made.push(element("p", {}, ...inline(line, phones)));
    }
  }
  return made;
}

/** `lines` as the items of a list. */
export function bullets(lines: readonly string[]): HTMLElement {
  return element("ul", {}, ...lines.map((line) => element("li", {}, ...inline(line, []))));
}

function inline(text: string, phones: readonly string[]): Node[] {
  const numbers = phones.map((phone) => phone.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const pattern = numbers
    ? new RegExp(`${PARTS.source}|(?<![\\d+]|\\d )(?<phone>${numbers})(?! ?\\d)`, "g")
    : new RegExp(PARTS, "g");
  const made: Node[] = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    const { bold, address, mail, phone } = found.groups ?? {};
    const trail = address?.match(/[.,;:!?)\]]+$/)?.[0] ?? "";
    const words = found[0].slice(0, found[0].length - trail.length);
    made.push(new Text(text.slice(end, found.index)));
    if (bold) made.push(element("strong", {}, ...inline(bold, phones)));
    else if (phone) made.push(callLink(phone));
    else made.push(link(words, mail ? `mailto:${words}` : words));
    end = found.index + words.length;
  }
  made.push(new Text(text.slice(end)));
  return made;
}
