import { describe, expect, it } from "vitest";
import { comesBack, FIRST_MS, LONGEST_MS, retryDelay } from "../src/retry";
import { generator } from "./generator";

describe("coming back", () => {
  it("waits at least half a second and at most 20", () => {
    const random = generator(1);
    for (let attempt = 0; attempt < 5000; attempt += 1) {
      const delay = retryDelay(attempt, random);
      expect(delay).toBeGreaterThanOrEqual(FIRST_MS);
      expect(delay).toBeLessThanOrEqual(LONGEST_MS);
    }
  });

  it.each([
    [0, 1000],
    [1, 2000],
    [4, 16_000],
    [5, 20_000],
    [60, 20_000],
  ])("attempt %i spreads over the whole range up to %i ms", (attempt, bound) => {
    expect(retryDelay(attempt, () => 0)).toBe(FIRST_MS);
    expect(retryDelay(attempt, () => 1)).toBe(bound);
  });

  it("keeps to the server's wish before a planned restart, spread over twice its length", () => {
    expect(retryDelay(0, () => 0, 4000)).toBe(4000);
    expect(retryDelay(0, () => 1, 4000)).toBe(8000);
    expect(retryDelay(0, () => 0, 3_600_000)).toBe(LONGEST_MS);
  });

  it.each([
    [1000, true],
    [1001, true],
    [1006, true],
    [3000, true],
    [3499, true],
    [3500, false],
    [3999, false],
    [4000, true],
  ])("after close code %i: %s", (code, back) => {
    expect(comesBack(code)).toBe(back);
  });
});
