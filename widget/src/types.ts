/** What the web channel sends and takes; docs/openapi.yml is its description. */

export type Route = "emergency" | "crisis" | "same_day" | "prescriber" | "care_team";
export type Strength = "strong" | "moderate" | "low" | "none";
export type Verdict = "up" | "down" | "wrong";

export interface Source {
  author: string;
  title: string;
  year: string;
  address: string;
}

export interface Metadata {
  response?: string | null;
  /** The page's id; absent on routes and lines of the house. */
  id?: string;
  /** The page whose sources or short form a message gives. */
  about?: string;
  /** The id again if the page is a situation; null on an answer. */
  situation?: string | null;
  title?: string;
  route?: Route | null;
  ask?: string | null;
  simply?: string | null;
  strength?: Strength | null;
  checked?: string;
  sources?: Source[];
  /** The numbers to call that stand in the text. */
  phones: string[];
}

export interface Choice {
  title: string;
  payload: string;
}

export interface Message {
  text: string;
  buttons: Choice[];
  metadata: Metadata;
}

export interface Beginning {
  token: string;
  operator: string;
  introduction: Message[];
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

export function isAnswer(message: Message): boolean {
  return Boolean(message.metadata.id) && !message.metadata.situation && !message.metadata.about;
}

export function isRoute(message: Message): boolean {
  return message.metadata.response?.startsWith("utter_route_") ?? false;
}

/** Whether somebody may be in danger: the page, its route, or the safety net beside an answer. */
export function isUrgent(message: Message): boolean {
  const { route, response } = message.metadata;
  return route === "emergency" || route === "crisis" || response === "utter_net" || response === "utter_urgent";
}
