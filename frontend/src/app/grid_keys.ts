/** Keys inside a grid: one stop of the tabulator for the whole table, arrows from figure to figure. */
const REACHABLE = "button, a[href]";

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where to go from a place in rows of different lengths; null to stay. `width` of each row. */
export function destination(
  widths: readonly number[],
  at: readonly [number, number],
  key: string,
  control: boolean,
): readonly [number, number] | null {
  const [row, column] = at;
  if (key === "Home") return [control ? 0 : row, 0];
  if (key === "End") {
    const last = control ? widths.length - 1 : row;
    return [last, Math.max(0, (widths[last] ?? 1) - 1)];
  }
  const step = STEPS[key];
  if (step === undefined) return null;
  const to = row + step[0];
  const width = widths[to];
  if (width === undefined || width === 0) return null;
  const aside = column + step[1];
  if (aside < 0 || (step[1] > 0 && aside >= width)) return null;
  return [to, Math.min(aside, width - 1)];
}

/** Moves the focus; whether the key was one of the grid's. */
export function move(table: HTMLTableElement | null, event: KeyboardEvent): boolean {
  const from = (event.target as Element | null)?.closest("[role=row]");
  if (table === null || !from) return false;
  const rows = [...table.querySelectorAll("[role=row]")].map((row) => [
    ...row.querySelectorAll<HTMLElement>(REACHABLE),
  ]);
  const row = rows.findIndex((one) => one.includes(event.target as HTMLElement));
  const column = rows[row]?.indexOf(event.target as HTMLElement) ?? -1;
  if (column < 0) return false;
  const to = destination(
    rows.map((one) => one.length),
    [row, column],
    event.key,
    event.ctrlKey,
  );
  if (to === null) return false;
  event.preventDefault();
  rows[to[0]]?.[to[1]]?.focus();
  return true;
}

/** The tabulator comes back to what had the focus last. */
export function reach(table: HTMLTableElement | null, target: HTMLElement): void {
  for (const other of table?.querySelectorAll<HTMLElement>("[tabindex='0']") ?? []) other.tabIndex = -1;
  if (target.matches(REACHABLE)) target.tabIndex = 0;
}

/** However rows come and go, one of them can be reached. */
export function oneInReach(table: HTMLTableElement | null): void {
  if (table === null || table.querySelector("[tabindex='0']") !== null) return;
  const first =
    table.querySelector<HTMLElement>("tbody button, tbody a[href]") ?? table.querySelector<HTMLElement>(REACHABLE);
  if (first !== null) first.tabIndex = 0;
}
