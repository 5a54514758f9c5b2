import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { Tile } from "../src/protocol";
import { Alarm, CHIME_AT_MOST_EVERY_MS, type Heard, soundAlarm } from "../src/tv/alarm";
import { board, definition, NOW, numberTile } from "./frames";

const STALE = { part: "source", source: "pbx", site: null, since: NOW } as const;

class Wall implements Heard {
  readonly held = signal({ definition: { ...board([definition("a"), definition("b")]), sound: true } });
  private readonly tiles = { a: signal<Tile | null>(null), b: signal<Tile | null>(null) };

  show(a: Tile["state"], b: Tile["state"], stale: Tile["stale"] = null): void {
    this.tiles.a.value = numberTile(1, { state: a, stale });
    this.tiles.b.value = numberTile(1, { state: b, stale });
  }

  tile(id: string) {
    return this.tiles[id as "a" | "b"];
  }
}

describe("the alarm", () => {
  it("chimes when a tile turns critical, and not again while it stays so", () => {
    const [wall, alarm] = [new Wall(), new Alarm()];
    wall.show("ok", "ok");
    expect(alarm.turns(wall, NOW)).toBe(false);
    wall.show("critical", "ok");
    expect(alarm.turns(wall, NOW + 1000)).toBe(true);
    expect(alarm.turns(wall, NOW + 60_000)).toBe(false);
  });

  it("says nothing of what was critical when the page began: a nightly reload is no alarm", () => {
    const [wall, alarm] = [new Wall(), new Alarm()];
    wall.show("critical", "ok");
    expect(alarm.turns(wall, NOW)).toBe(false);
    expect(alarm.turns(wall, NOW + 1000)).toBe(false);
  });

  it("is no sooner again than a while after the last", () => {
    const [wall, alarm] = [new Wall(), new Alarm()];
    wall.show("ok", "ok");
    alarm.turns(wall, NOW);
    wall.show("critical", "ok");
    expect(alarm.turns(wall, NOW + 1000)).toBe(true);
    wall.show("critical", "critical");
    expect(alarm.turns(wall, NOW + 2000)).toBe(false);
    wall.show("ok", "ok");
    alarm.turns(wall, NOW + 3000);
    wall.show("critical", "ok");
    expect(alarm.turns(wall, NOW + 1000 + CHIME_AT_MOST_EVERY_MS)).toBe(true);
  });

  it("does not ring for figures that are not to be trusted, nor for their coming back as they were", () => {
    const [wall, alarm] = [new Wall(), new Alarm()];
    wall.show("critical", "ok");
    alarm.turns(wall, NOW);
    wall.show("critical", "critical", STALE);
    expect(alarm.turns(wall, NOW + 1000)).toBe(false);
    wall.show("critical", "ok");
    expect(alarm.turns(wall, NOW + 2000)).toBe(false);
    wall.show("critical", "critical");
    expect(alarm.turns(wall, NOW + 3000)).toBe(true);
  });
});

describe("the sound of a board", () => {
  function rung(silent = false, sound = true) {
    const wall = new Wall();
    wall.held.value = { definition: { ...wall.held.value.definition, sound } };
    const second = signal(NOW);
    const blocked = signal(true);
    let chimes = 0;
    let made = 0;
    const bell = {
      blocked,
      chime() {
        chimes += 1;
      },
    };
    wall.show("ok", "ok");
    const alarm = soundAlarm(
      wall,
      second,
      () => {
        made += 1;
        return bell;
      },
      () => silent,
    );
    const signBefore = alarm.blocked.value;
    wall.show("critical", "ok");
    second.value = NOW + 1000;
    blocked.value = false;
    second.value = NOW + 2000;
    return { chimes, made, signBefore, signAfter: alarm.blocked.value };
  }

  it("chimes once, and says so while the browser blocks it", () => {
    expect(rung()).toMatchObject({ chimes: 1, signBefore: true, signAfter: false });
  });

  it("is not heard from a dimmed screen", () => {
    expect(rung(true).chimes).toBe(0);
  });

  it("is not asked for by a board that has none: no sign of a block that harms nobody", () => {
    expect(rung(false, false)).toEqual({ chimes: 0, made: 0, signBefore: false, signAfter: false });
  });
});
