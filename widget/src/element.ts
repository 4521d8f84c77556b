/**
 * <lupus-chat>: the chat as a custom element. Attributes, read when it is put into a page:
 * server (default: where the script came from), region, heading, accent (#rrggbb), theme (light, dark), floating.
 */

import { Alarm } from "./alarm";
import { Channel, Refused } from "./channel";
import css from "./chat.css";
import { Composer } from "./composer";
import { Conversation, type Watcher } from "./conversation";
import { ask, helpBlocks, showHelp } from "./dialogs";
import { BASE, button, element, fresh, sheetOf } from "./dom";
import { copied } from "./feedback";
import { look, wear } from "./look";
import { Memory } from "./memory";
import { plain } from "./message";
import { notice, starters } from "./notice";
import { options } from "./options";
import { openSheet } from "./sheet";
import { Transcript } from "./turns";
import { isUrgent, type Turn } from "./types";
import { WORDS } from "./words";

const SCRIPT = document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : "";
const STYLE = sheetOf(css);
const STILL_WORKING = 3000; // ms
const OFFER_HELP = 10_000;

class LupusChat extends HTMLElement implements Watcher {
  private readonly root = this.attachShadow({ mode: "open" });
  private readonly scheme = matchMedia("(prefers-color-scheme: dark)");
  private readonly dress = () => wear(this.frame, this.look());
  private frame!: HTMLElement;
  private panel!: HTMLElement;
  private launcher!: HTMLButtonElement;
  private prelude!: HTMLElement;
  private status!: HTMLElement;
  private tryNow!: HTMLButtonElement;
  private waiting!: HTMLElement;
  private composer!: Composer;
  private transcript!: Transcript;
  private alarm!: Alarm;
  private memory!: Memory;
  private conversation!: Conversation;
  private started = false;
  private timers: number[] = [];
  private troubled = false;
  private closeSheet: (() => void) | null = null;

  connectedCallback(): void {
    const server = (this.getAttribute("server") ?? SCRIPT).replace(/\/+$/, "");
    this.memory = new Memory(`lupus-chat ${server}`);
    const region = this.getAttribute("region") ?? "";
    this.conversation = new Conversation(new Channel(server), this.memory, region, this);
    this.root.adoptedStyleSheets = [BASE, STYLE];
    this.build();
    this.dress();
    this.scheme.addEventListener("change", this.dress);
    if (!this.floating || this.memory.now.open) this.open();
  }

  disconnectedCallback(): void {
    this.scheme.removeEventListener("change", this.dress);
    this.conversation.close();
    this.closeSheet?.();
    this.stopClock();
    this.started = false;
    this.root.replaceChildren();
  }

  /** Open a floating chat, as its own button does. */
  open(): void {
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.launcher.textContent = WORDS.open;
    if (this.floating) this.memory.keep({ open: true });
    if (!this.started) {
      this.started = true;
      this.start();
    }
  }

  private get floating(): boolean {
    return this.hasAttribute("floating");
  }

  private look() {
    return look(this.getAttribute("theme") ?? "", this.getAttribute("accent") ?? "");
  }

  private build(): void {
    const heading = element(
      "h2",
      { id: fresh("heading"), tabindex: "-1" },
      this.getAttribute("heading") ?? WORDS.heading,
    );
    this.transcript = new Transcript(() => this.conversation, this.say);
    this.alarm = new Alarm(() => this.composer.focus());
    this.composer = new Composer(
      (text) => this.conversation.say(text),
      (draft) => this.memory.keep({ draft }),
      this.memory.now.draft,
    );
    this.prelude = element("div", { class: "prelude" });
    this.status = element("p", { role: "status" });
    this.tryNow = button(WORDS.tryNow, () => this.conversation.retry(), { hidden: true });
    this.waiting = element("div", { class: "card alarm waiting", hidden: true });
    this.launcher = button(WORDS.open, () => this.launch(heading), {
      class: "launcher main",
      "aria-expanded": "false",
    });
    const help = button(WORDS.help, () => showHelp(this.frame, this.conversation.help?.help ?? []), { class: "help" });
    const [opener, list] = options(this.deeds(), this.memory, (percent) => this.resize(percent));
    const header = element("header", {}, heading, element("div", { class: "row" }, help, opener!));
    if (this.floating) {
      header
        .querySelector(".row")
        ?.append(button("×", () => this.shut(), { "aria-label": WORDS.close, class: "close" }));
    }
    this.panel = element(
      "section",
      { class: "panel", role: this.floating ? "dialog" : "region", "aria-labelledby": heading.id, hidden: true },
      header,
      list!,
      this.prelude,
      this.transcript.log,
      this.alarm.place,
      element("div", { class: "state" }, this.status, this.tryNow),
      this.waiting,
      this.composer.form,
    );
    this.panel.addEventListener("keydown", (event) => {
      if (this.floating && event.key === "Escape") this.shut();
    });
    this.composer.form.hidden = true;
    const name = this.floating ? "frame floating" : "frame";
    this.frame = element("div", { class: name, lang: "en", dir: "ltr" }, this.launcher, this.panel);
    this.launcher.hidden = !this.floating;
    this.root.replaceChildren(this.frame);
    this.resize(this.memory.textSize);
  }

  private deeds() {
    return [
      { label: WORDS.sheet, act: () => this.showSheet() },
      { label: WORDS.copyAll, act: async () => this.say(await copied(this.asText())) },
      { label: WORDS.startOver, act: () => this.askToStartOver() },
      { label: WORDS.remove, act: () => this.askToDelete() },
    ];
  }

