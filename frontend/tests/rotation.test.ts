import { describe, expect, it } from "vitest";
import { firstTurn, keyed, leftMs, moved, type Turn, toggled, turnAt } from "../src/tv/rotation";
import { NOW } from "./frames";
import { generator } from "./generator";

const SLIDES = [{ seconds: 20 }, { seconds: 10 }, { seconds: 30 }];

function later(seconds: number, turn: Turn = firstTurn(NOW), slides = SLIDES): Turn {
  let now = turn;
  for (let at = 1; at <= seconds; at += 1) now = turnAt(now, slides, NOW + at * 1000);
  return now;
}

describe("slides", () => {
  it.each([
    [19, 0],
    [20, 1],
    [29, 1],
    [30, 2],
    [59, 2],
    [60, 0],
  ])("after %i s it is the turn of slide %i", (seconds, index) => {
    expect(later(seconds).index).toBe(index);
  });

  it("stay the same object within a slide, so that nothing is drawn again", () => {
    const turn = firstTurn(NOW);
    expect(turnAt(turn, SLIDES, NOW + 19_000)).toBe(turn);
  });

  it("count down what is left, also after the clock was set back", () => {
    expect(leftMs(firstTurn(NOW), SLIDES, NOW + 4000)).toBe(16_000);
    expect(leftMs(firstTurn(NOW), SLIDES, NOW - 3_600_000)).toBe(20_000);
  });

  it("stand still while paused and go on with the time that was left", () => {
    const paused = toggled(firstTurn(NOW), NOW + 15_000);
    expect(turnAt(paused, SLIDES, NOW + 3_600_000)).toBe(paused);
    const on = toggled(paused, NOW + 3_600_000);
    expect(leftMs(on, SLIDES, NOW + 3_600_000)).toBe(5000);
    expect(turnAt(on, SLIDES, NOW + 3_605_000).index).toBe(1);
  });

  it("move by the arrows, round both ends, each with its whole time", () => {
    expect(keyed(firstTurn(NOW), SLIDES, "ArrowRight", NOW + 5000)).toEqual({ ...firstTurn(NOW + 5000), index: 1 });
    expect(keyed(firstTurn(NOW), SLIDES, "ArrowLeft", NOW)?.index).toBe(2);
    expect(moved({ ...firstTurn(NOW), index: 2 }, SLIDES, 1, NOW).index).toBe(0);
    expect(keyed(firstTurn(NOW), SLIDES, "a", NOW)).toBeNull();
  });

  it("stay paused when moved", () => {
    const moving = moved(toggled(firstTurn(NOW), NOW), SLIDES, 1, NOW + 9000);
    expect(turnAt(moving, SLIDES, NOW + 3_600_000).index).toBe(1);
  });

  it("do not turn on a board of one, and fall back when the board has fewer", () => {
    expect(later(600, firstTurn(NOW), [{ seconds: 0 }]).index).toBe(0);
    expect(keyed(firstTurn(NOW), [{ seconds: 0 }], " ", NOW)).toBeNull();
    expect(turnAt({ ...firstTurn(NOW), index: 2 }, SLIDES.slice(0, 2), NOW).index).toBe(0);
  });

  it("always name a slide that there is, whatever is pressed", () => {
    const random = generator(9);
    const keys = [" ", "ArrowLeft", "ArrowRight", "Home", "x"];
    let turn = firstTurn(NOW);
    for (let at = 0; at < 2000; at += 1) {
      const now = NOW + at * 1000;
      turn = keyed(turn, SLIDES, keys[Math.floor(random() * keys.length)] ?? "x", now) ?? turn;
      turn = turnAt(turn, SLIDES, now, at % 700 < 400 ? 1 : null);
      expect(SLIDES[turn.index]).toBeDefined();
      expect(leftMs(turn, SLIDES, now)).toBeGreaterThanOrEqual(0);
    }
  });
});
