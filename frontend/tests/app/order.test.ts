import { describe, expect, test } from "vitest";
import type { QueueShown, State } from "../../src/app/answer";
import { destination } from "../../src/app/grid_keys";
import { agentStateRank, byNeed, byText, held, sortedBy } from "../../src/app/order";

function queue(id: string, state: State, more: Partial<QueueShown> = {}): QueueShown {
  return {
    id,
    name: id,
    state,
    waiting: 0,
    suspect: 0,
    talking: 0,
    longest_since: null,
    next_late: null,
    late: false,
    threshold_ms: 20_000,
    agents: {},
    tickets: { open: 0, at_risk: 0, breached: 0 },
    corrected: null,
    missed: [],
    goal: 0.8,
    level_state: state,
    needed: null,
    reachable: null,
    figures: {},
    ...more,
  };
}

const ids = (rows: readonly QueueShown[]) => rows.map((row) => row.id);

describe("who needs help first", () => {
  test("the worst state, then who is late, then the longest wait, then the name", () => {
    const rows = [
      queue("quiet", "ok"),
      queue("late", "ok", { late: true, longest_since: 900, waiting: 1 }),
      queue("long", "ok", { longest_since: 100, waiting: 1 }),
      queue("short", "ok", { longest_since: 500, waiting: 9 }),
      queue("burns", "critical"),
      queue("below", "warning"),
      queue("empty", "no_data"),
      queue("few", "neutral"),
      queue("also quiet", "ok"),
    ];
    expect(ids(rows.sort(byNeed))).toEqual([
      "burns",
      "below",
      "late",
      "long",
      "short",
      "also quiet",
      "quiet",
      "few",
      "empty",
    ]);
  });

  test("two who wait for nobody keep the order of their names", () => {
    expect(byNeed(queue("a", "ok"), queue("b", "ok"))).toBeLessThan(0);
    expect(byNeed(queue("a", "ok"), queue("a", "ok"))).toBe(0);
  });

  test("a state that this page does not know comes last", () => {
    expect(agentStateRank("in_error")).toBeLessThan(agentStateRank("available"));
    expect(agentStateRank("dancing")).toBeGreaterThan(agentStateRank("offline"));
  });
});

describe("a chosen column", () => {
  const rows = [
    { id: "a", value: 2 },
    { id: "b", value: null },
    { id: "c", value: 10 },
    { id: "d", value: 2 },
  ];
  const order = (direction: "up" | "down") =>
    sortedBy(
      rows,
      (row) => row.value,
      direction,
      (a, b) => byText(a.id, b.id),
    ).map((row) => row.id);

  test("what has no value is last, whichever way", () => {
    expect(order("up")).toEqual(["a", "d", "c", "b"]);
    expect(order("down")).toEqual(["c", "a", "d", "b"]);
  });

  test("rows held under a hand keep their places, new ones come last, gone ones leave", () => {
    const now = [{ id: "new" }, { id: "c" }, { id: "a" }];
    expect(held(now, (row) => row.id, ["a", "b", "c"]).map((row) => row.id)).toEqual(["a", "c", "new"]);
  });
});

describe("keys in a grid", () => {
  const widths = [2, 3, 0, 1];

  test.each([
    ["ArrowRight", [0, 0], [0, 1]],
    ["ArrowRight", [0, 1], null],
    ["ArrowLeft", [0, 0], null],
    ["ArrowDown", [0, 1], [1, 1]],
    ["ArrowDown", [1, 2], null],
    ["ArrowUp", [1, 2], [0, 1]],
    ["ArrowUp", [0, 0], null],
    ["Home", [1, 2], [1, 0]],
    ["End", [1, 0], [1, 2]],
    ["a", [1, 0], null],
  ] as const)("%s from %s goes to %s", (key, from, to) => {
    expect(destination(widths, from, key, false)).toEqual(to);
  });

  test("with control, to the first and the last of all", () => {
    expect(destination(widths, [1, 1], "Home", true)).toEqual([0, 0]);
    expect(destination(widths, [1, 1], "End", true)).toEqual([3, 0]);
  });
});
