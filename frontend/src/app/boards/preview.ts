import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Board, Snapshot, Tile } from "../../protocol";
import type { Followed } from "../../tv/stage";
import type { BoardDraft } from "./draft";

/** Figures are asked for again this often, and soon after a change. */
export const AGAIN_MS = 2000;
export const SOON_MS = 250;
/** Without an answer for so long the figures are no longer taken for those of now. */
const LOST_AFTER_MS = 6000;

interface Wanted {
  readonly draft: BoardDraft;
  readonly slide: number;
}

/** What the server made of a draft. */
export interface Answered extends Wanted {
  readonly definition: Board;
  readonly siteName: string;
  readonly zone: string;
}

interface Ports {
  ask(draft: BoardDraft, slide: number): Promise<Snapshot>;
  /** The server's clock. */
  readonly clock: { now(): number };
  after(ms: number, call: () => void): () => void;
  visible(): boolean;
  /** Whether the server said what is wrong with the draft, rather than that it cannot answer now. */
  isMistake(error: unknown): boolean;
  /** Takes what is wrong with a draft; null: nothing. */
  judged(draft: BoardDraft, error: unknown): void;
}

/** The true figures of a board that is being edited, for the wall's own tiles. */
export class Preview implements Followed {
  readonly lostSince: Signal<number | null> = signal(null);
  readonly message: ReadonlySignal<string | null> = signal(null);
  readonly answered: Signal<Answered | null> = signal(null);
  private readonly tiles = new Map<string, Signal<Tile | null>>();
  private wanted: Wanted | null = null;
  /** The last one that the server could evaluate: its figures stay true while a field is half written. */
  private good: Wanted | null = null;
  private heardAt: number;
  private turn = 0;
  private cancel = () => {};

  constructor(private readonly ports: Ports) {
    this.heardAt = ports.clock.now();
  }

  get clock(): { now(): number } {
    return this.ports.clock;
  }

  tile(id: string): Signal<Tile | null> {
    let found = this.tiles.get(id);
    if (found === undefined) {
      found = signal(null);
      this.tiles.set(id, found);
    }
    return found;
  }

  allTiles(): readonly Tile[] {
    return [...this.tiles.values()].map((one) => one.peek()).filter((one): one is Tile => one !== null);
  }

  show(draft: BoardDraft, slide: number): void {
    this.wanted = { draft, slide };
    if (this.good?.slide !== slide) this.good = null;
    this.next(SOON_MS);
  }

  stop(): void {
    this.turn += 1;
    this.cancel();
  }

  private next(ms: number): void {
    const turn = ++this.turn;
    this.cancel();
    this.cancel = this.ports.after(ms, () => void this.ask(turn));
  }

  private async ask(turn: number): Promise<void> {
    const asked = this.wanted;
    if (asked === null) return;
    if (this.ports.visible()) {
      try {
        await this.take(asked, turn);
      } catch (error) {
        if (turn === this.turn) await this.failed(asked, turn, error);
      }
    }
    if (turn === this.turn) this.next(AGAIN_MS);
  }

  private async take(asked: Wanted, turn: number): Promise<void> {
    const snapshot = await this.ports.ask(asked.draft, asked.slide);
    if (turn !== this.turn) return;
    this.good = asked;
    this.ports.judged(asked.draft, null);
    this.shown(asked, snapshot);
  }

  private async failed(asked: Wanted, turn: number, error: unknown): Promise<void> {
    if (!this.ports.isMistake(error)) {
      if (this.ports.clock.now() - this.heardAt > LOST_AFTER_MS) this.lostSince.value = this.heardAt;
      return;
    }
    this.ports.judged(asked.draft, error);
    const good = this.good;
    if (good === null) return;
    const snapshot = await this.ports.ask(good.draft, good.slide).catch(() => null);
    if (snapshot !== null && turn === this.turn) this.shown(good, snapshot);
  }

  private shown(asked: Wanted, { definition, site_name, zone, tiles }: Snapshot): void {
    this.heardAt = this.ports.clock.now();
    batch(() => {
      this.lostSince.value = null;
      this.answered.value = { ...asked, definition, siteName: site_name, zone };
      for (const [id, tile] of Object.entries(tiles)) this.tile(id).value = tile;
      for (const [id, held] of this.tiles) if (!(id in tiles)) held.value = null;
    });
  }
}
