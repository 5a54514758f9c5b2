import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { Refused } from "../fetching";
import type { Box } from "./arrange";
import { addTile, type Change, isRefusal, placeTile, placeTiles, type Refusal, removeTile } from "./changes";
import { type BoardDraft, freeId, idFor, type Kind, slidesIn, type TileDraft, tilesOf } from "./draft";
import { begun, changed, type History, redone, undone } from "./history";
import type { Text } from "./legibility";
import { type Mistake, mistakesIn } from "./mistakes";
import { addBoard, readBoard, saidBy, saveBoard } from "./requests";
import type { EditorWords } from "./words";

export type Saving = "idle" | "saving" | "saved";

/** A board under the editor's hands: what it is now, what is chosen, and what the server says of it. */
export class Editor {
  readonly history: Signal<History<BoardDraft>>;
  readonly draft: ReadonlySignal<BoardDraft>;
  readonly slide = signal(0);
  readonly selected: Signal<string | null> = signal(null);
  /** What was done last, for those who do not see it. */
  readonly said = signal("");
  readonly mistakes: Signal<readonly Mistake[]> = signal([]);
  readonly texts: Signal<readonly Text[]> = signal([]);
  readonly saving: Signal<Saving> = signal<Saving>("idle");
  /** The version that somebody else saved meanwhile. */
  readonly conflict: Signal<number | null> = signal(null);
  readonly refused: Signal<Refused | null> = signal(null);
  readonly dirty: ReadonlySignal<boolean>;
  private readonly saved: Signal<BoardDraft>;
  private version: number;

  constructor(
    read: BoardDraft,
    private readonly words: () => EditorWords,
    private readonly language: () => string,
  ) {
    const { version = 1, ...draft } = read;
    this.version = version;
    this.saved = signal(draft);
    this.history = signal(begun<BoardDraft>(draft));
    this.draft = computed(() => this.history.value.present);
    this.dirty = computed(() => this.draft.value !== this.saved.value);
  }

  get tiles(): readonly TileDraft[] {
    return tilesOf(this.draft.value, this.slide.value);
  }

  tile(id: string | null): TileDraft | null {
    return this.tiles.find((one) => one.id === id) ?? null;
  }

  /** Takes a change, or says why there is none. `key`: another one of the same goes with it as one step back. */
  take(change: Change, said = "", key: string | null = null): boolean {
    if (isRefusal(change)) {
      this.say(this.words().refusals[change]);
      return false;
    }
    if (change === this.history.peek().present) return true;
    batch(() => {
      this.history.value = changed(this.history.peek(), change, key);
      this.settle();
      this.saving.value = "idle";
      if (said !== "") this.say(said);
    });
    return true;
  }

  say(text: string): void {
    // The same words said again are a change too, for a screen reader: a space that nobody hears.
    this.said.value = this.said.peek() === text ? `${text} ` : text;
  }

  add(kind: Kind, place: Box | null = null): string | Refusal {
    const words = this.words();
    const added = addTile(this.draft.peek(), this.slide.peek(), kind, words.kinds[kind], place);
    if (isRefusal(added)) {
      this.say(words.refusals[added]);
      return added;
    }
    this.take(added.draft, words.added(words.kinds[kind]));
    this.selected.value = added.id;
    return added.id;
  }

  remove(id: string): void {
    const tile = this.tile(id);
    if (tile === null) return;
    this.take(removeTile(this.draft.peek(), this.slide.peek(), id), this.words().removed(this.nameOf(tile)));
  }

  place(id: string, box: Box): boolean {
    const before = this.tile(id);
    if (before === null) return false;
    if (!this.take(placeTile(this.draft.peek(), this.slide.peek(), id, box), "", `place ${id}`)) return false;
    const now = this.tile(id);
    if (now !== null) this.say(this.words().placed(this.nameOf(now), now.x + 1, now.y + 1, now.w, now.h));
    return true;
  }

