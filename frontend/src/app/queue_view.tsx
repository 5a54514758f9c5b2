import { AgentStates } from "./agent_states";
import type { OneQueue } from "./answer";
import { Empty, StateChip } from "./chip";
import { PeriodChoice } from "./choices";
import { Curve } from "./curve";
import type { Shown } from "./feed";
import { Explained, Figure } from "./figure";
import { usePage } from "./page";
import { wayBack } from "./queue_columns";
import { windowOf } from "./requests";
import { addressOf, toView } from "./route";
import { Scroll } from "./scroll";
import { Since, Until } from "./ticking";
import { Tile } from "./tile";
import { Topics } from "./topics";

/** One queue: how it stands, who waits, who serves it, where callers give up, what they call about, every figure. */
export function QueueView({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const queue = shown.answer.queue;
  if (queue === undefined) return null;
  return (
    <>
      <div class="view-head">
        <p class="crumb">
          <a href={addressOf(toView(shown.route, "overview"))}>{words.overview}</a>
        </p>
        <h1 tabIndex={-1}>{queue.name}</h1>
        <StateChip state={queue.state} />
        <PeriodChoice />
      </div>
      <QueueFigures shown={shown} queue={queue} />
      <div class="columns">
        <WaitingList shown={shown} queue={queue} />
        <Serving shown={shown} />
        <section class="panel" aria-labelledby="curve-title">
          <h2 id="curve-title">{page.catalogue.value.label("abandon_curve")}</h2>
          <Curve bands={queue.tables.abandon_curve} />
        </section>
        <section class="panel" aria-labelledby="topics-title">
          <h2 id="topics-title">{page.catalogue.value.label("top_topics")}</h2>
          <Topics topics={queue.tables.top_topics} />
        </section>
      </div>
      <AllFigures shown={shown} queue={queue} />
    </>
  );
}

interface Props {
  readonly shown: Shown;
  readonly queue: OneQueue;
}

function QueueFigures({ shown, queue }: Props) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const window = windowOf(shown.route);
  const now = (metric: string) => ({ metric, scope: "queue", id: queue.id, window: null });
  const over = (metric: string) => ({ metric, scope: "queue", id: queue.id, window });
  const value = (metric: string) => queue.figures[metric]?.value ?? null;
  const text = (metric: string) => writing.figure(value(metric), page.catalogue.value.unit(metric));
  const behind = (metric: string) => writing.behindIt(metric, queue.figures[metric]?.n ?? null);
  const level = writing.figure(value("service_level"), "share", queue.goal);
  return (
    <section class="tiles" aria-label={queue.name}>
      <Tile asked={now("waiting")} text={text("waiting")} value={value("waiting")} label={words.waiting}>
        {queue.suspect > 0 && words.suspects(queue.suspect, writing.count(queue.suspect))}
      </Tile>
      <Tile
        asked={now("longest_wait")}
        text={longest(page.now(), queue, words.dash, (ms) => writing.duration(ms))}
        value={value("longest_wait")}
        label={words.longest}
      >
        {queue.next_late !== null && queue.next_late > page.now() && (
          <>
            {words.nextLate} <Until at={queue.next_late} />
          </>
        )}
      </Tile>
      <Tile
        asked={now("agents_available")}
        text={text("agents_available")}
        value={value("agents_available")}
        label={words.free}
      >
        {words.loggedIn(text("agents_online"))}
      </Tile>
      <Tile
        asked={over("service_level")}
        text={level}
        value={value("service_level")}
        state={queue.level_state}
        label={words.level}
      >
        {behind("service_level")} · {words.goalWithin(writing.share(queue.goal), writing.threshold(queue.threshold_ms))}
      </Tile>
      <Tile
        asked={over("recovery")}
        text={queue.needed !== null && queue.needed > 0 ? writing.count(queue.needed) : wayBack(page, queue)}
        value={queue.needed}
        label={words.wayBack}
      >
        {queue.needed !== null && queue.needed > 0 && words.neededLong(queue.needed, writing.count(queue.needed))}
      </Tile>
      <Tile asked={over("asa")} text={text("asa")} value={value("asa")} label={words.answerTime}>
        {behind("asa")}
      </Tile>
      <Tile
        asked={over("abandon_rate")}
        text={text("abandon_rate")}
        value={value("abandon_rate")}
        label={words.abandoned}
      >
        {behind("abandon_rate")}
      </Tile>
      <Tile asked={now("tickets_open")} text={text("tickets_open")} value={value("tickets_open")}>
        {`${page.catalogue.value.label("tickets_breached")}: ${text("tickets_breached")}`}
      </Tile>
    </section>
  );
}

