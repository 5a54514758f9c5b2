import type { State, TicketShown, TicketState } from "./answer";
import { Empty, ToneChip } from "./chip";
import { Filter } from "./choices";
import type { Shown } from "./feed";
import { type Column, Grid } from "./grid";
import { byText } from "./order";
import { agentName, type Page, queueName, usePage } from "./page";
import { LIST_LIMIT, listed } from "./requests";
import { nextPromise, ticketStateAt } from "./ticket_state";
import { Since, Until } from "./ticking";
import { Tile } from "./tile";

const STATES: readonly TicketState[] = ["breached", "at_risk", "ok", "paused", "no_promise"];
const TONES: Readonly<Record<TicketState, State>> = {
  breached: "critical",
  at_risk: "warning",
  ok: "ok",
  paused: "neutral",
  no_promise: "no_data",
};
const SITE_FIGURES = ["tickets_open", "tickets_unanswered", "tickets_at_risk", "tickets_breached"] as const;

/** Open tickets, due first before the others; filtered by state, queue and agent. */
export function TicketsView({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const tickets = shown.answer.tickets;
  if (tickets === undefined) return null;
  const { listed: rows, more } = tickets;
  return (
    <>
      <div class="view-head">
        <h1 tabIndex={-1}>{words.tickets}</h1>
        <p class="n">{words.ticketCount(tickets.matching, writing.count(tickets.matching))}</p>
      </div>
      <SiteTickets shown={shown} />
      <search class="filters">
        <Filter
          name="state"
          label={words.state}
          options={STATES.map((state) => [
            state,
            `${words.ticketStates[state]} (${writing.count(tickets.states[state])})`,
          ])}
        />
        <Filter
          name="queue"
          label={words.queue}
          options={tickets.queues.map((id) => [id, queueName(shown.answer, id)])}
        />
        <Filter
          name="agent"
          label={words.agent}
          options={tickets.agents.map((id) => [id, agentName(shown.answer, id)])}
        />
      </search>
      {rows.length === 0 ? (
        <Empty title={tickets.open === 0 ? words.noTickets : words.noTicketsMatch} />
      ) : (
        <Grid
          label={words.tickets}
          rows={rows}
          columns={columnsOf(page, shown)}
          keyOf={(one) => one.id}
          order={byDue}
          row="ticket"
        />
      )}
      {more > 0 && (
        <p class="more">
          {words.more(writing.count(more))}{" "}
          {listed(shown.route) < LIST_LIMIT && (
            <button type="button" class="plain" onClick={() => page.choose({ limit: String(LIST_LIMIT) })}>
              {words.listMore}
            </button>
          )}
        </p>
      )}
    </>
  );
}

function SiteTickets({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const figures = shown.answer.all?.figures ?? {};
  const due = figures.next_due?.value ?? null;
  const dueAt = due === null ? null : shown.answer.at + due;
  return (
    <section class="tiles" aria-label={words.wholeSite}>
      {SITE_FIGURES.map((metric) => (
        <Tile
          key={metric}
          asked={{ metric, scope: "site", id: "", window: null }}
          text={writing.figure(figures[metric]?.value, "count")}
          value={figures[metric]?.value ?? null}
          state={toneOf(metric, figures[metric]?.value ?? 0)}
          judged={false}
        />
      ))}
      <Tile
        asked={{ metric: "next_due", scope: "site", id: "", window: null }}
        text={dueAt === null ? words.dash : writing.duration(Math.max(0, dueAt - page.now()))}
        value={due}
      >
        {dueAt !== null && writing.full(dueAt)}
      </Tile>
    </section>
  );
}

function toneOf(metric: (typeof SITE_FIGURES)[number], value: number): State {
  if (value === 0) return "neutral";
  return metric === "tickets_breached" ? "critical" : metric === "tickets_at_risk" ? "warning" : "neutral";
}

/** Due first; then those whose clock stands, the oldest first. */
function byDue(a: TicketShown, b: TicketShown): number {
  const far = Number.MAX_SAFE_INTEGER;
  return (a.due ?? far) - (b.due ?? far) || a.opened - b.opened || byText(a.id, b.id);
}

function columnsOf(page: Page, shown: Shown): readonly Column<TicketShown>[] {
  const words = page.words.value;
  const writing = page.writing.value;
  return [
    { id: "id", head: words.ticket, kind: "name", first: "up", value: (one) => one.id, cell: (one) => one.id },
    {
      id: "state",
      head: words.state,
      kind: "text",
      cell: (one) => <TicketChip ticket={one} />,
    },
    {
      id: "left",
      head: words.left,
      first: "up",
      value: (one) => one.due,
      cell: (one) => <Until at={one.due} over={words.overdue} />,
    },
    {
      id: "due",
      head: words.due,
      first: "up",
      value: (one) => one.due,
      cell: (one) => (one.due === null ? words.dash : writing.full(one.due)),
    },
    {
      id: "promise",
      head: words.promise,
      kind: "text",
      first: "up",
      value: (one) => nextPromise(one),
      cell: (one) => {
        const promise = nextPromise(one);
        return promise === null ? words.dash : words.promises[promise];
      },
    },
    {
      id: "queue",
      head: words.queue,
      kind: "text",
      first: "up",
      value: (one) => queueName(shown.answer, one.queue),
      cell: (one) => queueName(shown.answer, one.queue),
    },
    {
      id: "agent",
      head: words.agent,
      kind: "text",
      first: "up",
      value: (one) => (one.agent === null ? null : agentName(shown.answer, one.agent)),
      cell: (one) => (one.agent === null ? words.nobody : agentName(shown.answer, one.agent)),
    },
    {
      id: "priority",
      head: words.priority,
      kind: "text",
      first: "up",
      value: (one) => one.priority,
      cell: (one) => one.priority ?? words.dash,
    },
    {
      id: "status",
      head: words.status,
      kind: "text",
      first: "up",
      value: (one) => one.status,
      cell: (one) => words.ticketStatus[one.status] ?? one.status,
    },
    { id: "age", head: words.age, value: (one) => -one.opened, cell: (one) => <Since at={one.opened} /> },
  ];
}

/** The state by the clock: a ticket becomes late when its moment passes, not when the next answer comes. */
function TicketChip({ ticket }: { readonly ticket: TicketShown }) {
  const page = usePage();
  const state = ticketStateAt(ticket, page.now());
  return <ToneChip tone={TONES[state]} word={page.words.value.ticketStates[state]} />;
}
