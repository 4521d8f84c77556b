/** Colours for light and dark, and the site's own accent among them. Text reaches 4.5:1, borders of fields 3:1. */

import { readable } from "./colours";

export type Look = { dark: boolean; variables: Record<string, string> };

const LIGHT = {
  "--text": "#1c1b22",
  "--muted": "#5a5666",
  "--page": "#f6f5f9",
  "--card": "#ffffff",
  "--line": "#cbc7d6",
  "--field": "#79748a",
  "--strong": "#5b2a86",
  "--on-strong": "#ffffff",
  "--alarm": "#a3001b",
  "--alarm-card": "#fff0f1",
};

const DARK: typeof LIGHT = {
  "--text": "#f1eff7",
  "--muted": "#b9b4c9",
  "--page": "#17151d",
  "--card": "#23202c",
  "--line": "#4d475c",
  "--field": "#8d87a0",
  "--strong": "#d3b3f2",
  "--on-strong": "#1c1b22",
  "--alarm": "#ff9aa8",
  "--alarm-card": "#3a1219",
};

/** `theme` is "light", "dark" or anything else for the reader's own setting; `accent` a colour as #rrggbb, or empty. */
export function look(theme: string, accent: string): Look {
  const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const variables = { ...(dark ? DARK : LIGHT) };
  const own = accent ? readable(accent, [variables["--card"], variables["--page"]]) : null;
  if (accent && !own) console.error(`<lupus-chat accent="${accent}">: write a colour as #rrggbb.`);
  if (own) Object.assign(variables, { "--strong": own.accent, "--on-strong": own.on });
  return { dark, variables };
}

export function wear(element: HTMLElement, { dark, variables }: Look): void {
  for (const [name, value] of Object.entries(variables)) element.style.setProperty(name, value);
  element.style.setProperty("color-scheme", dark ? "dark" : "light");
}
