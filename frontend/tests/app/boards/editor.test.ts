import { describe, expect, it } from "vitest";
import { type Grid, isInside, isRefused, onGrid, overlaps, putAt, roomFor } from "../../../src/app/boards/arrange";
import {
  addSlide,
  addTile,
  type Change,
  changeGrid,
  changeTile,
  gridOf,
  isRefusal,
  moveSlide,
  placeTile,
  removeSlide,
  removeTile,
} from "../../../src/app/boards/changes";
import {
  allTiles,
  type BoardDraft,
  freeId,
  idFor,
  type Kind,
  slidesIn,
  tilesOf,
  wholeBoard,
} from "../../../src/app/boards/draft";
import { begun, changed, type History, redone, STEPS_LIMIT, undone } from "../../../src/app/boards/history";
import { asKind, fits, KIND_ORDER, KINDS } from "../../../src/app/boards/kinds";
import { capitalsMm, neededShare, readableFrom, tooSmall } from "../../../src/app/boards/legibility";
import { mistakesIn } from "../../../src/app/boards/mistakes";
import type { Metric } from "../../../src/app/catalogue";
import { generator } from "../../generator";

const GRID: Grid = { columns: 12, rows: 12 };
const EMPTY: BoardDraft = { id: "b", title: "B", site: "aarhus" };

function tile(id: string, x: number, y: number, w: number, h: number) {
  return { id, kind: "clock" as const, title: id, x, y, w, h };
}

function placed(tiles: readonly { id: string; x: number; y: number; w: number; h: number }[] | string) {
  if (typeof tiles === "string") return tiles;
  return Object.fromEntries(tiles.map(({ id, x, y, w, h }) => [id, [x, y, w, h].join(" ")]));
}

describe("where tiles stand", () => {
  it("pushes down what is in the way", () => {
    const tiles = [tile("a", 0, 0, 4, 4), tile("b", 4, 0, 4, 4), tile("c", 4, 4, 4, 4)];
    expect(placed(putAt(tiles, "a", { x: 3, y: 0, w: 4, h: 4 }, GRID))).toEqual({
      a: "3 0 4 4",
      b: "4 4 4 4",
      c: "4 8 4 4",
    });
  });

  it("lets a tile change places where nothing can be pushed", () => {
    const tiles = [tile("a", 0, 0, 6, 12), tile("b", 6, 0, 6, 12)];
    expect(placed(putAt(tiles, "a", { x: 1, y: 0, w: 6, h: 12 }, GRID))).toEqual({ a: "6 0 6 12", b: "0 0 6 12" });
  });

  it("refuses by name what leaves the grid or finds no room", () => {
    const tiles = [tile("a", 0, 0, 6, 12), tile("b", 6, 0, 6, 12)];
    expect(putAt(tiles, "a", { x: -1, y: 0, w: 6, h: 12 }, GRID)).toBe("edge");
    expect(putAt(tiles, "a", { x: 0, y: 0, w: 7, h: 12 }, GRID)).toBe("full");
    expect(roomFor(tiles, { w: 1, h: 1 }, GRID)).toBe("full");
  });

  it("finds a smaller place where there is none of the wanted size", () => {
    expect(roomFor([tile("a", 0, 0, 12, 10)], { w: 4, h: 4 }, GRID)).toEqual({ x: 0, y: 10, w: 2, h: 2 });
  });

  it("brings tiles in when the grid becomes smaller", () => {
    const tiles = [tile("a", 0, 0, 6, 6), tile("b", 6, 0, 6, 6)];
    const smaller = onGrid(tiles, { columns: 6, rows: 12 });
    expect(placed(smaller)).toEqual({ a: "0 0 6 6", b: "0 6 6 6" });
  });
});

describe("steps back and on", () => {
  it("undoes and does again, letters of one word together", () => {
    let history: History<string> = begun("");
    for (const text of ["W", "Wa", "Wai"]) history = changed(history, text, "title a");
    history = changed(history, "moved");
    expect(undone(history).present).toBe("Wai");
    expect(undone(undone(history)).present).toBe("");
    expect(redone(redone(undone(undone(history)))).present).toBe("moved");
  });

  it("keeps no more than its limit", () => {
    let history: History<number> = begun(0);
    for (let step = 1; step <= STEPS_LIMIT + 50; step += 1) history = changed(history, step);
    expect(history.past.length).toBe(STEPS_LIMIT);
  });
});

