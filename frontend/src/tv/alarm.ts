import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { allTilesOf } from "../placement";
import type { AlertRow, Board, Tile } from "../protocol";
import { isLoud } from "./hold";
import type { Followed } from "./stage";

/** What comes together is one chime: the next comes no sooner than this, for what is still so then. */
export const CHIME_AT_MOST_EVERY_MS = 15_000;
/** So many alerts are known at most, the newest: more than a site has at once. */
export const KNOWN_LIMIT = 5_000;

type Severity = AlertRow["severity"];
type Tiles = Pick<Followed, "tile">;

/** What plays the sound: a browser's audio, or a test. */
export interface Chimes {
  /** Whether the browser keeps the page from sounding until somebody has touched it. */
  readonly blocked: ReadonlySignal<boolean>;
  chime(severity: Severity): void;
}

/** What the alarm hears of the board. */
export interface Heard extends Tiles {
  readonly held: ReadonlySignal<{ readonly definition: Board } | null>;
}

/** An alert that fires, or, on a board that lists none, a tile that turned worse. */
export interface News {
  readonly severity: Severity;
  readonly alert?: AlertRow;
}

/**
 * What is new since it was asked last, each alert once. What was so when a tile was seen first, or is no longer known to
 * be true, is no news; nor is an alert that somebody sees to.
 */
export class Alarm {
  private readonly states = new Map<string, Tile["state"]>();
  private readonly alerts = new Set<string>();

  news(board: Board, heard: Tiles): readonly News[] {
    const tiles = allTilesOf(board);
    const listed = tiles.some(({ kind }) => kind === "alerts");
    return tiles.flatMap(({ id }) => {
      const tile = heard.tile(id).peek();
      if (tile === null || tile.stale !== null || tile.state === "no_data") return [];
      const key = `${board.id}/${id}`;
      const before = this.states.get(key);
      this.states.set(key, tile.state);
      if (tile.kind === "alerts") return this.fresh(tile.rows, before !== undefined);
      const { state } = tile;
      const worse = state === "critical" || (state === "warning" && before !== "critical");
      return !listed && worse && before !== undefined && before !== state ? [{ severity: state }] : [];
    });
  }

  private fresh(rows: readonly AlertRow[], began: boolean): News[] {
    return rows.flatMap((alert) => {
      // What is not known to hold now may be news once it is.
      if (began && alert.unknown) return [];
      const known = this.alerts.delete(alert.alert);
      this.alerts.add(alert.alert);
      for (const oldest of this.alerts) {
        if (this.alerts.size <= KNOWN_LIMIT) break;
        this.alerts.delete(oldest);
      }
      return began && !known && isLoud(alert) ? [{ severity: alert.severity, alert }] : [];
    });
  }
}

/** What an alarm tells the page. */
export interface Alarmed {
  /** Whether the board has a sound that the browser does not let through. */
  readonly blocked: ReadonlySignal<boolean>;
  /** The alerts that were new last. */
  readonly said: ReadonlySignal<readonly AlertRow[]>;
}

/** Sounds for what the board that is shown says, while it is not `silent` (a dimmed screen in the night). */
export function soundAlarm(
  heard: Heard,
  second: ReadonlySignal<number>,
  chimes: () => Chimes,
  silent: (now: number) => boolean,
): Alarmed {
  const alarm = new Alarm();
  const blocked = signal(false);
  const said = signal<readonly AlertRow[]>([]);
  const soundedAt = { critical: Number.NEGATIVE_INFINITY, warning: Number.NEGATIVE_INFINITY };
  // Of a picture that was kept over a reload too: what fired while the page was loaded is news.
  effect(() => {
    const now = second.value;
    const board = heard.held.value?.definition;
    if (board === undefined) return;
    // Before the first board with a sound no audio is asked for: nothing to be blocked, nothing to say.
    const sounds = board.sound !== "off";
    blocked.value = sounds && chimes().blocked.value;
    const justSounded = (severity: Severity) => Math.abs(now - soundedAt[severity]) < CHIME_AT_MOST_EVERY_MS;
    if (justSounded("critical")) return;
    const news = alarm.news(board, heard);
    const alerts = news.flatMap(({ alert }) => alert ?? []);
    if (alerts.length > 0) said.value = alerts;
    const worst = news.some(({ severity }) => severity === "critical") ? "critical" : "warning";
    const wanted = worst === "critical" ? sounds : board.sound === "all" && news.length > 0 && !justSounded(worst);
    if (!wanted || blocked.peek() || silent(now)) return;
    soundedAt[worst] = now;
    chimes().chime(worst);
  });
  return { blocked, said };
}
