import type { AgentShown } from "./answer";
import { agentStateRank, byText } from "./order";
import { usePage } from "./page";
import { Scroll } from "./scroll";
import { Since } from "./ticking";

/** Agents with their state and since when, those at work before those who are away. */
export function AgentStates({ agents }: { readonly agents: readonly AgentShown[] }) {
  const page = usePage();
  const words = page.words.value;
  const ordered = [...agents].sort(
    (a, b) => agentStateRank(a.state) - agentStateRank(b.state) || byText(a.name, b.name) || byText(a.id, b.id),
  );
  return (
    <Scroll label={words.servedBy}>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.state}</th>
            <th scope="col" class="right">
              {words.since}
            </th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((agent) => (
            <tr key={agent.id} data-agent={agent.id}>
              <th scope="row">{agent.name}</th>
              <td>
                <AgentState state={agent.state} />
              </td>
              <td class="right">{agent.state === "offline" ? words.dash : <Since at={agent.since} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** An agent's state: a colour, and always its word. */
export function AgentState({ state }: { readonly state: string }) {
  const { words } = usePage();
  return (
    <span class="agent-state" data-agent-state={state}>
      {words.value.agentStates[state] ?? state}
    </span>
  );
}
