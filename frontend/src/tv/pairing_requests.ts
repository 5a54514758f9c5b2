import { PairingRefused, type Standing } from "./pairing";

const PAIRING = "/api/v1/pairing";
const SESSION = "/api/v1/session";
const ANSWER_MS = 10_000;

/** What this screen is to the server: paired, waiting with a code, or neither. */
export const askStanding = (): Promise<Standing> => requested(PAIRING, "GET") as Promise<Standing>;

/** A new code; the secret behind it comes in a cookie that no script reads. */
export const beginPairing = (): Promise<Standing> => requested(PAIRING, "POST") as Promise<Standing>;

/** Where the server draws the picture that leads to where a code is confirmed. */
export const pictureOf = (code: string): string => `${PAIRING}/${encodeURIComponent(code)}/qr`;

/** Whether the server lets this browser watch boards. */
export async function mayWatch(): Promise<boolean> {
  const { may } = (await requested(SESSION, "GET")) as { may: readonly string[] };
  return may.includes("watch");
}

/** A server that is in trouble, and anything that is no answer of ours, is as good as none. */
async function requested(address: string, method: string): Promise<unknown> {
  const abort = new AbortController();
  const timer = window.setTimeout(() => abort.abort(), ANSWER_MS);
  try {
    const answer = await window.fetch(address, { method, cache: "no-store", signal: abort.signal });
    if (answer.ok) return await answer.json();
    if (answer.status >= 500) throw new Error(answer.statusText);
    const { title, detail } = (await answer.json()) as { title: string; detail: string };
    throw new PairingRefused(answer.status, title, detail);
  } finally {
    window.clearTimeout(timer);
  }
}
