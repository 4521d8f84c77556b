/** A site's own colour, made readable. Ratios and luminance as WCAG 2.2 defines them (w3.org/TR/WCAG22). */

type Rgb = [number, number, number];

const ENOUGH = 4.5;
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** `accent` (#rgb or #rrggbb) so that it can be read on both `backgrounds`, and what can be read on it; null if it is no colour. */
export function readable(accent: string, backgrounds: readonly string[]): { accent: string; on: string } | null {
  const wanted = parse(accent);
  if (!wanted) return null;
  const behind = backgrounds.map((background) => parse(background) ?? WHITE);
  const darkBehind = luminance(behind[0] ?? WHITE) < 0.18;
  let colour = wanted;
  for (let share = 0; share <= 1 && behind.some((one) => contrast(colour, one) < ENOUGH); share += 0.05) {
    colour = mix(wanted, darkBehind ? WHITE : BLACK, share);
  }
  return { accent: hex(colour), on: contrast(colour, WHITE) >= ENOUGH ? hex(WHITE) : hex(BLACK) };
}

function parse(colour: string): Rgb | null {
  const digits = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(colour.trim())?.[1];
  if (!digits) return null;
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

function mix(colour: Rgb, other: Rgb, share: number): Rgb {
  const [red, green, blue] = colour.map((part, index) => Math.round(part + ((other[index] ?? 0) - part) * share));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function hex(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
