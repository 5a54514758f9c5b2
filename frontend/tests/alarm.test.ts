import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { AlertRow, Board, Tile } from "../src/protocol";
import { Alarm, CHIME_AT_MOST_EVERY_MS, type Heard, KNOWN_LIMIT, soundAlarm } from "../src/tv/alarm";
import { alertRow, alertsTile } from "./alerts_tile";
import { board, definition, NOW, numberTile } from "./frames";

const STALE = { part: "source", source: "pbx", site: null, since: NOW } as const;

class Wall implements Heard {
  readonly held;
  private readonly tiles = { a: signal<Tile | null>(null), b: signal<Tile | null>(null) };

  constructor(sound: Board["sound"] = "critical", listed = false) {
    const tiles = [definition("a"), definition("b", listed ? "alerts" : "number")];
    this.held = signal({ definition: { ...board(tiles), sound } });
  }

  show(a: Tile["state"], b: Tile["state"], stale: Tile["stale"] = null): void {
    this.tiles.a.value = numberTile(1, { state: a, stale });
    this.tiles.b.value = numberTile(1, { state: b, stale });
  }

  list(...rows: readonly AlertRow[]): void {
    this.tiles.b.value = alertsTile(rows);
  }

  put(id: "a" | "b", tile: Tile): void {
    this.tiles[id].value = tile;
  }

  tile(id: string) {
    return this.tiles[id as "a" | "b"];
  }

  news(alarm: Alarm) {
    return alarm.news(this.held.value.definition, this).map(({ severity, alert }) => alert?.alert ?? severity);
  }
}

describe("a board without a tile of alerts", () => {
  it("is news when a tile turns worse, and not again while it stays so", () => {
    const [wall, alarm] = [new Wall(), new Alarm()];
    wall.show("ok", "ok");
    expect(wall.news(alarm)).toEqual([]);
    wall.show("critical", "warning");
    expect(wall.news(alarm)).toEqual(["critical", "warning"]);
    expect(wall.news(alarm)).toEqual([]);
    wall.show("warning", "ok");
    expect(wall.news(alarm)).toEqual([]);
  });

  it("says nothing of what was critical when the page began: a nightly reload is no alarm", () => {
    const [wall, alarm] = [new Wall(), new Alarm()];
    wall.show("critical", "ok");
    expect(wall.news(alarm)).toEqual([]);
    expect(wall.news(alarm)).toEqual([]);
  });

  it("does not ring for figures that are not to be trusted, nor for their coming back as they were", () => {
    const [wall, alarm] = [new Wall(), new Alarm()];
    wall.show("critical", "ok");
    wall.news(alarm);
    wall.show("critical", "critical", STALE);
    expect(wall.news(alarm)).toEqual([]);
    wall.show("no_data", "ok");
    expect(wall.news(alarm)).toEqual([]);
    wall.show("critical", "critical");
    expect(wall.news(alarm)).toEqual(["critical"]);
  });
});

describe("a board that lists alerts", () => {
  const wall = () => new Wall("critical", true);

  it("is news with each alert, once, also while another is open, and by nothing else", () => {
    const [listed, alarm] = [wall(), new Alarm()];
    listed.show("ok", "ok");
    listed.list();
    expect(listed.news(alarm)).toEqual([]);
    listed.list(alertRow("one"));
    expect(listed.news(alarm)).toEqual(["one"]);
    listed.put("a", numberTile(1, { state: "critical" }));
    listed.list(alertRow("one"), alertRow("two"));
    expect(listed.news(alarm)).toEqual(["two"]);
    expect(listed.news(alarm)).toEqual([]);
  });

  it("says nothing of alerts that were open when the page was loaded, nor of one that comes back", () => {
    const [listed, alarm] = [wall(), new Alarm()];
    listed.list(alertRow("old"), alertRow("dark", { unknown: true }));
    expect(listed.news(alarm)).toEqual([]);
    listed.list();
    listed.news(alarm);
    listed.list(alertRow("old"), alertRow("dark"));
    expect(listed.news(alarm)).toEqual([]);
  });

  it("begins with what the worker judged: alerts that a new server has not read yet are not new with it", () => {
    const [listed, alarm] = [wall(), new Alarm()];
    listed.put("b", alertsTile([], { state: "no_data" }));
    listed.news(alarm);
    listed.list(alertRow("old"));
    expect(listed.news(alarm)).toEqual([]);
  });

  it("says nothing of what somebody sees to, and waits for what is not known to hold", () => {
    const [listed, alarm] = [wall(), new Alarm()];
    listed.list();
    listed.news(alarm);
    listed.list(alertRow("seen", { seen: true }), alertRow("dark", { unknown: true }));
    expect(listed.news(alarm)).toEqual([]);
    listed.list(alertRow("seen"), alertRow("dark"));
    expect(listed.news(alarm)).toEqual(["dark"]);
  });

  it("knows a bounded number of alerts, and those that are open among them", () => {
    const [listed, alarm] = [wall(), new Alarm()];
    listed.list(alertRow("open"));
    listed.news(alarm);
    for (let n = 0; n <= KNOWN_LIMIT; n += 100) {
      const rows = Array.from({ length: 100 }, (_, at) => alertRow(`${n + at}`));
      listed.list(alertRow("open"), ...rows);
      expect(listed.news(alarm)).not.toContain("open");
    }
    listed.list(alertRow("0"));
    expect(listed.news(alarm)).toEqual(["0"]);
  });
});

