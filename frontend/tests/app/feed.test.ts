import { describe, expect, test } from "vitest";
import type { ViewAnswer } from "../../src/app/answer";
import { EVERY_MS, Feed } from "../../src/app/feed";
import { Refused } from "../../src/app/fetching";
import { type Route, routeOf } from "../../src/app/route";

const START = 1_764_060_000_000;
const OVERVIEW = routeOf("/app/aarhus/overview", "");

/** A browser whose time stands until it is moved, and whose server answers when told. */
class Browser {
  perfMs = 0;
  shown = true;
  readonly asked: string[] = [];
  private timers: { at: number; call: () => void }[] = [];
  private waiting: { answer: (value: unknown) => void; refuse: (error: unknown) => void }[] = [];

  feed(route: Route = OVERVIEW): Feed {
    return new Feed(
      {
        fetch: (address) => {
          this.asked.push(address);
          return new Promise((answer, refuse) => this.waiting.push({ answer, refuse }));
        },
        perf: () => this.perfMs,
        wallClock: () => START,
        after: (ms, call) => {
          const timer = { at: this.perfMs + ms, call };
          this.timers.push(timer);
          return () => {
            this.timers = this.timers.filter((one) => one !== timer);
          };
        },
        visible: () => this.shown,
      },
      route,
    );
  }

  async answers(now: number): Promise<void> {
    for (const { answer } of this.waiting.splice(0)) answer({ now, site: "aarhus", sets: {} } as unknown as ViewAnswer);
    await settled();
  }

  async refuses(error: unknown): Promise<void> {
    for (const { refuse } of this.waiting.splice(0)) refuse(error);
    await settled();
  }

  pass(ms: number): void {
    this.perfMs += ms;
    const due = this.timers.filter((timer) => timer.at <= this.perfMs);
    this.timers = this.timers.filter((timer) => timer.at > this.perfMs);
    for (const { call } of due) call();
  }
}

/** Every promise that can go on has gone on. */
async function settled(): Promise<void> {
  for (let step = 0; step < 10; step += 1) await Promise.resolve();
}

describe("the feed", () => {
  test("asks every two seconds, and counts time by the server's clock", async () => {
    const browser = new Browser();
    const feed = browser.feed();
    feed.now();
    await browser.answers(START + 60_000);
    expect(feed.shown.value?.answer.now).toBe(START + 60_000);
    expect(feed.clock.now()).toBe(START + 60_000);
    browser.pass(EVERY_MS);
    expect(browser.asked).toHaveLength(2);
  });

  test("keeps the old figures when the connection goes, and says since when", async () => {
    const browser = new Browser();
    const feed = browser.feed();
    feed.now();
    await browser.answers(START);
    browser.pass(EVERY_MS);
    await browser.refuses(new TypeError("no network"));
    expect(feed.shown.value).not.toBeNull();
    expect(feed.lostSince.value).toBe(START);
    browser.pass(EVERY_MS);
    await browser.answers(START + 2 * EVERY_MS);
    expect(feed.lostSince.value).toBeNull();
  });

  test("a server that cannot read now is a lost connection with a reason; a site that is not there is none", async () => {
    const browser = new Browser();
    const feed = browser.feed();
    feed.now();
    await browser.answers(START);
    browser.pass(EVERY_MS);
    await browser.refuses(new Refused(503, "The ledger cannot be read.", ""));
    expect([feed.refused.value?.status, feed.lostSince.value]).toEqual([503, START]);
    browser.pass(EVERY_MS);
    await browser.refuses(new Refused(404, "There is no site.", ""));
    expect([feed.refused.value?.status, feed.lostSince.value, feed.shown.value]).toEqual([404, null, null]);
  });

  test("an answer to a view that was left is no answer to the next", async () => {
    const browser = new Browser();
    const feed = browser.feed();
    feed.now();
    feed.go(routeOf("/app/aarhus/agents", ""));
    await browser.answers(START);
    expect(feed.shown.value?.route.view).toBe("agents");
    feed.go(OVERVIEW);
    expect(feed.shown.value).toBeNull();
  });

  test("another period keeps the figures, labelled by what they are of, until its own come", async () => {
    const browser = new Browser();
    const feed = browser.feed();
    feed.now();
    await browser.answers(START);
    feed.go(routeOf("/app/aarhus/overview", "?window=5m"));
    expect(feed.shown.value?.route.query).toEqual({});
    await browser.answers(START);
    expect(feed.shown.value?.route.query).toEqual({ window: "5m" });
  });

  test("does not knock again where it was not let in", async () => {
    const browser = new Browser();
    const feed = browser.feed();
    feed.now();
    await browser.refuses(new Refused(401, "We do not know you.", ""));
    browser.pass(EVERY_MS);
    expect(browser.asked).toHaveLength(1);
    feed.now();
    await browser.answers(START);
    expect(feed.refused.value).toBeNull();
  });

  test("asks nothing while nobody looks, and at once when somebody does", async () => {
    const browser = new Browser();
    const feed = browser.feed();
    browser.shown = false;
    feed.now();
    expect(browser.asked).toHaveLength(0);
    browser.shown = true;
    feed.now();
    expect(browser.asked).toHaveLength(1);
  });

  test("asks for goals less often than for the rest", async () => {
    const browser = new Browser();
    const feed = browser.feed(routeOf("/app/aarhus/goals", ""));
    feed.now();
    await browser.answers(START);
    for (let turn = 0; turn < 5; turn += 1) {
      browser.pass(EVERY_MS);
      await browser.answers(START);
    }
    expect(browser.asked.filter((address) => address.includes("/view"))).toHaveLength(6);
    expect(browser.asked.filter((address) => address.includes("/goals"))).toHaveLength(2);
  });
});
