/** What to call for, and whom: the strictest first. */

import { helpBlocks } from "../dialogs";
import { element } from "../dom";
import { blocks } from "../text";
import { type Help, isRoute, type Message, type Route, type Turn } from "../types";
import { SHEET } from "./words";

const STRICTEST: (Route | null | undefined)[] = ["emergency", "crisis", "same_day"];

/** From `help`, or without it from the routes that were given. */
export function calls(help: Help | null, turns: readonly Turn[]): HTMLElement[] {
  const entries = help?.call.length ? help.call : given(turns).map((route) => ({ route, signs: [] }));
  if (!entries.length) return helpBlocks([]);
  const rank = (route: Message) => STRICTEST.indexOf(route.metadata.route);
  return [...entries].sort((a, b) => rank(a.route) - rank(b.route)).map(({ route, signs }) => entry(route, signs));
}

function given(turns: readonly Turn[]): Message[] {
  const routes = turns.flatMap(({ replies }) => replies).filter(isRoute);
  const urgent = routes.filter(({ metadata }) => STRICTEST.includes(metadata.route));
  return [...new Map(urgent.map((route) => [route.text, route])).values()];
}

function entry({ text, metadata }: Message, signs: readonly string[]): HTMLElement {
  const made = element("div", { class: "call" });
  if (metadata.route !== "same_day") made.classList.add("alarm");
  if (signs.length) {
    made.append(element("h3", {}, metadata.route === "same_day" ? SHEET.sameDay : SHEET.now));
    made.append(element("ul", { class: "signs" }, ...signs.map((sign) => element("li", {}, sign))));
  }
  made.append(...blocks(text, metadata.phones));
  return made;
}
