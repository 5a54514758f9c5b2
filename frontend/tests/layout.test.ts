import { describe, expect, it } from "vitest";
import { boardOf, FIRST_BOARD, socketAddress } from "../src/address";
import { gridThatFits, rowsThatFit } from "../src/capacity";
import { placement } from "../src/placement";
import type { TileDefinition } from "../src/protocol";
import { columnEms, ems } from "../src/width";
import { board, definition } from "./frames";
import { generator } from "./generator";

const tiles: TileDefinition[] = [
  definition("queues", "queue_table", { x: 0, y: 6, w: 5, h: 6 }),
  definition("waiting", "number", { x: 4, y: 0 }),
  definition("sl", "level", { x: 0, y: 0 }),
  definition("asa", "number", { x: 8, y: 0 }),
  definition("agents", "agents", { x: 5, y: 6, w: 7, h: 6 }),
];

describe("placement", () => {
  it("is as drawn on a lying screen, in reading order", () => {
    const placed = placement(board(tiles), "lying");
    expect(placed.places.map(({ tile }) => tile.id)).toEqual(["sl", "waiting", "asa", "queues", "agents"]);
    expect(placed.places[3]).toMatchObject({ column: "1 / span 5", row: "7 / span 6" });
    expect(placed.columns).toBe("repeat(12, minmax(0, 1fr))");
  });

  it("flows into two columns on an upright one; what stands alone takes the whole width", () => {
    const placed = placement(board(tiles), "upright");
    expect(placed.places.map(({ tile, column, row }) => [tile.id, column, row])).toEqual([
      ["sl", "1 / span 1", "1 / span 1"],
      ["waiting", "2 / span 1", "1 / span 1"],
      ["asa", "1 / span 1", "2 / span 1"],
      ["agents", "2 / span 1", "2 / span 1"],
      ["queues", "1 / span 2", "3 / span 1"],
    ]);
    expect(placement(board([definition("sl", "level")]), "upright").places[0]?.column).toBe("1 / span 2");
  });
});

describe("rows", () => {
  it.each([
    [4, 400, 50, 4],
    [8, 400, 50, 8],
    [9, 400, 50, 7],
    [30, 400, 50, 7],
    [3, 10, 50, 1],
    [0, 400, 50, 0],
  ])("%i in %i px, at least %i px each: %i shown", (total, height, least, shown) => {
    expect(rowsThatFit(total, height, least)).toBe(shown);
  });

  it("need no line of their own to count the rest where the head does", () => {
    expect(rowsThatFit(9, 400, 50, false)).toBe(8);
  });
});

describe("a grid of cells", () => {
  const limits = { aspect: 2.9, leastWidthPx: 147, leastHeightPx: 59, mostHeightPx: 108 };

  it("holds every cell that fits above the least size, for any room", () => {
    const random = generator(5);
    for (let turn = 0; turn < 500; turn += 1) {
      const total = 1 + Math.floor(random() * 80);
      const box = { width: 150 + random() * 1800, height: 60 + random() * 900 };
      const grid = gridThatFits(total, box, limits);
      expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(grid.shown);
      expect(box.width / grid.columns).toBeGreaterThanOrEqual(limits.leastWidthPx);
      expect(box.height / grid.rows).toBeGreaterThanOrEqual(limits.leastHeightPx);
      const room = Math.floor(box.width / limits.leastWidthPx) * Math.floor(box.height / limits.leastHeightPx);
      expect(grid.shown).toBe(Math.min(total, room));
    }
  });

  it("prefers the grid with the fewest holes among equally large ones", () => {
    expect(gridThatFits(3, { width: 1040, height: 400 }, limits)).toEqual({ columns: 3, rows: 1, shown: 3 });
  });
});

describe("width", () => {
  it("counts letters with accents like those without, and wide scripts as wide", () => {
    expect(ems("Søren Öberg")).toBeCloseTo(ems("Soren Oberg"), 0);
    expect(ems("é")).toBe(ems("e"));
    expect(ems("日本語")).toBeGreaterThan(3);
  });

  it("sets a column by its widest ordinary name, not by one of sixty letters", () => {
    const names = ["Sales", "Retention", "W".repeat(60)];
    expect(columnEms(names)).toBe(ems("Retention"));
    expect(columnEms([])).toBeGreaterThan(0);
  });
});

describe("the address", () => {
  it.each([
    ["/tv/front-desk", "", "front-desk"],
    ["/tv/front%20desk/", "", "front desk"],
    ["/tv.html", "?board=night", "night"],
    ["/tv/front-desk", "?board=night", "night"],
    ["/", "", FIRST_BOARD],
    ["/tv/%E0%A4%A", "", "%E0%A4%A"],
  ])("%s%s shows %s", (path, query, shown) => {
    expect(boardOf(path, query)).toBe(shown);
  });

  it("keeps to the page's own host and security", () => {
    expect(socketAddress({ protocol: "https:", host: "board.example:8443" })).toBe("wss://board.example:8443/ws");
    expect(socketAddress({ protocol: "http:", host: "localhost" })).toBe("ws://localhost/ws");
  });
});
