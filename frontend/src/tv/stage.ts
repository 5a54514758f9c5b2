import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Format } from "../format";
import type { Session } from "../session";

/** What every part of the page draws from. */
export interface Stage {
  readonly session: Session;
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
