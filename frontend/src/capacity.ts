/** Room inside a tile, px. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** How many rows are shown, and how many are only counted. The line that counts them takes a row's room itself. */
export function rowsThatFit(total: number, heightPx: number, leastRowPx: number): number {
  const room = Math.max(1, Math.floor(heightPx / leastRowPx + 1e-6));
  return total <= room ? total : Math.max(1, room - 1);
}

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly shown: number;
}

export interface CellLimits {
  /** Width ÷ height that suits a cell's text best. */
  readonly aspect: number;
  readonly leastWidthPx: number;
  readonly leastHeightPx: number;
}

/**
 * The grid in which a cell's type is largest: every number of columns is tried. Cells that would be smaller than the
 * limits are left out and counted.
 */
export function gridThatFits(total: number, box: Box, limits: CellLimits): Grid {
  const mostColumns = Math.max(1, Math.floor(box.width / limits.leastWidthPx));
  const mostRows = Math.max(1, Math.floor(box.height / limits.leastHeightPx));
  const shown = Math.min(total, mostColumns * mostRows);
  let best: Grid = { columns: mostColumns, rows: mostRows, shown };
  let largest = 0;
  for (let columns = 1; columns <= mostColumns; columns += 1) {
    const rows = Math.ceil(shown / columns);
    if (rows > mostRows) continue;
    const size = Math.min(box.width / columns / limits.aspect, box.height / rows);
    if (size > largest) {
      largest = size;
      best = { columns, rows: Math.max(1, rows), shown };
    }
  }
  return best;
}
