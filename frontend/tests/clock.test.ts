import { describe, expect, it } from "vitest";
import { elapsed, JUMP_MS, remaining, SAMPLES, ServerClock, untilNextSecond } from "../src/clock";
import { NOW } from "./frames";
import { generator } from "./generator";

describe("the server's clock", () => {
  it("is this device's own until the server has told the time", () => {
    let perf = 100;
    const clock = new ServerClock(() => perf, NOW);
    perf = 350;
    expect(clock.now()).toBe(NOW + 250);
  });

  it("follows the quickest of the last eight pings, whatever the network adds", () => {
    const random = generator(3);
    let perf = 5000;
    const clock = new ServerClock(() => perf, NOW + 7_200_000);
    for (let ping = 0; ping < 200; ping += 1) {
      perf += 2000;
      const truth = NOW + perf;
      const delay = ping % SAMPLES === 0 ? 3 : 20 + random() * 800;
      clock.heard(truth - delay);
      expect(Math.abs(clock.now() - truth)).toBeLessThanOrEqual(ping === 0 ? delay : 3);
    }
  });

  it("forgets a quick ping after eight others, so that a drifting counter is followed", () => {
    let perf = 0;
    const clock = new ServerClock(() => perf, NOW);
    clock.heard(NOW);
    for (let ping = 1; ping <= SAMPLES; ping += 1) {
      perf = ping * 1000;
      clock.heard(NOW + ping * 1000 - 50);
    }
    expect(clock.now()).toBe(NOW + perf - 50);
  });

  it("starts anew when the server's clock was set back, instead of waiting for eight pings", () => {
    let perf = 0;
    const clock = new ServerClock(() => perf, NOW);
    for (let ping = 0; ping < SAMPLES; ping += 1) clock.heard(NOW);
    perf = 1000;
    clock.heard(NOW + 1000 - 2 * JUMP_MS);
    expect(clock.now()).toBe(NOW + 1000 - 2 * JUMP_MS);
  });

  it("says when something happened that was seen earlier", () => {
    let perf = 1000;
    const clock = new ServerClock(() => perf, NOW);
    perf = 9000;
    expect(clock.at(3000)).toBe(NOW + 2000);
  });
});

describe("running times", () => {
  it("change together: those begun at any moment step at the same whole second", () => {
    const random = generator(9);
    const begun = Array.from({ length: 50 }, () => NOW - Math.floor(random() * 600_000));
    const at = (second: number) => begun.map((since) => elapsed(since, NOW + second * 1000));
    for (let second = 0; second < 10; second += 1) {
      expect(at(second + 1)).toEqual(at(second).map((ms) => ms + 1000));
    }
  });

  it("are never negative", () => {
    expect(elapsed(NOW + 400, NOW)).toBe(0);
    expect(remaining(NOW - 400, NOW)).toBe(0);
  });

  it("run out in whole seconds", () => {
    expect(remaining(NOW + 12_700, NOW)).toBe(12_000);
    expect(remaining(NOW + 12_700, NOW + 1000)).toBe(11_000);
  });

  it.each([
    [NOW, 1000],
    [NOW + 1, 999],
    [NOW + 999.5, 0.5],
  ])("wait for the next whole second", (now, wait) => {
    expect(untilNextSecond(now)).toBeCloseTo(wait, 6);
  });
});