function longest(now: number, queue: OneQueue, dash: string, write: (ms: number) => string): string {
  return queue.longest_since === null ? dash : write(Math.max(0, now - queue.longest_since));
}

function WaitingList({ queue }: Props) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const more = queue.waiting - queue.waiting_list.length;
  return (
    <section class="panel" aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        {words.waitingList} <span class="n">{writing.count(queue.waiting)}</span>
      </h2>
      {queue.waiting_list.length === 0 ? (
        <Empty title={words.nobodyWaiting} />
      ) : (
        <Scroll label={words.waitingList}>
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">{words.contact}</th>
                <th scope="col" class="right">
                  {words.time}
                </th>
              </tr>
            </thead>
            <tbody>
              {queue.waiting_list.map((one) => {
                const late = page.now() - one.since > queue.threshold_ms;
                return (
                  <tr key={one.contact} data-contact={one.contact} data-late={late ? "" : undefined}>
                    <th scope="row">{one.contact}</th>
                    <td class="right">
                      {late && <span class="late-word">{words.late} </span>}
                      <Since at={one.since} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {more > 0 && <p class="more">{words.more(writing.count(more))}</p>}
        </Scroll>
      )}
      {queue.suspect > 0 && (
        <p class="more">
          <Explained
            asked={{ metric: "suspect", scope: "queue", id: queue.id, window: null }}
            text={words.suspects(queue.suspect, writing.count(queue.suspect))}
            value={queue.suspect}
          />
        </p>
      )}
    </section>
  );
}

function Serving({ shown }: { readonly shown: Shown }) {
  const page = usePage();
  const words = page.words.value;
  const agents = shown.answer.agents ?? [];
  return (
    <section class="panel" aria-labelledby="serving-title">
      <h2 id="serving-title">
        {words.servedBy}{" "}
        <a class="n" href={addressOf(toView(shown.route, "agents", null, { queue: shown.route.id ?? "" }))}>
          {words.agentCount(agents.length, page.writing.value.count(agents.length))}
        </a>
      </h2>
      {agents.length === 0 ? <Empty title={words.nobodyServes} /> : <AgentStates agents={agents} />}
    </section>
  );
}

/** Every figure of the queue, by the catalogue's order. */
function AllFigures({ shown, queue }: Props) {
  const page = usePage();
  const words = page.words.value;
  const writing = page.writing.value;
  const window = windowOf(shown.route);
  const keys = Object.keys(queue.figures);
  const rules = Object.entries(queue.by_rule);
  return (
    <section class="panel" aria-labelledby="all-title">
      <h2 id="all-title">
        {words.allFigures} <span class="n">{words.windows[window]}</span>
      </h2>
      <dl class="figures">
        {keys.map((key) => {
          const metric = page.catalogue.value.metric(key);
          const figure = queue.figures[key];
          return (
            <div key={key}>
              <dt>{page.catalogue.value.label(key)}</dt>
              <dd>
                <Figure
                  metric={key}
                  scope="queue"
                  id={queue.id}
                  window={metric?.kind === "now" ? null : window}
                  figure={figure}
                  goal={key === "service_level" ? queue.goal : null}
                />
                <span class="n">{writing.behindIt(key, figure?.n ?? null)}</span>
              </dd>
            </div>
          );
        })}
      </dl>
      {rules.length > 1 && (
        <>
          <h3>{words.byRule}</h3>
          <dl class="figures">
            {rules.map(([name, figure]) => (
              <div key={name}>
                <dt>{name === "main" ? words.mainRule : name}</dt>
                <dd>
                  {writing.figure(figure.value, "share")}{" "}
                  <span class="n">{writing.behindIt("service_level", figure.n)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
