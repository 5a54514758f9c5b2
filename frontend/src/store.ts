import type { Board, Delta, Known, Snapshot, Tile } from "./protocol";

/** What this page knows of its board: one snapshot with every delta since. Never changed in place. */
export interface Held {
  readonly board: string;
  readonly epoch: string;
  readonly seq: number;
  readonly definition: Board;
  readonly siteName: string;
  readonly zone: string;
  readonly tiles: Readonly<Record<string, Tile>>;
}

export interface Step {
  readonly held: Held | null;
  /** False: a frame is missing between what is held and this one. Nothing was applied; watch again. */
  readonly inStep: boolean;
}

/** A snapshot replaces everything; a delta counts only when it follows what is held, in the same run of the server. */
export function step(held: Held | null, frame: Snapshot | Delta): Step {
  if (frame.t === "snapshot") return { held: fromSnapshot(frame), inStep: true };
  if (held === null || held.epoch !== frame.epoch || held.seq !== frame.prev) return { held, inStep: false };
  return { held: { ...held, seq: frame.seq, tiles: { ...held.tiles, ...frame.tiles } }, inStep: true };
}

/** What to say in `watch`. A page that lost its step knows nothing that the server could build on. */
export function known(held: Held | null, inStep: boolean): Known {
  return held !== null && inStep ? { epoch: held.epoch, seq: held.seq } : { epoch: null, seq: null };
}

function fromSnapshot(frame: Snapshot): Held {
  return {
    board: frame.board,
    epoch: frame.epoch,
    seq: frame.seq,
    definition: frame.definition,
    siteName: frame.site_name,
    zone: frame.zone,
    tiles: frame.tiles,
  };
}
