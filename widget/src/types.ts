/** What the web channel sends and takes; docs/openapi.yml is its description. */

export type Route = "emergency" | "crisis" | "same_day" | "prescriber" | "care_team";
/** An answer; a page about the person's situation; where to turn; the safety net; a line of the house. */
export type Kind = "answer" | "situation" | "route" | "net" | "line";
export type Verdict = "up" | "down" | "wrong";

export interface Source {
  author: string;
  title: string;
  year: string;
  address: string;
  /** How much of it was read. */
  read: "whole" | "part" | "no";
}

export interface Metadata {
  /** The page's id; absent on routes and lines of the house. */
  id?: string;
  title?: string;
  route?: Route | null;
  /** What else people want to know, in paragraphs. */
  more?: string | null;
  /** The figures, a sentence or two each. */
  numbers?: string[];
  ask?: string | null;
  simply?: string | null;
  /** In words. */
  strength?: string | null;
  checked?: string;
  /** In the order of the marks ([1]) in `more` and `numbers`. */
  sources?: Source[];
  /** The numbers to call that stand in the text. */
  phones: string[];
}

export interface Choice {
  title: string;
  payload: string;
  /** One of an offer; what people ask next; more of the same answer, which unfolds here without being asked for. */
  role: "choice" | "next" | "fold";
}

export interface Message {
  kind: Kind;
  /** Whether somebody may be in danger. */
  urgent: boolean;
  text: string;
  buttons: Choice[];
  metadata: Metadata;
}

export interface Beginning {
  token: string;
  operator: string;
  introduction: Message[];
  /** Questions to begin with. */
  starters: string[];
}

export interface Exchange {
  message_id: string;
  text: string;
  at: string | null;
  replies: Message[];
}

export interface Answer {
  message_id: string;
  replies: Message[];
  kept: boolean;
  /** Whether the whole conversation was deleted. */
  forgotten: boolean;
}

export interface Help {
  /** Whom to call now. */
  help: Message[];
  /** What to call for, by urgency. */
  call: { route: Message; signs: string[] }[];
}

/** What is sent: words, or the payload of a button that was offered. */
export type Outgoing = { message_id: string; text: string } | { message_id: string; button: string };

/** One turn as this tab knows it. */
export interface Turn {
  id: string;
  /** What the person typed, or the title of the button they pressed. */
  text: string;
  button?: string;
  /** When, as ISO 8601; null if the records do not tell. */
  at: string | null;
  /** Waiting for its reply; answered and kept; answered yet not kept; refused by the server. */
  state: "waiting" | "answered" | "unkept" | "refused";
  replies: Message[];
  /** Why it was refused, in the server's words. */
  problem?: string;
}

export function isAnswer({ kind }: Message): boolean {
  return kind === "answer";
}

export function isRoute({ kind }: Message): boolean {
  return kind === "route";
}

export function isUrgent({ urgent }: Message): boolean {
  return urgent;
}
