import { type ReadonlySignal, signal } from "@preact/signals";
import { ServerClock } from "../clock";
import type { GoalsAnswer, ViewAnswer } from "./answer";
import { type Fetch, Refused } from "./fetching";
import { goalsAddress, viewAddress } from "./requests";
import { addressOf, namesSite, type Route } from "./route";

export const EVERY_MS = 2000;
/** Goals of every agent are work for the server, and move slowly. */
export const GOALS_EVERY_MS = 10_000;
export const ANSWER_WITHIN_MS = 5000;

/** What the feed needs of the browser. */
export interface Surroundings {
  readonly fetch: Fetch;
  /** Monotonic milliseconds. */
  readonly perf: () => number;
  readonly wallClock: () => number;
  readonly after: (ms: number, call: () => void) => () => void;
  readonly visible: () => boolean;
}

/** An answer, and what it was asked for: figures are labelled by that, never by a choice made since. */
export interface Shown {
  readonly route: Route;
  readonly answer: ViewAnswer;
  readonly goals: GoalsAnswer | null;
}

/** Asks for what the route shows, every two seconds while the page is visible. Old answers stay until a newer comes. */
export class Feed {
  readonly clock: ServerClock;
  readonly shown: ReadonlySignal<Shown | null>;
  readonly refused: ReadonlySignal<Refused | null>;
  /** Since when there is no connection, by the server's clock; null while there is. */
  readonly lostSince: ReadonlySignal<number | null>;
  private readonly shownNow = signal<Shown | null>(null);
  private readonly refusedNow = signal<Refused | null>(null);
  private readonly lost = signal<number | null>(null);
  private heardPerf: number;
  private goalsPerf = Number.NEGATIVE_INFINITY;
  private turn = 0;
  private cancel = () => {};
  private asking: AbortController | null = null;

  constructor(
    private readonly around: Surroundings,
    private route: Route,
  ) {
    this.clock = new ServerClock(around.perf, around.wallClock());
    this.heardPerf = around.perf();
    this.shown = this.shownNow;
    this.refused = this.refusedNow;
    this.lostSince = this.lost;
  }

  /** When the last answer came, by the server's clock. */
  get heardAt(): number {
    return this.clock.at(this.heardPerf);
  }

  /** Shows another route. What stood there before is no answer to another view. */
  go(route: Route): void {
    const before = this.route;
    this.route = route;
    if (before.view !== route.view || before.id !== route.id || before.site !== route.site) {
      this.shownNow.value = null;
      this.goalsPerf = Number.NEGATIVE_INFINITY;
    }
    this.refusedNow.value = null;
    this.now();
  }

  /** Asks at once, as after a change of the route or when the page becomes visible. */
  now(): void {
    this.cancel();
    this.asking?.abort();
    this.turn += 1;
    if (namesSite(this.route) && this.around.visible()) void this.ask(this.turn);
  }

  private async ask(turn: number): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    const late = this.around.after(ANSWER_WITHIN_MS, () => asking.abort());
    const route = this.route;
    try {
      const [answer, goals] = await Promise.all([this.view(route, asking), this.goals(route, asking)]);
      if (turn === this.turn) this.heard({ route, answer, goals });
    } catch (error) {
      if (turn === this.turn) this.failed(error);
    } finally {
      late();
      // Who is not let in comes back by signing in.
      const again = turn === this.turn && this.refusedNow.peek()?.status !== 401;
      if (again) this.cancel = this.around.after(EVERY_MS, () => this.now());
    }
  }

  private async view(route: Route, asking: AbortController): Promise<ViewAnswer> {
    return (await this.around.fetch(viewAddress(route), asking.signal)) as ViewAnswer;
  }

  private async goals(route: Route, asking: AbortController): Promise<GoalsAnswer | null> {
    if (route.view !== "goals") return null;
    const before = this.shownNow.peek()?.goals ?? null;
    if (before !== null && this.around.perf() - this.goalsPerf < GOALS_EVERY_MS) return before;
    const answer = (await this.around.fetch(goalsAddress(route), asking.signal)) as GoalsAnswer;
    this.goalsPerf = this.around.perf();
    return answer;
  }

  private heard(shown: Shown): void {
    this.clock.heard(shown.answer.now);
    this.heardPerf = this.around.perf();
    this.lost.value = null;
    this.refusedNow.value = null;
    this.shownNow.value = shown;
  }

  /** A refusal for now (5xx) leaves what is shown, marked; any other says that there is no such thing. */
  private failed(error: unknown): void {
    if (error instanceof Refused && error.status < 500) {
      this.lost.value = null;
      this.refusedNow.value = error;
      this.shownNow.value = null;
      return;
    }
    this.refusedNow.value = error instanceof Refused ? error : null;
    this.lost.value ??= this.heardAt;
  }
}

/** Whether an answer is of the very address that is shown now. */
export function isOf(shown: Shown, route: Route): boolean {
  return addressOf(shown.route) === addressOf(route);
}
