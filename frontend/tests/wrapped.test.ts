import { describe, expect, it } from "vitest";
import { ems } from "../src/width";
import { wrapped } from "../src/wrapped";

const of = (text: string) => wrapped(text, ems(text));

describe("a name on two or three lines", () => {
  it("keeps its size and its words where they fill the lines", () => {
    const name = "Reklamationsafdelingen for erhvervskunder";
    expect(of(name)).toEqual({ ems: ems(name), dense: false });
    expect(of("Sales")).toMatchObject({ dense: false });
    expect(of("")).toMatchObject({ dense: false });
  });

  it("gets smaller type before a word is broken", () => {
    const name = "Teknisk support for erhvervskunder i hele Norden, 2. niveau";
    expect(of(name).dense).toBe(false);
    expect(of(name).ems).toBeGreaterThan(ems(name));
  });

  it("is broken within a word that is longer than a line, behind a short one", () => {
    expect(of(`001 ${"Supercalifragilistic".repeat(3)}`).dense).toBe(true);
  });

  it("fills one word without end to the ends of its lines as it is", () => {
    expect(of("W".repeat(60))).toEqual({ ems: ems("W".repeat(60)), dense: false });
  });
});
