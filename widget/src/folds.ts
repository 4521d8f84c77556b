/** What an answer holds beyond its short text. It came with the answer: unfolding it asks the server nothing. */

import { button, element, fresh } from "./dom";
import { blocks, bullets, link } from "./text";
import type { Message, Metadata, Source } from "./types";
import { WORDS } from "./words";

/** A button for each part that the answer has; its content unfolds right after it. */
export function folds({ metadata }: Message): HTMLElement {
  const { simply, more, ask, numbers } = metadata;
  const question = ask ? [lead(WORDS.ask, ask)] : [];
  return element(
    "div",
    { class: "row folds" },
    ...fold(WORDS.simpler, simply ? [lead(WORDS.simplerLead, simply)] : []),
    ...fold(WORDS.more, more ? [...blocks(more), ...question] : []),
    ...fold(WORDS.figures, numbers?.length ? [bullets(numbers)] : []),
    ...fold(WORDS.grounds, grounds(metadata)),
  );
}

function fold(label: string, parts: HTMLElement[]): HTMLElement[] {
  if (!parts.length) return [];
  const content = element("div", { id: fresh("fold"), class: "fold", hidden: true }, ...parts);
  const opener = button(
    label,
    () => {
      content.hidden = !content.hidden;
      opener.setAttribute("aria-expanded", String(!content.hidden));
    },
    { "aria-expanded": "false", "aria-controls": content.id, class: "quiet" },
  );
  return [opener, content];
}

function lead(label: string, text: string): HTMLElement {
  return element("p", {}, element("strong", {}, label), ` ${text}`);
}

function grounds({ strength, checked, sources }: Metadata): HTMLElement[] {
  const made: HTMLElement[] = [];
  if (strength) made.push(lead(WORDS.strength, `${strength}.`));
  if (checked) made.push(element("p", {}, WORDS.checked(dayOf(checked))));
  if (sources?.length) made.push(element("p", {}, element("strong", {}, WORDS.sources)), sourceList(sources));
  const partly = partlyRead(sources);
  if (partly) made.push(element("p", {}, partly));
  return made;
}

/** The sources, numbered as the marks in the text. */
export function sourceList(sources: readonly Source[]): HTMLElement {
  const items = sources.map((source) =>
    element("li", {}, `${source.author}: `, ...named(source), ` (${source.year}).`),
  );
  return element("ol", { class: "sources" }, ...items);
}

/** A source without a safe address is told with its address as text. */
function named(source: Source): (Node | string)[] {
  const title = link(source.title, source.address);
  return title instanceof Text ? [title, ` – ${source.address}`] : [title];
}

/** What to say of the sources that were read in part; empty if there are none. */
export function partlyRead(sources: readonly Source[] = []): string {
  const which = sources.flatMap(({ read }, at) => (read === "part" ? [`[${at + 1}]`] : []));
  return which.length ? WORDS.summaryOnly(which.join(", ")) : "";
}

/** "2026-11-22" as "22 November 2026". */
export function dayOf(iso: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}

/** All that the folds hold, but for the simpler words, as paragraphs of plain text. */
export function unfolded({ metadata }: Message): string[] {
  const { more, ask, numbers, strength, checked, sources } = metadata;
  const rests = [
    strength && `${WORDS.strength} ${strength}.`,
    checked && WORDS.checked(dayOf(checked)),
    ...(sources ?? []).map(
      (source, at) => `[${at + 1}] ${source.author}: ${source.title} (${source.year}). ${source.address}`,
    ),
    partlyRead(sources),
  ];
  const parts = [
    more,
    more && ask && `${WORDS.ask} ${ask}`,
    numbers?.length && [`${WORDS.figures}:`, ...numbers.map((one) => `- ${one}`)].join("\n"),
    rests.filter(Boolean).join("\n"),
  ];
  return parts.filter((part) => typeof part === "string" && part !== "") as string[];
}