describe("slides", () => {
  it("takes the tiles of a board that had none, and gives the last one's back", () => {
    const one = addTile(EMPTY, 0, "clock", "Clock");
    if (isRefusal(one)) throw new Error(one);
    const two = addSlide(one.draft, (number) => `Slide ${number}`) as BoardDraft;
    expect(two.slides?.map((slide) => [slide.title, slide.tiles.length])).toEqual([
      ["Slide 1", 1],
      ["Slide 2", 0],
    ]);
    const back = removeSlide(moveSlide(two, 0, 1), 0);
    expect([back.slides, back.tiles?.length]).toEqual([[], 1]);
  });

  it("are at most twelve", () => {
    let draft: Change = EMPTY;
    for (let slide = 1; slide < 12; slide += 1) draft = addSlide(draft as BoardDraft, String);
    expect(slidesIn(draft as BoardDraft).length).toBe(12);
    expect(addSlide(draft as BoardDraft, String)).toBe("slides");
  });
});

const METRICS: Readonly<Record<string, Metric>> = Object.fromEntries(
  (
    [
      ["waiting", "now", ["queue", "site"], [], {}],
      ["service_level", "window", ["queue", "site"], ["30m", "today"], { judged: true, trended: true }],
      ["csat", "window", ["queue", "site", "agent", "team", "channel"], ["today", "month"], { asked: true }],
      ["offered", "window", ["queue", "site"], ["30m", "today"], { trended: true }],
      ["revenue", "period", ["site"], [], {}],
    ] as const
  ).map(([key, kind, scopes, windows, more]) => [
    key,
    {
      key,
      kind,
      label: key,
      definition: "",
      unit: "share",
      better: null,
      formula: null,
      scopes,
      windows,
      explained: true,
      ruled: false,
      judged: false,
      trended: false,
      asked: false,
      ...more,
    },
  ]),
);
const metricOf = (key: string) => METRICS[key] ?? null;

describe("kinds", () => {
  it("take along what the next kind takes, and begin with what it needs", () => {
    const level = { ...tile("a", 0, 0, 4, 4), ...KINDS.level.begins, kind: "level" as const, rule: "strict" };
    expect(asKind(level, "trend", metricOf)).toMatchObject({ kind: "trend", metric: "service_level", rule: "strict" });
    expect(asKind(level, "satisfaction", metricOf)).toMatchObject({ metric: "csat", window: "today" });
    expect(asKind(level, "clock", metricOf)).toEqual(tile("a", 0, 0, 4, 4));
  });

  it("show only figures that make sense from where they look", () => {
    const [waiting, csat, revenue] = ["waiting", "csat", "revenue"].map((key) => metricOf(key) as Metric);
    expect(fits(waiting as Metric, "number", "people")).toBe(false);
    expect(fits(csat as Metric, "number", "people")).toBe(true);
    expect(fits(waiting as Metric, "trend", "site")).toBe(false);
    expect(fits(revenue as Metric, "number", "sites")).toBe(false);
  });
});

describe("what the server says is wrong", () => {
  it("stands at the tile and the field that it belongs to", () => {
    const draft: BoardDraft = {
      ...EMPTY,
      slides: [{ title: "S", tiles: [tile("a", 0, 0, 1, 1), tile("b", 1, 0, 1, 1)] }],
    };
    const said = [
      { where: "slides.0.tiles.1.goal.target", what: "a number" },
      { where: "slides.0.tiles.1.metric.literal[…]", what: "unknown" },
      { where: "slides.0.tiles.0", what: "needs a metric" },
      { where: "slides.0.seconds", what: "at least 5" },
      { where: "title", what: "too long" },
      { where: "", what: "of teams" },
    ];
    expect(mistakesIn(draft, said).map(({ slide, tile: id, field }) => [slide, id, field])).toEqual([
      [0, "b", "goal.target"],
      [0, "b", "metric"],
      [0, "a", ""],
      [0, null, "seconds"],
      [null, null, "title"],
      [null, null, ""],
    ]);
  });
});

