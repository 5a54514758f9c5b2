/** What a screen on a wall needs besides figures. */

const SHIFT_EVERY_MS = 60_000;
/** Around a small square, px: no pixel shows the same edge for months. */
const SHIFTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [2, 1],
  [1, 2],
  [0, 1],
  [-1, 2],
  [-2, 1],
  [-1, 0],
  [-2, -1],
  [-1, -2],
  [0, -1],
  [1, -2],
  [2, -1],
];

export function shiftPixels(element: HTMLElement): void {
  let at = 0;
  window.setInterval(() => {
    at = (at + 1) % SHIFTS.length;
    const [x, y] = SHIFTS[at] ?? [0, 0];
    element.style.transform = `translate(${x}px, ${y}px)`;
  }, SHIFT_EVERY_MS);
}

/** Asks that the screen stays on; a browser takes the lock away with the page's visibility, so it is asked again. */
export function keepAwake(): void {
  const ask = () => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    navigator.wakeLock.request("screen").catch(() => {
      // Refused on battery or by policy: the board is the same without it.
    });
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

const RELOAD_KEY = "tavle-reloaded-at";
const RELOAD_AT_MOST_EVERY_MS = 60_000;
const RELOAD_SPREAD_MS = 5_000;

/** Loads the page again, after `before`; at most once a minute, spread so that a hall of screens does not ask at one moment. */
export function reloadPage(before: () => void): void {
  const last = Number(window.sessionStorage.getItem(RELOAD_KEY) ?? 0);
  const wait = Math.max(0, last + RELOAD_AT_MOST_EVERY_MS - Date.now()) + Math.random() * RELOAD_SPREAD_MS;
  window.setTimeout(() => {
    before();
    window.sessionStorage.setItem(RELOAD_KEY, String(Date.now()));
    window.location.reload();
  }, wait);
}

/** Whether the server would answer a reload: a screen must not end on the browser's own error page. */
export async function pageAnswers(): Promise<boolean> {
  try {
    return (await window.fetch(window.location.href, { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