describe("the sound of a board", () => {
  function rung(sound: Board["sound"], { silent = false, blocked = false } = {}) {
    const wall = new Wall(sound, true);
    const second = signal(NOW);
    const bell = {
      blocked: signal(blocked),
      sounds: [] as string[],
      chime(severity: string) {
        this.sounds.push(severity);
      },
    };
    let made = 0;
    const alarm = soundAlarm(
      wall,
      second,
      () => {
        made += 1;
        return bell;
      },
      () => silent,
    );
    wall.list();
    second.value = NOW + 1000;
    const plays = (ms: number, ...rows: readonly AlertRow[]) => {
      wall.list(...rows);
      second.value += ms;
      return bell.sounds;
    };
    return { alarm, bell, plays, made: () => made };
  }
  const warning = alertRow("soon", { severity: "warning" });

  it("is for critical alerts, each once", () => {
    const { plays } = rung("critical");
    expect(plays(1000, alertRow("one"), warning)).toEqual(["critical"]);
    expect(plays(60_000, alertRow("one"), alertRow("two"))).toEqual(["critical", "critical"]);
    expect(plays(60_000, alertRow("two"))).toHaveLength(2);
  });

  it("comes a while after the last for what is still so then, and together for what came meanwhile", () => {
    const { plays } = rung("critical");
    const [one, two, three] = [alertRow("one"), alertRow("two"), alertRow("three")];
    plays(1000, one);
    expect(plays(1000, one, two, three)).toHaveLength(1);
    expect(plays(CHIME_AT_MOST_EVERY_MS, one, two, { ...three, seen: true })).toHaveLength(2);
    expect(plays(CHIME_AT_MOST_EVERY_MS, one, two)).toHaveLength(2);
  });

  it("is another one for warnings, where the board wants them, and never keeps a critical one waiting", () => {
    const { plays } = rung("all");
    expect(plays(1000, warning)).toEqual(["warning"]);
    expect(plays(1000, warning, alertRow("later", { severity: "warning" }))).toEqual(["warning"]);
    expect(plays(1000, warning, alertRow("one"))).toEqual(["warning", "critical"]);
  });

  it("is for what fired while the page was loaded anew: what its picture of before showed is what was", () => {
    const wall = new Wall("critical", true);
    const shown = wall.held.value;
    const held = signal<typeof shown | null>(null);
    const sounds: string[] = [];
    const bell = { blocked: signal(false), chime: (severity: string) => void sounds.push(severity) };
    const page = { held, tile: (id: string) => wall.tile(id) };
    soundAlarm(
      page,
      signal(NOW),
      () => bell,
      () => false,
    );
    wall.list(alertRow("old"));
    held.value = shown;
    expect(sounds).toEqual([]);
    wall.list(alertRow("old"), alertRow("meanwhile"));
    held.value = { ...shown };
    expect(sounds).toEqual(["critical"]);
  });

  it("is not heard from a dimmed screen, and not made up for later", () => {
    expect(rung("critical", { silent: true }).plays(1000, alertRow("one"))).toEqual([]);
  });

  it("says so while the browser blocks it, and is not made up for when it lets it through", () => {
    const { alarm, bell, plays } = rung("critical", { blocked: true });
    expect([alarm.blocked.value, plays(1000, alertRow("one"))]).toEqual([true, []]);
    bell.blocked.value = false;
    expect([alarm.blocked.value, plays(60_000, alertRow("one"))]).toEqual([false, []]);
    expect(plays(1000, alertRow("two"))).toEqual(["critical"]);
  });

  it("is not asked for by a board that has none: no sign of a block that harms nobody, and alerts are said still", () => {
    const { alarm, plays, made } = rung("off", { blocked: true });
    expect([plays(1000, alertRow("one")), made(), alarm.blocked.value]).toEqual([[], 0, false]);
    expect(alarm.said.value.map(({ alert }) => alert)).toEqual(["one"]);
    plays(1000, alertRow("one"), warning);
    expect(alarm.said.value.map(({ alert }) => alert)).toEqual(["soon"]);
  });
});
