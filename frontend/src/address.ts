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

export function socketAddress(location: { protocol: string; host: string }): string {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`;
}
