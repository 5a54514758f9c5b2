/// <reference types="vite/client" />
import { describe, expect, it } from "vitest";
import type { Delta, Snapshot } from "../src/protocol";
import { type Held, step } from "../src/store";
import text from "./board_cases.ndjson?raw";

interface Case {
  readonly frames: readonly (Snapshot | Delta)[];
  /** Which of them do not follow what the page has: one before was lost. */
  readonly refused: readonly number[];
  readonly last: Pick<Snapshot, "seq" | "tiles">;
}

/** Frames as the server made them (tests/app/board_cases.py): the page must come to what the server shows. */
const cases = text
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

function play({ frames, refused }: Case): Held | null {
  let held: Held | null = null;
  for (const [at, frame] of frames.entries()) {
    const next = step(held, frame);
    expect(next.inStep).toBe(!refused.includes(at));
    held = next.held;
  }
  return held;
}

describe("the server's own frames", () => {
  it("are there", () => {
    expect(cases.length).toBeGreaterThanOrEqual(5);
    expect(cases.flatMap(({ frames }) => frames).filter((frame) => frame.t === "delta").length).toBeGreaterThan(8);
    expect(cases.flatMap(({ refused }) => refused).length).toBeGreaterThan(2);
  });

  it.each(cases.map((one, at) => [at, one] as const))("bring the page to the next snapshot (case %i)", (_, one) => {
    expect(play(one)).toMatchObject({ seq: one.last.seq });
    expect(play(one)?.tiles).toEqual(one.last.tiles);
  });

  it.each(cases.map((one, at) => [at, one] as const))("have a tile for each of every slide (case %i)", (_, one) => {
    const held = play(one);
    const ids = held?.definition.slides.flatMap((slide) => slide.tiles.map((tile) => tile.id)) ?? [];
    expect(Object.keys(held?.tiles ?? {}).sort()).toEqual([...ids].sort());
  });
});
