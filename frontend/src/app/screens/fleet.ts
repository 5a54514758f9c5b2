import { fetchJson, Refused, sendJson } from "../fetching";
import type { SiteName } from "../page";
import type { ScreenWords } from "../words/screens/en";

const SCREENS = "/api/v1/screens";
/** As in app/devices. */
export const NAME_LIMIT = 64;
export const TEXT_LIMIT = 160;
export const BOARDS_LIMIT = 9;
export const MINUTES: readonly number[] = [5, 10, 30, 60, 240, 480];

/** What a screen said of itself; null is what it did not say. */
export interface Reported {
  readonly board: string | null;
  readonly version: number | null;
  readonly build: string | null;
  readonly clock_offset_ms: number | null;
  readonly uptime_s: number | null;
  readonly heap_bytes: number | null;
  readonly missed: number | null;
  readonly address: string;
}

/** Moments in ms since 1970, by the server's clock. */
export interface ScreenListed {
  readonly id: string;
  readonly name: string;
  readonly boards: readonly string[];
  readonly state: "never" | "live" | "away";
  readonly old_build: boolean;
  readonly seen_at: number | null;
  readonly made_at: number;
  readonly made_by: string;
  readonly message: { readonly text: string; readonly until: number } | null;
  readonly reported: Reported | null;
}

export interface Fleet {
  /** When the server said so. */
  readonly at: number;
  readonly build: string;
  readonly screens: readonly ScreenListed[];
}

export async function readFleet(signal: AbortSignal): Promise<Fleet> {
  return (await fetchJson(SCREENS, signal)) as Fleet;
}

export async function pairScreen(code: string, name: string, boards: readonly string[]): Promise<void> {
  await sendJson("POST", SCREENS, { code, name, boards });
}

export async function changeScreen(id: string, name: string, boards: readonly string[]): Promise<void> {
  await sendJson("PATCH", `${SCREENS}/${encodeURIComponent(id)}`, { name, boards });
}

export async function revokeScreen(id: string): Promise<void> {
  await sendJson("DELETE", `${SCREENS}/${encodeURIComponent(id)}`);
}

/** `ids`: null is every screen; `text`: null takes away what stands there. Answers on how many. */
export async function sayOnScreens(ids: readonly string[] | null, text: string | null, minutes = 1): Promise<number> {
  const answer = await sendJson("PUT", `${SCREENS}/message`, { screens: ids, text, minutes });
  return (answer as { screens: number }).screens;
}

export async function reloadScreens(ids: readonly string[] | null): Promise<number> {
  return ((await sendJson("POST", `${SCREENS}/reload`, { screens: ids })) as { screens: number }).screens;
}

interface BoardNamed {
  readonly id: string;
  readonly title: string;
  /** Null: whichever site it is asked for. */
  readonly site: string | null;
}

export type BoardOption = readonly [id: string, title: string];

/** What a screen may be given. Among several sites, a board of any site is one of each. */
export function boardOptions(boards: readonly BoardNamed[], sites: readonly SiteName[]): readonly BoardOption[] {
  return boards.flatMap((board): readonly BoardOption[] => {
    if (board.site !== null || sites.length < 2) return [[board.id, board.title]];
    return sites.map((site) => [`${board.id}@${site.id}`, `${board.title} · ${site.name}`]);
  });
}

/** A board's title; one that is gone, or of a site by name, is shown by its id. */
export function titleOf(id: string, options: readonly BoardOption[]): string {
  const [name = id] = id.split("@");
  return (options.find(([one]) => one === id) ?? options.find(([one]) => one === name))?.[1] ?? id;
}

/** How long something is, in its largest whole unit. */
export function span(ms: number, words: ScreenWords, count: (number: number) => string): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return words.seconds(count(seconds));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return words.minutes(count(minutes));
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return words.hours(count(hours));
  const days = Math.floor(hours / 24);
  return words.days(days, count(days));
}

/** A clock within a second is right: the way over the network is in what was measured. */
export const CLOCK_RIGHT_MS = 1000;

export function clockText(offsetMs: number, words: ScreenWords, count: (number: number) => string): string {
  if (Math.abs(offsetMs) <= CLOCK_RIGHT_MS) return words.clockRight;
  const time = span(Math.abs(offsetMs), words, count);
  return offsetMs > 0 ? words.ahead(time) : words.behind(time);
}

/** What to tell of something that did not work; what is wrong with a code in the page's own language. */
export function whatIsWrong(error: unknown, words: ScreenWords): string {
  if (!(error instanceof Refused)) return words.noAnswer;
  if (error.status === 404) return words.wrongCode;
  if (error.mistakes?.some(({ where }) => where === "code")) return words.unfitCode;
  return error.mistakes?.map(({ what }) => what).join(" ") ?? `${error.title} ${error.detail}`;
}
