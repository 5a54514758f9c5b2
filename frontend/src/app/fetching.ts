/** What the server says when it refuses (RFC 9457). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(title);
  }
}

const SESSION = "/api/v1/session";

export type Fetch = (address: string, signal: AbortSignal) => Promise<unknown>;

/** JSON from the server. Throws `Refused`; anything else means that there was no answer. */
export function fetchJson(address: string, signal: AbortSignal): Promise<unknown> {
  return answered(fetch(address, { signal, headers: { accept: "application/json" }, cache: "no-store" }));
}

/** Opens a session for this browser. Throws `Refused` for a wrong name or password. */
export async function signIn(name: string, password: string): Promise<void> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  await answered(fetch(SESSION, { method: "POST", headers, body: JSON.stringify({ name, password }) }));
}

export async function signOut(): Promise<void> {
  await fetch(SESSION, { method: "DELETE" });
}

/** The name of the account that this browser is signed in with; null without one. */
export async function signedInAs(): Promise<string | null> {
  const told = await fetchJson(SESSION, new AbortController().signal).catch(() => null);
  const session = told as { kind?: string; name?: string | null } | null;
  return session?.kind === "account" ? (session.name ?? null) : null;
}

async function answered(asked: Promise<Response>): Promise<unknown> {
  const response = await asked;
  if (response.ok) return response.json();
  const told = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new Refused(response.status, told.title ?? response.statusText, told.detail ?? "");
}
