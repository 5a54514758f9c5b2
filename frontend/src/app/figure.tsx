import type { ComponentChildren } from "preact";
import type { FigureShown } from "./answer";
import { usePage } from "./page";
import type { Asked } from "./requests";

interface Props {
  readonly asked: Asked;
  /** The figure as it is written; what stands around it says what it is. */
  readonly text: string;
  readonly value: number | null;
  readonly label?: string;
  readonly inGrid?: boolean;
  readonly children?: ComponentChildren;
}

/** A figure that one press explains. In a grid the arrow keys reach it; elsewhere the tabulator does. */
export function Explained({ asked, text, value, label, inGrid = false, children }: Props) {
  const page = usePage();
  const called = label ?? page.catalogue.value.label(asked.metric);
  return (
    <button
      type="button"
      class="explained"
      tabIndex={inGrid ? -1 : 0}
      aria-haspopup="dialog"
      aria-label={`${called}: ${text}`}
      data-metric={asked.metric}
      data-scope={asked.scope}
      data-id={asked.id}
      data-value={value ?? ""}
      data-none={value === null ? "" : undefined}
      onClick={() => {
        page.asked.value = asked;
      }}
    >
      {children ?? text}
    </button>
  );
}

interface FigureProps {
  readonly metric: string;
  readonly scope: string;
  readonly id: string;
  /** Null for a figure of the present. */
  readonly window: string | null;
  readonly figure: FigureShown | undefined;
  readonly goal?: number | null;
  readonly inGrid?: boolean;
}

/** Figures that a few contacts decide by chance: then n stands beside them. */
const SAMPLED: ReadonlySet<string> = new Set(["share", "score", "rating"]);

/** A figure of the catalogue, in its unit. */
export function Figure({ metric, scope, id, window, figure, goal = null, inGrid = false }: FigureProps) {
  const page = usePage();
  const value = figure?.value ?? null;
  const unit = page.catalogue.value.unit(metric);
  const text = page.writing.value.figure(value, unit, goal);
  const n = figure?.n ?? null;
  const few = SAMPLED.has(unit) && value !== null && n !== null && n < (page.feed.shown.value?.answer.least_n ?? 0);
  return (
    <Explained
      asked={{ metric, scope, id, window }}
      text={few ? `${text}, ${page.words.value.behind(String(n))}` : text}
      value={value}
      inGrid={inGrid}
    >
      {few && inGrid ? (
        <>
          {text}
          <span class="few">{page.words.value.behind(String(n))}</span>
        </>
      ) : (
        text
      )}
    </Explained>
  );
}
