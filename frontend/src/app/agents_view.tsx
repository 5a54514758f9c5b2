import { AgentState } from "./agent_states";
import type { AgentShown } from "./answer";
import { Empty } from "./chip";
import { Filter, PeriodChoice } from "./choices";
import type { Shown } from "./feed";
import { Figure } from "./figure";
import { type Column, Grid } from "./grid";
import { agentStateRank, byText } from "./order";
import { type Page, queueName, usePage } from "./page";
import { windowOf } from "./requests";
import { Since } from "./ticking";

const FIGURES = ["handled", "aht", "acw", "busy_share", "occupancy", "refusal_rate", "sales", "csat"] as const;
const NO_TEAM = "-";

/** Everyone by state, with the figures of each; filtered by state, team, queue and name. */
export function AgentsView({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const all = shown.answer.agents ?? [];
  const { team = "", state = "", name = "", offline = "" } = page.route.value.query;
  const matching = all.filter(
    (agent) =>
      (team === "" || (agent.team ?? NO_TEAM) === team) &&
      (name === "" || agent.name.toLocaleLowerCase().includes(name.toLocaleLowerCase())),
  );
  const present = matching.filter((agent) => offline !== "" || state === "offline" || agent.state !== "offline");
  const rows = present.filter((agent) => state === "" || agent.state === state);
  return (
    <>
      <div class="view-head">
        <h1 tabIndex={-1}>{words.agents}</h1>
        <p class="n">{words.agentCount(rows.length, page.writing.value.count(rows.length))}</p>
        <PeriodChoice />
      </div>
      <Filters shown={shown} agents={all} />
      <States agents={matching} chosen={state} />
      {rows.length === 0 ? (
        <Empty
          title={all.length === 0 ? words.noAgents : words.nobodyMatches}
          hint={all.length === 0 ? words.noAgentsHint : ""}
        />
      ) : (
        <Grid
          label={words.agents}
          rows={rows}
          columns={columnsOf(page, shown)}
          keyOf={(agent) => agent.id}
          order={byState}
          row="agent"
        />
      )}
    </>
  );
}

/** By state, in each the longest first, since that is who may need a word. */
function byState(a: AgentShown, b: AgentShown): number {
  return (
    agentStateRank(a.state) - agentStateRank(b.state) ||
    (a.since ?? 0) - (b.since ?? 0) ||
    byText(a.name, b.name) ||
    byText(a.id, b.id)
  );
}

interface FiltersProps {
  readonly shown: Shown;
  readonly agents: readonly AgentShown[];
}

function Filters({ shown, agents }: FiltersProps) {
  const page = usePage();
  const words = page.words.value;
  const query = page.route.value.query;
  const teams = [...new Set(agents.map((agent) => agent.team ?? NO_TEAM))].sort(byText);
  const queues = Object.keys(shown.answer.queue_names);
  return (
    <search class="filters">
      <label class="choice">
        <span>{words.search}</span>
        <input
          type="search"
          data-choice="name"
          value={query.name ?? ""}
          onInput={(event) => page.choose({ name: event.currentTarget.value })}
        />
      </label>
      <Filter
        name="team"
        label={words.team}
        options={teams.map((team) => [team, team === NO_TEAM ? words.noTeam : team])}
      />
      <Filter
        name="queue"
        label={words.queue}
        options={queues.map((queue) => [queue, queueName(shown.answer, queue)])}
      />
      <label class="choice check">
        <input
          type="checkbox"
          data-choice="offline"
          checked={(query.offline ?? "") !== ""}
          onChange={(event) => page.choose({ offline: event.currentTarget.checked ? "1" : "" })}
        />
        <span>{words.showOffline}</span>
      </label>
    </search>
  );
}

/** How many are in each state; a press shows only those. */
function States({ agents, chosen }: { readonly agents: readonly AgentShown[]; readonly chosen: string }) {
  const page = usePage();
  const words = page.words.value;
  const counts = new Map<string, number>();
  for (const agent of agents) counts.set(agent.state, (counts.get(agent.state) ?? 0) + 1);
  const states = [...counts.keys()].sort((a, b) => agentStateRank(a) - agentStateRank(b) || byText(a, b));
  if (chosen !== "" && !counts.has(chosen)) states.push(chosen);
  if (states.length === 0) return null;
  return (
    <fieldset class="states">
      <legend class="unseen">{words.state}</legend>
      {states.map((state) => (
        <button
          key={state}
          type="button"
          class="state-count"
          data-agent-state={state}
          aria-pressed={chosen === state}
          onClick={() => page.choose({ state: chosen === state ? "" : state })}
        >
          <b>{page.writing.value.count(counts.get(state) ?? 0)}</b> {words.agentStates[state] ?? state}
        </button>
      ))}
    </fieldset>
  );
}

function columnsOf(page: Page, shown: Shown): readonly Column<AgentShown>[] {
  const words = page.words.value;
  const window = windowOf(shown.route);
  return [
    {
      id: "name",
      head: words.name,
      kind: "name",
      first: "up",
      value: (agent) => agent.name,
      cell: (agent) => agent.name,
    },
    {
      id: "state",
      head: words.state,
      kind: "text",
      first: "up",
      value: (agent) => agentStateRank(agent.state),
      cell: (agent) => <AgentState state={agent.state} />,
    },
    {
      id: "since",
      head: words.since,
      value: (agent) => (agent.since === null || agent.state === "offline" ? null : -agent.since),
      cell: (agent) => (agent.state === "offline" ? words.dash : <Since at={agent.since} />),
    },
    {
      id: "doing",
      head: words.doing,
      kind: "text",
      first: "up",
      value: (agent) => agent.queue,
      cell: (agent) => (agent.queue === null ? words.dash : queueName(shown.answer, agent.queue)),
    },
    {
      id: "team",
      head: words.team,
      kind: "text",
      first: "up",
      value: (agent) => agent.team,
      cell: (agent) => agent.team ?? words.dash,
    },
    ...FIGURES.map(
      (key): Column<AgentShown> => ({
        id: key,
        head: page.catalogue.value.label(key),
        value: (agent) => agent.figures?.[key]?.value ?? null,
        cell: (agent) => (
          <Figure metric={key} scope="agent" id={agent.id} window={window} figure={agent.figures?.[key]} inGrid />
        ),
      }),
    ),
  ];
}
