/** `path` leads to the field part by part, where the server says it so. */
export interface FieldMistake {
  readonly where: string;
  readonly what: string;
  readonly path?: readonly string[];
}

/** What the server says when it refuses (RFC 9457). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** Where something is wrong with what was sent, and what. */
    readonly mistakes: readonly FieldMistake[] | null = null,
    /** Of a conflict: the version that there is now. */
    readonly version: number | null = null,
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
  await sendJson("POST", SESSION, { name, password });
}

export async function signOut(): Promise<void> {
  await sendJson("DELETE", SESSION);
}

/** Changes something. Answers what the server tells, null when it tells nothing. Throws `Refused`. */
export function sendJson(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  address: string,
  body?: unknown,
): Promise<unknown> {
  const headers = { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  return answered(fetch(address, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
}

/** Who this browser is to the server, and what he may do. */
export interface Visitor {
  readonly kind: string;
  readonly name: string | null;
  readonly may: readonly string[];
}

/** Null when the server does not say. */
export async function askWhoIAm(): Promise<Visitor | null> {
  const told = await fetchJson(SESSION, new AbortController().signal).catch(() => null);
  return told as Visitor | null;
}

async function answered(asked: Promise<Response>): Promise<unknown> {
  const response = await asked;
  if (response.ok) return response.status === 204 ? null : response.json();
  const told = (await response.json().catch(() => ({}))) as Partial<
    Pick<Refused, "title" | "detail" | "mistakes" | "version">
  >;
  throw new Refused(
    response.status,
    told.title ?? response.statusText,
    told.detail ?? "",
    told.mistakes ?? null,
    told.version ?? null,
  );
}
