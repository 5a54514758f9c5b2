import type { AlertRow, AlertsTile } from "../src/protocol";
import { NOW } from "./frames";

export function alertRow(alert: string, more: Partial<AlertRow> = {}): AlertRow {
  const about = { rule: "Many callers give up", about: "queue", name: "Help desk", site: null } as const;
  const when = { began: NOW - 60_000, fired: NOW, seen: false, unknown: false };
  return { alert, severity: "critical", ...about, ...when, ...more };
}

export function alertsTile(rows: readonly AlertRow[], more: Partial<AlertsTile> = {}): AlertsTile {
  const tile = {
    kind: "alerts",
    as_of: null,
    stale: null,
    corrected: false,
    missing: [],
    silenced: 0,
    more: 0,
  } as const;
  return { ...tile, missing: [], state: "ok", rows: [...rows], ...more };
}
