/**
 * One conversation: what was said, and that each message reaches the server once, in order, whatever happens to the
 * network, the server or the tab. A message is remembered before it is sent and sent under the same id until the server
 * has answered it; the server takes an id once.
 */

import { type Channel, Refused, Unreachable } from "./channel";
import type { Memory } from "./memory";
import type { Beginning, Exchange, Help, Outgoing, Turn, Verdict } from "./types";

const FIRST_WAIT = 1000; // ms before the second try; doubles
const LONGEST_WAIT = 15_000;

/** Who shows the conversation. */
export interface Watcher {
  /** A turn is new or has changed. */
  turn(turn: Turn): void;
  /** All turns were replaced. */
  turns(turns: readonly Turn[]): void;
  /** Whether a message is on its way; `since` is when it set out (ms). */
  sending(since: number | null): void;
  connection(state: "fine" | "lost" | "history" | "refused"): void;
  /** The earlier conversation has ended and a new one has begun. */
  renewed(): void;
  /** `help` is known, or has changed. */
  helped(): void;
}

export class Conversation {
  turns: Turn[] = [];
  help: Help | null = null;
  /** Questions to begin with; none before the server told them. */
  starters: string[];
  private token: string;
  private pumping = false;
  private closed = false;
  private readonly sleepers = new Set<() => void>();
  private renewedFor = "";
  private helpAsked: Promise<Help> | null = null;
  private readonly online = () => this.retry();

  constructor(
    private readonly channel: Channel,
    private readonly memory: Memory,
    private region: string,
    private readonly watcher: Watcher,
  ) {
    this.token = memory.now.token;
    this.starters = memory.now.starters;
    addEventListener("online", this.online);
  }

  close(): void {
    this.closed = true;
    this.retry();
    removeEventListener("online", this.online);
  }

  /** Ask for a new conversation until there is one. Nothing is stored before the first message. */
  async begin(): Promise<Beginning | null> {
    let beginning: Beginning | null;
    try {
      beginning = await this.insist(() => this.channel.begin(this.region), "lost");
    } catch (error) {
      if (!this.region) throw error;
      console.error(`<lupus-chat region="${this.region}">: ${(error as Refused).message}`);
      this.region = "";
      return this.begin();
    }
    if (beginning) this.adopt(beginning);
    return beginning;
  }

  /** The person has agreed: from now on the tab remembers. */
  agree(): void {
    this.memory.keep({ token: this.token, starters: this.starters, agreed: true });
  }

  /** Take up the conversation that this tab remembers. */
  async resume(): Promise<void> {
    this.turns = this.memory.now.pending.map((turn) => ({ ...turn }));
    this.watcher.turns(this.turns);
    try {
      const past = await this.insist(() => this.channel.history(this.token), "history");
      if (!past) return;
      this.merge(past);
      this.fetchHelp();
    } catch (error) {
      if (!expired(error)) throw error;
      await this.renew();
    }
    await this.pump();
  }

  say(text: string): void {
    this.add({ text });
  }

  press(payload: string, title: string): void {
    this.add({ text: title, button: payload });
  }

  /** Send again what was not kept. */
  again(turn: Turn): void {
    turn.state = "waiting";
    turn.replies = [];
    this.settle(turn);
    this.pump();
  }

  /** Do not wait for the next try. */
  retry(): void {
    for (const wake of this.sleepers) wake();
  }

  async judge(turn: Turn, verdict: Verdict, reason?: string): Promise<void> {
    await this.channel.judge(this.token, turn.id, verdict, reason);
    this.memory.keep({ verdicts: { ...this.memory.now.verdicts, [turn.id]: verdict } });
  }

  verdictOn(turn: Turn): Verdict | undefined {
    return this.memory.now.verdicts[turn.id];
  }

  /** Delete it on the server and here. Throws Unreachable or Refused, and then nothing has changed here. */
  async forget(): Promise<void> {
    await this.channel.forget(this.token);
    this.clear(this.token);
  }

  /** Leave this conversation for a new one. Throws Unreachable or Refused, and then nothing has changed. */
  async startOver(): Promise<void> {
    this.adopt(await this.channel.begin(this.region));
    this.clear(this.token);
  }

  private adopt({ token, starters }: Beginning): void {
    this.token = token;
    this.starters = starters;
    if (this.memory.now.agreed) this.memory.keep({ token, starters });
    this.fetchHelp();
  }

  private clear(token: string): void {
    this.turns = [];
    this.memory.forget(token);
    this.watcher.turns(this.turns);
    this.retry();
  }

