import { describe, expect, it } from "vitest";
import { Refused } from "../../src/app/fetching";
import { boardOptions, clockText, span, titleOf, whatIsWrong } from "../../src/app/screens/fleet";
import { screens as words } from "../../src/app/words/screens/en";

const count = (number: number) => String(number);
const shipped = { id: "live-floor", title: "Live floor", site: null };
const own = { id: "mine", title: "Mine", site: "aarhus" };
const aarhus = { id: "aarhus", name: "Aarhus" };
const odense = { id: "odense", name: "Odense" };

describe("the boards that a screen may be given", () => {
  it("are each board once where there is one site", () => {
    expect(boardOptions([shipped, own], [aarhus])).toEqual([
      ["live-floor", "Live floor"],
      ["mine", "Mine"],
    ]);
  });

  it("are a board of any site once for each of several sites", () => {
    expect(boardOptions([shipped, own], [aarhus, odense])).toEqual([
      ["live-floor@aarhus", "Live floor · Aarhus"],
      ["live-floor@odense", "Live floor · Odense"],
      ["mine", "Mine"],
    ]);
  });

  it("are called by their title, and by their id once they are gone", () => {
    const options = boardOptions([shipped, own], [aarhus]);
    expect(titleOf("mine", options)).toBe("Mine");
    expect(titleOf("live-floor@odense", options)).toBe("Live floor");
    expect(titleOf("gone", options)).toBe("gone");
  });
});

describe("what a screen said", () => {
  it("is told in the largest whole unit", () => {
    const texts = [0, 59_499, 60_000, 3_599_000, 3_600_000, 172_799_000, 172_800_000, -5].map((ms) =>
      span(ms, words, count),
    );
    expect(texts).toEqual(["0 s", "59 s", "1 min", "59 min", "1 h", "47 h", "2 days", "0 s"]);
  });

  it("has a right clock within a second, else one that is ahead or behind", () => {
    expect([-1000, 1000].map((ms) => clockText(ms, words, count))).toEqual(["right", "right"]);
    expect(clockText(95_000, words, count)).toBe("1 min ahead");
    expect(clockText(-7_000, words, count)).toBe("7 s behind");
  });
});

describe("what did not work", () => {
  it("is told in the page's language where it is a code", () => {
    expect(whatIsWrong(new Refused(404, "No screen", "x"), words)).toBe(words.wrongCode);
    const mistakes = [{ where: "code", what: "a code has 8 letters" }];
    expect(whatIsWrong(new Refused(400, "a", "b", mistakes), words)).toBe(words.unfitCode);
    expect(whatIsWrong(new Refused(429, "Too many wrong codes.", "Wait."), words)).toBe("Too many wrong codes. Wait.");
    expect(whatIsWrong(new TypeError("fetch failed"), words)).toBe(words.noAnswer);
  });
});
