export const FIRST_BOARD = "live-floor";

/** The board's id: `/tv/<id>`, or `?board=<id>`, or the shipped one. */
export function boardOf(path: string, query: string): string {
  const asked = new URLSearchParams(query).get("board");
  if (asked) return asked;
  const inPath = /^\/tv\/([^/]+)\/?$/.exec(path)?.[1];
  if (inPath === undefined) return FIRST_BOARD;
  try {
    return decodeURIComponent(inPath);
  } catch {
    return inPath;
  }
}

/** Whether the address names no board: `/tv` is for screens that are paired, or are to be. */
export function isForScreens(path: string, query: string): boolean {
  return /^\/tv\/?$/.test(path) && !new URLSearchParams(query).get("board");
}

/** `asScreen`: comes as the screen that it is, also where somebody is logged in in the same browser. */
export function socketAddress(location: { protocol: string; host: string }, asScreen = false): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/ws${asScreen ? "?as=screen" : ""}`;
}
