/** What the person made of the sheet. Plain JSON: the caller keeps it for as long as the tab is open. */

export interface SheetNotes {
  /** Whom they will see, and when. */
  visit: string;
  /** Whether they want the full answers. */
  full: boolean;
  /** By the key of an answer; only what was changed. */
  items: Record<string, ItemNotes>;
  own: OwnQuestion[];
  /** A question of their own that is typed and not yet added. */
  draft: string;
  notes: string;
}

export interface QuestionNotes {
  asked?: boolean;
  answer?: string;
}

export interface ItemNotes extends QuestionNotes {
  question?: string;
  out?: boolean;
}

export interface OwnQuestion extends QuestionNotes {
  text: string;
}

export const NO_NOTES: SheetNotes = { visit: "", full: false, items: {}, own: [], draft: "", notes: "" };
