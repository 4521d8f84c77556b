/** What this tab remembers of a conversation, until it is closed; the size of the text is kept for longer. */

import type { SheetNotes } from "./sheet";
import { NO_NOTES } from "./sheet";
import type { Turn, Verdict } from "./types";

export interface Remembered {
  token: string;
  agreed: boolean;
  /** Questions to begin with. */
  starters: string[];
  /** Turns that the server has not kept, or of which we do not know it. */
  pending: Turn[];
  verdicts: Record<string, Verdict>;
  draft: string;
  notes: SheetNotes;
  /** Whether a floating chat is open. */
  open: boolean;
}

const FORGOTTEN: Remembered = {
  token: "",
  agreed: false,
  starters: [],
  pending: [],
  verdicts: {},
  draft: "",
  notes: NO_NOTES,
  open: false,
};
const SIZE = "lupus-chat-text-size";

export class Memory {
  private kept: Remembered;

  constructor(private readonly key: string) {
    this.kept = { ...FORGOTTEN, ...read(() => sessionStorage, key) };
  }

  get now(): Readonly<Remembered> {
    return this.kept;
  }

  keep(change: Partial<Remembered>): void {
    this.kept = { ...this.kept, ...change };
    write(() => sessionStorage, this.key, this.kept);
  }

  /** Everything of the conversation; not that the person agreed, what one may begin with, nor that the chat is open. */
  forget(token: string): void {
    const { agreed, starters, open } = this.kept;
    this.keep({ ...FORGOTTEN, token, agreed, starters, open });
  }

  get textSize(): number {
    return Number(read<number>(() => localStorage, SIZE) ?? 100);
  }

  set textSize(percent: number) {
    write(() => localStorage, SIZE, percent);
  }
}

// A browser may forbid storage, or it may be full: then the page alone remembers.
function read<T>(storage: () => Storage, key: string): T | null {
  try {
    return JSON.parse(storage().getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {}
}
