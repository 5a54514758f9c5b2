import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../tiles/icon";
import { move, oneInReach, reach } from "./grid_keys";
import { type Direction, held, type Order, sortedBy } from "./order";
import { usePage } from "./page";

export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What the column is sorted by; the other way round when pressed again. */
  readonly value?: (row: Row) => number | string | null;
  readonly first?: Direction;
  readonly kind?: "name" | "number" | "text";
}

interface Props<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** The order when no column is chosen, and among equals. */
  readonly order: Order<Row>;
  readonly rowState?: (row: Row) => string;
  readonly row?: string;
}

/** Said outright: a phone shows rows as cards, and a table that is laid out otherwise would lose its meaning. */
const ROLES = {
  grid: { role: "grid" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  gridcell: { role: "gridcell" },
} as const;

/** So long after the last key or movement in the table its rows keep their order. */
const HOLD_MS = 8000;

/** A table of figures: sortable, one stop of the tabulator, arrow keys inside; on a phone each row is a card. */
export function Grid<Row>({ label, rows, columns, keyOf, order, rowState, row = "row" }: Props<Row>) {
  const page = usePage();
  const words = page.words.value;
  const table = useRef<HTMLTableElement>(null);
  const sorted = useSignal<{ readonly column: string; readonly direction: Direction } | null>(null);
  const holding = useSignal(false);
  const timer = useRef(0);
  const before = useRef<readonly string[]>([]);
  const focused = useRef<HTMLElement | null>(null);

  const chosen = columns.find((column) => column.id === sorted.value?.column);
  const value = chosen?.value;
  const ordered =
    value === undefined || sorted.value === null
      ? [...rows].sort(order)
      : sortedBy(rows, value, sorted.value.direction, order);
  const shown = holding.value ? held(rows, keyOf, before.current) : ordered;
  before.current = shown.map(keyOf);
  const differs = holding.value && shown.some((one, place) => one !== ordered[place]);

  useLayoutEffect(() => {
    oneInReach(table.current);
    // A row that moved takes the focus along.
    const target = focused.current;
    if (target?.isConnected && document.activeElement === document.body) target.focus({ preventScroll: true });
  });
  useLayoutEffect(() => () => window.clearTimeout(timer.current), []);

  const touched = () => {
    holding.value = true;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      holding.value = false;
    }, HOLD_MS);
  };
  const sort = (column: Column<Row>) => {
    const first = column.first ?? "down";
    const now = sorted.value;
    holding.value = false;
    if (now?.column !== column.id) sorted.value = { column: column.id, direction: first };
    else
      sorted.value = now.direction === first ? { column: column.id, direction: first === "up" ? "down" : "up" } : null;
  };

  return (
    <div class="grid-room">
      <table
        ref={table}
        {...ROLES.grid}
        class="grid"
        aria-label={label}
        onKeyDown={(event) => {
          if (move(table.current, event)) touched();
        }}
        onFocusIn={(event) => {
          focused.current = event.target as HTMLElement;
          reach(table.current, event.target as HTMLElement);
        }}
        onFocusOut={() => {
          focused.current = null;
        }}
        onPointerMove={touched}
      >
        <thead {...ROLES.rowgroup}>
          <tr {...ROLES.row}>
            {columns.map((column) => (
              <th
                key={column.id}
                {...ROLES.columnheader}
                scope="col"
                data-kind={column.kind ?? "number"}
                data-column={column.id}
                aria-sort={
                  column.value === undefined
                    ? undefined
                    : sorted.value?.column !== column.id
                      ? "none"
                      : sorted.value.direction === "up"
                        ? "ascending"
                        : "descending"
                }
              >
                {column.value === undefined ? (
                  <span class="head">{column.head}</span>
                ) : (
                  <button type="button" class="sort" tabIndex={-1} onClick={() => sort(column)}>
                    {column.head}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLES.rowgroup}>
          {shown.map((one) => (
            <tr key={keyOf(one)} {...ROLES.row} data-state={rowState?.(one)} {...{ [`data-${row}`]: keyOf(one) }}>
              {columns.map((column) =>
                column.kind === "name" ? (
                  <th key={column.id} {...ROLES.rowheader} scope="row" data-kind="name" data-column={column.id}>
                    {column.cell(one)}
                  </th>
                ) : (
                  <td
                    key={column.id}
                    {...ROLES.gridcell}
                    data-kind={column.kind ?? "number"}
                    data-column={column.id}
                    data-head={column.head}
                  >
                    {column.cell(one)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="grid-note">
        <span>{words.sortHint}</span>
        {differs && (
          <span class="held">
            <Icon name="stale" />
            {words.held}
          </span>
        )}
      </p>
    </div>
  );
}
