import { describe, expect, it } from "vitest";
import { wallWords } from "../src/app/wall_words";
import type { Language } from "../src/language";
import type { Board } from "../src/protocol";
import { titledIn } from "../src/titles";
import { keepSpoken, Speech, spokenLast } from "../src/tv/speech";
import { board, definition } from "./frames";

/** A line on which words come or fail when the test says so. */
class Line {
  readonly asked: Language[] = [];
  readonly waits: (() => void)[] = [];
  private answers: ((good: boolean) => void)[] = [];

  speech(): Speech {
    return new Speech({
      fetch: (language) =>
        new Promise((resolve, reject) => {
          this.asked.push(language);
          this.answers.push((good) => (good ? resolve(wallWords(language)) : reject(new Error("gone"))));
        }),
      random: () => 0,
      after: (_ms, call) => this.waits.push(call),
    });
  }

  async answer(good: boolean): Promise<void> {
    this.answers.shift()?.(good);
    await Promise.resolve();
    await Promise.resolve();
  }
}

describe("a screen", () => {
  it("speaks English at once", () => {
    const line = new Line();
    expect(line.speech().words("en").value).toBe(wallWords("en"));
    expect(line.asked).toEqual([]);
  });

  it("says nothing in another language while its own is on the way, and asks for it once", async () => {
    const line = new Line();
    const speech = line.speech();
    const words = speech.words("da");
    expect(words.value).toBeNull();
    expect(speech.words("da")).toBe(words);
    await line.answer(true);
    expect(words.value).toBe(wallWords("da"));
    expect(line.asked).toEqual(["da"]);
  });

  it("asks again when its words do not come, speaks English rather than be silent, and then its own", async () => {
    const line = new Line();
    const words = line.speech().words("nl");
    await line.answer(false);
    expect(words.value).toBeNull();
    line.waits.shift()?.();
    await line.answer(false);
    expect(words.value).toBe(wallWords("en"));
    line.waits.shift()?.();
    await line.answer(true);
    expect(words.value).toBe(wallWords("nl"));
    expect([line.asked, line.waits]).toEqual([["nl", "nl", "nl"], []]);
  });

  it("begins in what its board spoke last, each board on its own", () => {
    const held = new Map<string, string>();
    const store = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
    };
    expect(spokenLast(store, "live floor")).toBeNull();
    keepSpoken(store, "live floor", "sv");
    expect(spokenLast(store, "live floor")).toBe("sv");
    expect(spokenLast(store, "service")).toBeNull();
  });

  it("does without storage where that is forbidden", () => {
    const refuse = () => {
      throw new DOMException("denied");
    };
    const store = { getItem: refuse, setItem: refuse };
    keepSpoken(store, "service", "da");
    expect(spokenLast(store, "service")).toBeNull();
  });
});

describe("titles", () => {
  const shipped: Board = {
    ...board([]),
    titles: { da: "Live-overblik" },
    slides: [
      {
        title: "Today",
        titles: { da: "I dag" },
        seconds: 20,
        tiles: [definition("a", "number", { titles: { da: "En" } })],
      },
    ],
  };

  it("are the language's own, on the board, its slides and its tiles", () => {
    const { title, slides } = titledIn(shipped, "da");
    expect([title, slides[0]?.title, slides[0]?.tiles[0]?.title]).toEqual(["Live-overblik", "I dag", "En"]);
  });

  it("stand as written where there is none in that language", () => {
    expect(titledIn(shipped, "nl").title).toBe("Live floor");
    expect(titledIn(board([definition("mine")]), "da").tiles[0]?.title).toBe("mine");
  });
});