describe("legibility", () => {
  const hanging = { inches: 65, metres: 7, widthPx: 1920, heightPx: 1080 };

  it("is 5.7 hundredths of the height on 65 inches from 7 metres", () => {
    expect(neededShare(hanging)).toBeCloseTo(5.7, 1);
    expect(neededShare({ ...hanging, metres: 3.5 })).toBeCloseTo(2.85, 1);
  });

  it("names each text that falls below, the smallest first, and says from where it can be read", () => {
    const texts = [
      { tile: "a", text: "Waiting", sizePx: 40 },
      { tile: "a", text: "12", sizePx: 200 },
      { tile: "b", text: "n 5", sizePx: 20 },
    ];
    const small = tooSmall(texts, hanging);
    expect(small.map((one) => one.text)).toEqual(["n 5", "Waiting"]);
    expect(small[1]?.isMm).toBeCloseTo(capitalsMm(40, hanging));
    expect(readableFrom((neededShare(hanging) / 100) * 1080, hanging)).toBeCloseTo(7);
  });
});

describe("ids", () => {
  it("are fit for an address, and free", () => {
    expect(idFor("Køer & ventetid: 2. niveau")).toBe("koeer-ventetid-2-niveau");
    expect(idFor("日本")).toBe("board");
    expect(idFor("x".repeat(60)).length).toBeLessThanOrEqual(48);
    expect(freeId("a", new Set(["a", "a-2"]))).toBe("a-3");
  });
});

/** Any sequence of what the editor does. */
describe("whatever is done one after the other", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))("leaves a board that holds together (%i)", (seed) => {
    whatever(seed, holds);
  });

  it("is a definition that the server takes: tests/app/test_editor_drafts.py reads these", async () => {
    const drafts = Array.from({ length: 8 }, (_, seed) => {
      let largest = EMPTY;
      whatever(seed, (draft) => {
        if (allTiles(draft).length > allTiles(largest).length) largest = draft;
      });
      return JSON.stringify(largest);
    });
    await expect(`${drafts.join("\n")}\n`).toMatchFileSnapshot("./drafts.ndjson");
  });
});

function whatever(seed: number, seen: (draft: BoardDraft) => void): BoardDraft {
  const random = generator(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  let history: History<BoardDraft> = begun(EMPTY);
  for (let step = 0; step < 200; step += 1) {
    const draft = history.present;
    const slide = below(slidesIn(draft).length);
    const id = tilesOf(draft, slide)[below(Math.max(1, tilesOf(draft, slide).length))]?.id ?? "";
    const kind = KIND_ORDER[below(KIND_ORDER.length)] as Kind;
    const box = { x: below(13) - 1, y: below(13) - 1, w: below(14), h: below(14) };
    const add = () => {
      const added = addTile(draft, slide, kind, kind);
      return isRefusal(added) ? added : added.draft;
    };
    const does: readonly (() => Change)[] = [
      add,
      add,
      add,
      add,
      () => placeTile(draft, slide, id, box),
      () => removeTile(draft, slide, id),
      () => changeTile(draft, slide, id, (one) => asKind(one, kind, metricOf)),
      () => addSlide(draft, (number) => `Slide ${number}`),
      () => (slidesIn(draft).length > 1 ? removeSlide(draft, slide) : draft),
      () => moveSlide(draft, slide, below(3) - 1),
      () => changeGrid(draft, { columns: 6 + below(12), rows: 6 + below(12) }),
    ];
    const next = does[below(does.length)]?.() ?? draft;
    if (!isRefusal(next)) history = changed(history, next);
    if (random() < 0.1) history = undone(history);
    if (random() < 0.05) history = redone(history);
    seen(history.present);
  }
  return history.present;
}

function holds(draft: BoardDraft): void {
  const grid = gridOf(draft);
  const ids = allTiles(draft).map((one) => one.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect((draft.tiles ?? []).length > 0 && (draft.slides ?? []).length > 0).toBe(false);
  for (const { tiles } of slidesIn(draft)) {
    expect(tiles.every((one) => isInside(one, grid))).toBe(true);
    tiles.forEach((one, at) => {
      expect(tiles.slice(at + 1).some((other) => overlaps(one, other))).toBe(false);
    });
  }
  expect(isRefused(onGrid(allTiles(wholeBoard(draft)).slice(0, 1), grid))).toBe(false);
}
