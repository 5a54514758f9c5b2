import { describe, expect, it } from "vitest";
import type { Delta, Snapshot, Tile } from "../src/protocol";
import { type Held, known, step } from "../src/store";
import { delta, numberTile, snapshot } from "./frames";
import { generator } from "./generator";

const IDS = ["sl", "waiting", "asa", "queues", "list"];

/** What a server does to a board: values change now and then, sequence numbers have holes. */
function history(seed: number, length: number): { first: Snapshot; deltas: Delta[]; last: Snapshot } {
  const random = generator(seed);
  const tiles: Record<string, Tile> = Object.fromEntries(IDS.map((id) => [id, numberTile(0)]));
  let seq = Math.floor(random() * 1000);
  const first = snapshot(seq, { ...tiles });
  const deltas: Delta[] = [];
  for (let turn = 0; turn < length; turn += 1) {
    const changed: Record<string, Tile> = {};
    for (const id of IDS)
      if (random() < 0.4) changed[id] = numberTile(random() < 0.1 ? null : Math.floor(random() * 99));
    Object.assign(tiles, changed);
    const next = seq + 1 + Math.floor(random() * 3);
    deltas.push(delta(seq, next, changed));
    seq = next;
  }
  return { first, deltas, last: snapshot(seq, { ...tiles }) };
}

function play(frames: readonly (Snapshot | Delta)[], from: Held | null = null): Held | null {
  return frames.reduce<Held | null>((held, frame) => step(held, frame).held, from);
}

describe("a snapshot and its deltas", () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))("are the next snapshot (seed %i)", (seed) => {
    const { first, deltas, last } = history(seed, 1 + (seed % 30));
    expect(play([first, ...deltas])).toEqual(play([last]));
  });

  it.each(Array.from({ length: 100 }, (_, seed) => seed))(
    "lose their step at the first one missing (seed %i)",
    (seed) => {
      const { first, deltas } = history(seed, 12);
      const missing = Math.floor(generator(seed + 1)() * 11);
      const arriving = deltas.filter((_, at) => at !== missing);
      let held = play([first]);
      for (const [at, frame] of arriving.entries()) {
        const next = step(held, frame);
        expect(next.inStep).toBe(at < missing);
        if (!next.inStep) expect(next.held).toBe(held);
        held = next.held;
      }
      expect(held).toEqual(play([first, ...deltas.slice(0, missing)]));
    },
  );
});

describe("a frame that does not follow", () => {
  const held = play([snapshot(5, { waiting: numberTile(7) })]);

  it("is not applied when it repeats an earlier one", () => {
    expect(step(held, delta(4, 5, { waiting: numberTile(1) }))).toEqual({ held, inStep: false });
  });

  it("is not applied when it is of another run of the server", () => {
    expect(step(held, delta(5, 6, { waiting: numberTile(1) }, "run-2"))).toEqual({ held, inStep: false });
  });

  it("is not applied before any snapshot", () => {
    expect(step(null, delta(0, 1, {}))).toEqual({ held: null, inStep: false });
  });
});

it("takes a snapshot of another run in place of everything", () => {
  const held = play([snapshot(900, { waiting: numberTile(7), asa: numberTile(1) })]);
  const next = step(held, snapshot(1, { waiting: numberTile(2) }, "run-2"));
  expect(next.inStep).toBe(true);
  expect(next.held).toMatchObject({ epoch: "run-2", seq: 1, tiles: { waiting: numberTile(2) } });
  expect(next.held?.tiles.asa).toBeUndefined();
});

it("leaves unchanged tiles as they are, so that they are not drawn again", () => {
  const held = play([snapshot(1, { waiting: numberTile(7), asa: numberTile(1) })]);
  const next = step(held, delta(1, 2, { waiting: numberTile(8) })).held;
  expect(next?.tiles.asa).toBe(held?.tiles.asa);
  expect(held?.tiles.waiting).toEqual(numberTile(7));
});

it("tells the server what it holds, or nothing once out of step", () => {
  const held = play([snapshot(5, {})]);
  expect(known(held, true)).toEqual({ epoch: "run-1", seq: 5 });
  expect(known(held, false)).toEqual({ epoch: null, seq: null });
  expect(known(null, true)).toEqual({ epoch: null, seq: null });
});