  private add(said: { text: string; button?: string }): void {
    const turn: Turn = { id: newId(), at: new Date().toISOString(), state: "waiting", replies: [], ...said };
    this.turns.push(turn);
    this.settle(turn);
    this.pump();
  }

  private settle(turn: Turn): void {
    this.memory.keep({ pending: this.turns.filter((one) => one.state !== "answered") });
    this.watcher.turn(turn);
  }

  /** What the server has kept comes first. A turn we wait for is sent again all the same: its reply may be incomplete. */
  private merge(past: Exchange[]): void {
    const waiting = new Map(this.turns.map((turn) => [turn.id, turn]));
    const kept = past.map((exchange): Turn => {
      const { message_id: id, text, at, replies } = exchange;
      const mine = waiting.get(id);
      waiting.delete(id);
      return mine?.state === "waiting" ? mine : { id, text, at, replies, state: "answered" };
    });
    this.turns = [...kept, ...waiting.values()];
    this.watcher.turns(this.turns);
  }

  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    for (let turn = this.next(); turn; turn = this.next()) {
      this.watcher.sending(Date.now());
      await this.deliver(turn);
    }
    this.pumping = false;
    this.watcher.sending(null);
  }

  private next(): Turn | undefined {
    return this.closed ? undefined : this.turns.find((turn) => turn.state === "waiting");
  }

  private async deliver(turn: Turn): Promise<void> {
    let forgotten = false;
    try {
      const answer = await this.insist(() => this.channel.send(this.token, outgoing(turn)), "lost", turn);
      if (!answer || !this.turns.includes(turn)) return;
      turn.replies = answer.replies;
      turn.state = answer.kept ? "answered" : "unkept";
      forgotten = answer.forgotten;
    } catch (error) {
      if (!this.turns.includes(turn)) return;
      if (expired(error) && this.renewedFor !== turn.id) {
        this.renewedFor = turn.id;
        await this.renew();
        return; // it is still waiting, and goes out in the new conversation
      }
      turn.state = "refused";
      turn.problem = (error as Refused).message;
    }
    if (forgotten) {
      const since = this.turns.filter((one) => one.state === "waiting"); // typed meanwhile: it begins the conversation anew
      this.memory.forget(this.token);
      this.memory.keep({ pending: since });
      this.turns = [turn, ...since];
      this.watcher.turns(this.turns);
      return;
    }
    this.settle(turn);
    if (!turn.button) this.fetchHelp(); // whatever was asked, the words may have told where the person is
  }

  private async renew(): Promise<void> {
    const beginning = await this.begin();
    if (!beginning) return;
    for (const turn of this.turns) {
      if (turn.state === "waiting") delete turn.button; // offered in the ended conversation: its title is sent instead
    }
    this.watcher.renewed();
  }

  /** Try until it works, the chat is closed or `turn` is gone (null). Throws Refused. */
  private async insist<T>(attempt: () => Promise<T>, trouble: "lost" | "history", turn?: Turn): Promise<T | null> {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const result = await attempt();
        this.watcher.connection("fine");
        return result;
      } catch (error) {
        if (!(error instanceof Unreachable)) {
          this.watcher.connection("fine");
          throw error;
        }
      }
      const refused = !this.memory.now.agreed && (await this.channel.refusesThisSite());
      this.watcher.connection(refused ? "refused" : trouble);
      await this.sleep(wait);
      if (this.closed || (turn && !this.turns.includes(turn))) return null;
    }
  }

  /** Until the time (ms) is over, or `retry` wakes it. */
  private async sleep(time: number): Promise<void> {
    let wake = () => {};
    await new Promise<void>((resolve) => {
      wake = resolve;
      this.sleepers.add(wake);
      setTimeout(wake, time);
    });
    this.sleepers.delete(wake);
  }

  private fetchHelp(): void {
    const asked = this.channel.help(this.token);
    this.helpAsked = asked;
    asked.then(
      (help) => {
        if (asked !== this.helpAsked) return;
        this.help = help;
        this.watcher.helped();
      },
      () => {}, // what was heard before stays
    );
  }
}

function expired(error: unknown): boolean {
  return error instanceof Refused && error.status === 401;
}

function outgoing(turn: Turn): Outgoing {
  const { id: message_id, button, text } = turn;
  return button ? { message_id, button } : { message_id, text };
}

/** An id as the channel takes it. randomUUID is missing on pages without TLS. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