  /** What was dragged, and what made way for it. */
  dragged(id: string, boxes: ReadonlyMap<string, Box>): void {
    const now = boxes.get(id);
    const tile = this.tile(id);
    if (now === undefined || tile === null) return;
    const said = this.words().placed(this.nameOf(tile), now.x + 1, now.y + 1, now.w, now.h);
    this.take(placeTiles(this.draft.peek(), this.slide.peek(), boxes), said);
  }

  nameOf(tile: TileDraft): string {
    return tile.title === "" ? this.words().kinds[tile.kind] : tile.title;
  }

  choose(slide: number): void {
    batch(() => {
      this.slide.value = Math.max(0, Math.min(slide, slidesIn(this.draft.peek()).length - 1));
      this.selected.value = null;
    });
  }

  undo(): void {
    this.step(undone(this.history.peek()), this.words().undone);
  }

  redo(): void {
    this.step(redone(this.history.peek()), this.words().redone);
  }

  /** What the server says of a draft that may have changed since. */
  judged(draft: BoardDraft, error: unknown): void {
    this.mistakes.value = error === null ? [] : mistakesIn(draft, saidBy(error));
  }

  async save(): Promise<boolean> {
    const draft = this.draft.peek();
    this.begin();
    try {
      const stored = await saveBoard({ ...draft, version: this.version });
      this.stored(draft, stored);
      return true;
    } catch (error) {
      this.failed(draft, error);
      return false;
    }
  }

  /** Saves under another id, which nobody has; answers it, or null. */
  async saveAsCopy(taken: ReadonlySet<string>): Promise<string | null> {
    const draft = this.draft.peek();
    const title = this.words().copyOf(draft.title).slice(0, 60);
    const id = freeId(idFor(title), taken);
    this.begin();
    try {
      await addBoard({ ...draft, id, title });
      this.saved.value = draft;
      this.saving.value = "saved";
      return id;
    } catch (error) {
      this.failed(draft, error);
      return null;
    }
  }

  /** Takes what the server has, and lets go of what is here: it can be undone. */
  async reload(): Promise<void> {
    try {
      const { version = 1, ...draft } = await readBoard(
        this.draft.peek().id,
        this.language(),
        new AbortController().signal,
      );
      batch(() => {
        this.version = version;
        this.saved.value = draft;
        this.history.value = changed(this.history.peek(), draft);
        this.conflict.value = null;
        this.settle();
        this.say(this.words().reloaded);
      });
    } catch (error) {
      this.failed(this.draft.peek(), error);
    }
  }

  private begin(): void {
    this.saving.value = "saving";
    this.refused.value = null;
  }

  private stored(draft: BoardDraft, { version = this.version + 1 }: BoardDraft): void {
    batch(() => {
      this.version = version;
      this.saved.value = draft;
      this.conflict.value = null;
      this.saving.value = "saved";
      this.say(this.words().saved);
    });
  }

  private failed(draft: BoardDraft, error: unknown): void {
    batch(() => {
      this.saving.value = "idle";
      const refused =
        error instanceof Refused ? error : new Refused(0, this.words().noAnswer, this.words().noAnswerHint);
      const mistakes = mistakesIn(draft, saidBy(error));
      if (mistakes.length > 0) this.mistakes.value = mistakes;
      // Both are said where they are shown: the one as a question, the other as an alert.
      if (refused.status === 409 && refused.version !== null) this.conflict.value = refused.version;
      else this.refused.value = refused;
      this.said.value = "";
    });
  }

  private step(history: History<BoardDraft>, said: string): void {
    if (history === this.history.peek()) return;
    batch(() => {
      this.history.value = history;
      this.settle();
      this.saving.value = "idle";
      this.say(said);
    });
  }

  /** After any change: the slide and the tile that are chosen are there. */
  private settle(): void {
    const slides = slidesIn(this.draft.peek()).length;
    if (this.slide.peek() >= slides) this.slide.value = slides - 1;
    const ids = new Set(tilesOf(this.draft.peek(), this.slide.peek()).map((one) => one.id));
    const chosen = this.selected.peek();
    if (chosen !== null && !ids.has(chosen)) this.selected.value = null;
  }
}
