import { useSignal } from "@preact/signals";
import { type GoalShown, LEVELS, type Level } from "./answer";
import { Bar, Empty, StateChip } from "./chip";
import type { Shown } from "./feed";
import { Explained } from "./figure";
import { byText, severity } from "./order";
import { usePage } from "./page";
import { wallWords } from "./wall_words";

/** Of a goal that many are measured on, so many stand open: those who need a look first. */
const OPEN_ROWS = 6;

type Results = Readonly<Record<Level, readonly GoalShown[]>>;

/** How the goals of every set stand, by level, and how one level feeds the next. */
export function GoalsView({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const sets = Object.entries(shown.goals?.sets ?? {});
  const shipped = wallWords(page.language.value).goals;
  const named = (name: string) => shipped[name] ?? name;
  return (
    <>
      <div class="view-head">
        <h1 tabIndex={-1}>{words.goals}</h1>
      </div>
      {sets.length === 0 ? (
        <Empty title={words.noGoals} hint={words.noGoalsHint} />
      ) : (
        sets.map(([name, results]) => <GoalSet key={name} name={named(name)} results={spoken(results, named)} />)
      )}
    </>
  );
}

function GoalSet({ name, results }: { readonly name: string; readonly results: Results }) {
  const { words } = usePage();
  const levels = LEVELS.filter((level) => results[level].length > 0);
  return (
    <section class="goal-set" aria-label={`${words.value.set}: ${name}`}>
      <h2>{name}</h2>
      <div class="goal-levels" data-alone={levels.length === 1 ? "" : undefined}>
        {levels.map((level) => (
          <div key={level} class="goal-level">
            <h3>{words.value.levels[level]}</h3>
            {goalsOf(results[level]).map((rows) => (
              <Goal key={rows[0]?.goal} rows={rows} results={results} />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

/** Goals that Tavle comes with, under their names in the page's language. */
function spoken(results: Results, named: (name: string) => string): Results {
  const level = (goals: readonly GoalShown[]) => goals.map((goal) => ({ ...goal, name: named(goal.name) }));
  return { company: level(results.company), leader: level(results.leader), employee: level(results.employee) };
}

/** The results of each goal of a level, in the set's order. */
function goalsOf(results: readonly GoalShown[]): readonly (readonly GoalShown[])[] {
  const goals = new Map<string, GoalShown[]>();
  for (const result of results) goals.set(result.goal, [...(goals.get(result.goal) ?? []), result]);
  return [...goals.values()];
}

function Goal({ rows, results }: { readonly rows: readonly GoalShown[]; readonly results: Results }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const open = useSignal(false);
  const first = rows[0];
  if (first === undefined) return null;
  const everyGoal = LEVELS.flatMap((level) => results[level]);
  const above = everyGoal.find((goal) => goal.goal === first.feeds)?.name ?? null;
  const below = [...new Set(everyGoal.filter((goal) => goal.feeds === first.goal).map((goal) => goal.name))];
  const target = writing.figure(first.target, first.unit);
  const ordered = [...rows].sort(
    (a, b) =>
      severity(a.state) - severity(b.state) || byText(a.scope_name, b.scope_name) || byText(a.scope_id, b.scope_id),
  );
  const shown = open.value || rows.length <= OPEN_ROWS ? ordered : ordered.slice(0, OPEN_ROWS);
  const judged = rows.filter((row) => row.state !== "no_data" && row.state !== "neutral");
  const met = judged.filter((row) => row.state === "ok").length;
  return (
    <article class="goal" data-goal={first.goal}>
      <h4>{first.name}</h4>
      <p class="goal-target">
        {page.catalogue.value.label(first.metric)} ·{" "}
        {first.direction === "higher" ? words.goal(target) : words.goalUnder(target)} ·{" "}
        {words.windows[first.window as "today"] ?? first.window}
        {first.paced && ` · ${words.paced(writing.share(first.due))}`}
      </p>
      {judged.length > 1 && <p class="goal-met">{words.met(writing.count(met), writing.count(judged.length))}</p>}
      <ul class="goal-rows">
        {shown.map((row) => (
          <GoalRow key={row.scope_id} row={row} />
        ))}
      </ul>
      {shown.length < rows.length && (
        <button
          type="button"
          class="plain"
          onClick={() => {
            open.value = true;
          }}
        >
          {words.showAll(writing.count(rows.length))}
        </button>
      )}
      {above !== null && <p class="goal-link">{words.feeds(above)}</p>}
      {below.length > 0 && <p class="goal-link">{words.fedBy(below.join(", "))}</p>}
    </article>
  );
}

function GoalRow({ row }: { readonly row: GoalShown }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const text = writing.figure(row.value, row.unit, row.target);
  const asked = {
    metric: row.metric,
    scope: row.scope,
    id: row.scope === "site" ? "" : row.scope_id,
    window: row.window === "now" ? null : row.window,
  };
  const who = row.scope === "channel" ? (writing.words.channels[row.scope_id] ?? row.scope_name) : row.scope_name;
  return (
    <li class="goal-row" data-state={row.state}>
      <span class="goal-who">{who}</span>
      <StateChip state={row.state} />
      <span class="goal-value">
        {page.catalogue.value.explains(row.metric, row.scope) ? (
          <Explained asked={asked} text={text} value={row.value} label={`${who}, ${row.name}`} />
        ) : (
          <span>{text}</span>
        )}
        <span class="n">
          {row.period !== null
            ? row.complete
              ? row.period
              : words.soFar(row.period)
            : writing.behindIt(row.metric, row.n)}
        </span>
      </span>
      {row.unit === "share" && <Bar value={row.value} goal={row.target} state={row.state} />}
    </li>
  );
}
