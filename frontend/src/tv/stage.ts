import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Format } from "../format";
import type { Tile } from "../protocol";

/** A board as it is followed: over a connection, or as the editor's preview. */
export interface Followed {
  /** The tile's own signal. */
  tile(id: string): ReadonlySignal<Tile | null>;
  allTiles(): readonly Tile[];
  /** Since when (server's clock, ms) the connection is gone or a frame is missing. */
  readonly lostSince: ReadonlySignal<number | null>;
  readonly message: ReadonlySignal<string | null>;
  readonly clock: { now(): number };
}

/** What every part of the page draws from. */
export interface Stage {
  readonly session: Followed;
  readonly format: Format;
  /** The server's clock at the last whole second: all running times change with it, together. */
  readonly second: ReadonlySignal<number>;
}

export const StageContext = createContext<Stage | null>(null);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error("A tile is drawn outside the screen.");
  return stage;
}
