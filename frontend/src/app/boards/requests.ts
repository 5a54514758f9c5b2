import type { Snapshot } from "../../protocol";
import { fetchJson, Refused, sendJson } from "../fetching";
import type { BoardDraft } from "./draft";
import type { Said } from "./mistakes";

const BOARDS = "/api/v1/boards";
/** As a board's site: whichever it is asked for. */
export const ANY_SITE = "{site}";

/** What the list says of a board; `changed_at` in ms since 1970. */
export interface BoardListed {
  readonly id: string;
  readonly title: string;
  readonly tiles: number;
  readonly slides: number;
  readonly site: string | null;
  readonly shipped: boolean;
  readonly version: number | null;
  readonly changed_at: number | null;
  readonly changed_by: string | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What tiles can be of at a site. */
export interface SiteNames {
  readonly queues: readonly Named[];
  readonly agents: readonly (Named & { readonly team: string | null })[];
  readonly teams: readonly string[];
  readonly channels: readonly string[];
  readonly rules: readonly string[];
  readonly goal_sets: readonly string[];
}

export interface BoardFile {
  readonly tavle_board: number;
  readonly board: BoardDraft;
}

export async function listBoards(language: string, signal: AbortSignal): Promise<readonly BoardListed[]> {
  const answer = (await fetchJson(`${BOARDS}?lang=${language}`, signal)) as { boards: readonly BoardListed[] };
  return answer.boards;
}

export async function readBoard(id: string, language: string, signal: AbortSignal): Promise<BoardDraft> {
  return (await fetchJson(`${address(id)}?lang=${language}`, signal)) as BoardDraft;
}

export async function readNames(site: string, signal: AbortSignal): Promise<SiteNames> {
  const answer = await fetchJson(`/api/v1/sites/${encodeURIComponent(site)}/view?part=names`, signal);
  return (answer as { names: SiteNames }).names;
}

export async function addBoard(board: BoardDraft): Promise<BoardDraft> {
  return (await sendJson("POST", BOARDS, board)) as BoardDraft;
}

export async function saveBoard(board: BoardDraft): Promise<BoardDraft> {
  return (await sendJson("PUT", address(board.id), board)) as BoardDraft;
}

export async function deleteBoard(id: string, version: number | null): Promise<void> {
  await sendJson("DELETE", version === null ? address(id) : `${address(id)}?version=${version}`);
}

/** Makes a board from a file, under `id`; `replace` puts it in the place of the one of that id. */
export async function importBoard(file: unknown, id: string, site: string, replace: boolean): Promise<BoardDraft> {
  const query = new URLSearchParams({ id, site, replace: String(replace) });
  return (await sendJson("POST", `${BOARDS}/import?${query}`, file)) as BoardDraft;
}

export async function preview(board: BoardDraft, site: string, slide: number): Promise<Snapshot> {
  const query = new URLSearchParams({ site, slide: String(slide) });
  return (await sendJson("POST", `${BOARDS}/preview?${query}`, board)) as Snapshot;
}

export function exportAddress(id: string, language: string): string {
  return `${address(id)}/export?lang=${language}`;
}

/** Where a board stands on a wall. One that is of any site is named with the one that is meant. */
export function wallAddress(id: string, site: string | null, shownOf: string | null): string {
  const named = site === null && shownOf !== null ? `${id}@${shownOf}` : id;
  return `/tv/${encodeURIComponent(named)}`;
}

/** What is wrong with what was sent, by field; empty when the refusal was of another kind. */
export function saidBy(refused: unknown): readonly Said[] {
  return refused instanceof Refused ? (refused.mistakes ?? []) : [];
}

function address(id: string): string {
  return `${BOARDS}/${encodeURIComponent(id)}`;
}
