/** Speaks to the web channel of one server. */

import type { Answer, Beginning, Exchange, Help, Outgoing, Verdict } from "./types";

/** Longer than the server takes at most (8 s). */
const PATIENCE = 15_000;

/** No usable reply came: the network, a proxy or the server is down. Worth another try. */
export class Unreachable extends Error {}

/** The server said no; the message is its reason. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    reason: string,
  ) {
    super(reason);
  }
}

export class Channel {
  constructor(private readonly server: string) {}

  begin(region: string): Promise<Beginning> {
    return this.ask("POST", "/conversations", "", region ? { region } : undefined);
  }

  async history(token: string): Promise<Exchange[]> {
    const { messages } = await this.ask<{ messages: Exchange[] }>("GET", "/messages", token);
    return messages;
  }

  send(token: string, message: Outgoing): Promise<Answer> {
    return this.ask("POST", "/messages", token, message);
  }

  help(token: string): Promise<Help> {
    return this.ask("GET", "/help", token);
  }

  async judge(token: string, id: string, verdict: Verdict, reason = ""): Promise<void> {
    await this.ask("POST", "/feedback", token, { message_id: id, verdict, ...(reason ? { reason } : {}) });
  }

  async forget(token: string): Promise<void> {
    await this.ask("DELETE", "/conversations", token);
  }

  /** Whether the server is up and it is this site that may not speak to it. */
  async refusesThisSite(): Promise<boolean> {
    if (new URL(this.server, location.href).origin === location.origin) return false;
    try {
      await fetch(`${this.server}/chat/lupus-chat.js`, { mode: "no-cors", cache: "no-store", credentials: "omit" });
      return true;
    } catch {
      return false;
    }
  }

  private async ask<T>(method: string, path: string, token: string, body?: object): Promise<T> {
    const headers: Record<string, string> = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    let status: number;
    let answer: T & { error?: string; replies?: unknown };
    try {
      const response = await fetch(`${this.server}/webhooks/web${path}`, {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
      });
      status = response.status;
      answer = await response.json();
    } catch {
      throw new Unreachable();
    }
    if (status === 200 || answer.replies) return answer;
    if (status >= 500 || status === 429 || !answer.error) throw new Unreachable();
    throw new Refused(status, answer.error);
  }
}
