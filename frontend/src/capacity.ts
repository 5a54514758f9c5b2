/** Room inside a tile, px. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** How many rows are shown. The others are counted, by default in a line that takes a row's room itself. */
export function rowsThatFit(total: number, heightPx: number, leastRowPx: number, countedInRow = true): number {
  const room = Math.max(1, Math.floor(heightPx / leastRowPx + 1e-6));
  return total <= room ? total : Math.max(1, countedInRow ? room - 1 : room);
}

/** Hundredths of the screen's shorter side: a label that is legible from where people sit, as in the style sheet. */
const LABEL = 5.75;

/** How high a row must be (px): `rowEms` of a label's type, or of the smaller type that `wideEms` a row leave room for. */
export function leastRow(box: Box, unitPx: number, wideEms: number, rowEms = 1.52): number {
  return Math.min(LABEL * unitPx, box.width / wideEms) * rowEms;
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
  /** Type grows no further beyond this height. */
  readonly mostHeightPx: number;
}

/**
 * The grid in which a cell's type is largest: every number of columns is tried; of equals, the one with the fewest
 * holes, then the fewest rows. Cells that would be smaller than the limits are left out and counted.
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
    const size = Math.min(box.width / columns / limits.aspect, box.height / rows, limits.mostHeightPx);
    const holes = columns * rows - shown;
    if (size > largest || (size === largest && holes <= best.columns * best.rows - shown)) {
      largest = size;
      best = { columns, rows: Math.max(1, rows), shown };
    }
  }
  return best;
}