  private launch(heading: HTMLElement): void {
    this.open();
    if (this.composer.form.hidden) heading.focus();
    else this.composer.focus();
  }

  private shut(): void {
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.memory.keep({ open: false });
    this.launcher.focus();
  }

  private async start(): Promise<void> {
    if (this.memory.now.agreed) {
      this.composer.form.hidden = false;
      await this.conversation.resume();
      this.refresh();
      return;
    }
    this.prelude.replaceChildren(element("p", {}, WORDS.loading));
    const beginning = await this.conversation.begin();
    if (!beginning) return;
    const shown = notice(beginning.introduction, () => {
      this.conversation.agree();
      this.composer.form.hidden = false;
      this.refresh();
      (this.prelude.querySelector("h3") ?? this.composer).focus();
    });
    if (beginning.operator) shown.querySelector("h3")?.after(element("p", {}, WORDS.runBy(beginning.operator)));
    this.prelude.replaceChildren(shown);
  }

  /** Before the first message, offer some to begin with. */
  private refresh(): void {
    const { starters: questions, turns } = this.conversation;
    const offered = this.memory.now.agreed && !turns.length && questions.length;
    this.prelude.replaceChildren(...(offered ? [starters(questions, (one) => this.conversation.say(one))] : []));
  }

  private readonly say = (status: string): void => {
    this.status.textContent = status;
  };

  turn(turn: Turn): void {
    const focused = this.root.activeElement;
    this.refresh();
    this.transcript.show(turn);
    const lost = focused !== null && !focused.isConnected;
    this.transcript.reveal(turn, lost);
    if (turn.state === "waiting") return;
    if (turn.replies.some(isUrgent)) {
      this.closeSheet?.(); // it must be seen
      this.frame.querySelector("dialog")?.close();
      this.open();
    }
    this.alarm.heed(turn);
    if (this.panel.hidden) this.launcher.textContent = WORDS.openNew;
  }

  turns(turns: readonly Turn[]): void {
    this.transcript.replace(turns);
    this.refresh();
    this.alarm.clear();
    const last = turns.at(-1);
    if (!last) return;
    this.transcript.reveal(last);
    this.alarm.heed(last);
  }

  sending(since: number | null): void {
    this.stopClock();
    this.waiting.hidden = true;
    const busy: (string | null)[] = [WORDS.working, WORDS.stillWorking];
    if (since) this.say(WORDS.working);
    else if (busy.includes(this.status.textContent)) this.say("");
    if (!since) return;
    this.timers = [
      setTimeout(() => this.tryNow.hidden && this.say(WORDS.stillWorking), STILL_WORKING),
      setTimeout(() => this.offerHelp(), OFFER_HELP),
    ];
  }

  connection(state: "fine" | "lost" | "history" | "refused"): void {
    const troubled = this.troubled;
    this.troubled = state !== "fine";
    if (state === "fine") {
      if (troubled) this.say("");
      if (this.root.activeElement === this.tryNow) this.composer.focus();
      this.tryNow.hidden = true;
      return;
    }
    const first = !this.memory.now.agreed;
    this.tryNow.hidden = state === "refused";
    const words = {
      lost: first ? WORDS.unreachable : WORDS.offline,
      history: WORDS.historyLater,
      refused: WORDS.notAllowed,
    };
    this.say(words[state]);
    if (first) this.prelude.replaceChildren(...helpBlocks([]));
  }

  renewed(): void {
    this.transcript.note(
      WORDS.ended,
      this.conversation.turns.find((turn) => turn.state === "waiting"),
    );
  }

  helped(): void {
    if (!this.waiting.hidden) this.offerHelp();
  }

  private offerHelp(): void {
    const lines = helpBlocks(this.conversation.help?.help ?? []);
    this.waiting.replaceChildren(element("p", { class: "label" }, WORDS.busyHelp), ...lines);
    this.waiting.hidden = false;
  }

  private stopClock(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
  }

  private resize(percent: number): void {
    this.frame.style.setProperty("--size", String(percent / 100));
  }

  private asText(): string {
    const turns = this.conversation.turns.map((turn) =>
      [`${WORDS.you}: ${turn.text}`, ...turn.replies.map((reply) => `${WORDS.assistant}: ${plain(reply)}`)].join(
        "\n\n",
      ),
    );
    return turns.join("\n\n\n");
  }

  private showSheet(): void {
    const opener = this.root.activeElement as HTMLElement | null;
    const { dark, variables } = this.look();
    this.closeSheet = openSheet({
      turns: this.conversation.turns,
      help: this.conversation.help,
      notes: this.memory.now.notes,
      save: (notes) => this.memory.keep({ notes }),
      dark,
      variables: { ...variables, "--size": String(this.memory.textSize / 100) },
      closed: () => {
        this.closeSheet = null;
        opener?.focus();
      },
    });
  }

  private askToStartOver(): void {
    ask(this.frame, WORDS.startOverAsk, WORDS.startOverNote, WORDS.startOver, async () => {
      try {
        await this.conversation.startOver();
      } catch {
        return WORDS.notStarted;
      }
      this.cleared(WORDS.started);
      return "";
    });
  }

  private askToDelete(): void {
    ask(this.frame, WORDS.removeAsk, WORDS.removeNote, WORDS.remove, async () => {
      try {
        await this.conversation.forget();
      } catch (error) {
        return error instanceof Refused ? WORDS.notRemovedEnded : WORDS.notRemoved;
      }
      this.cleared(WORDS.removed);
      return "";
    });
  }

  private cleared(status: string): void {
    this.composer.empty();
    this.say(status);
  }
}

customElements.define("lupus-chat", LupusChat);
