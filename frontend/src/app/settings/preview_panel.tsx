import type { State } from "../answer";
import { StateChip } from "../chip";
import { byText } from "../order";
import { usePage } from "../page";
import { useNamed } from "./goal_form";
import type { Room } from "./room";
import { type Compared, type GoalCompared, SITE } from "./settings_answer";

const STATES: readonly State[] = ["critical", "warning", "ok", "neutral", "no_data"];

/** Today as it is, and as it would be under what is being edited. */
export function PreviewPanel({ room, queue }: { readonly room: Room; readonly queue: string }) {
  const page = usePage();
  const own = page.words.value.setting;
  const preview = room.preview.value;
  const edited = room.rulesEdited.value || room.goalsEdited.value;
  const chosen = queue === SITE ? undefined : preview?.queues[queue];
  return (
    <aside class="card today-under" aria-labelledby="preview" aria-busy={room.previewing.value}>
      <h2 id="preview">{own.preview}</h2>
      {preview === null ? (
        <p class="hint">{room.previewing.value ? own.previewing : own.previewWait}</p>
      ) : (
        <>
          <div aria-live="polite">
            {chosen !== undefined && <Figure compared={chosen} title={chosen.name ?? queue} />}
            <Figure compared={preview.all} title={own.wholeSite} />
          </div>
          <p class="hint">
            {room.previewing.value ? own.previewing : own.previewAt(page.writing.value.clock(Date.parse(preview.at)))}
          </p>
          {edited && room.versioned.value && room.since.value === "now" && <p class="hint">{own.previewFromNow}</p>}
          {preview.older > 0 && <p class="hint">{own.older(preview.older, page.writing.value.count(preview.older))}</p>}
          {edited && <Queues queues={Object.entries(preview.queues)} />}
          {edited && <Verdicts compared={chosen ?? preview.all} />}
          {edited && <Goals goals={preview.goals} />}
        </>
      )}
    </aside>
  );
}

function Figure({ compared, title }: { readonly compared: Compared; readonly title: string }) {
  const page = usePage();
  const own = page.words.value.setting;
  const share = (value: number | null) => page.writing.value.exactShare(value);
  const { present, candidate, otherwise } = compared;
  const moved = present.value !== candidate.value || otherwise > 0;
  return (
    <div class="previewed" data-moved={moved || undefined}>
      <h3>{title}</h3>
      <p
        class="previewed-level"
        data-present={present.value ?? ""}
        data-candidate={candidate.value ?? ""}
        data-otherwise={otherwise}
      >
        {moved ? (
          <>
            <span class="unseen">{own.becomes(share(present.value), share(candidate.value))}</span>
            <span aria-hidden="true">
              <span class="before">{share(present.value)}</span> → <b>{share(candidate.value)}</b>
            </span>
          </>
        ) : (
          <b>{share(present.value)}</b>
        )}
      </p>
      <p class="hint">
        {otherwise > 0 ? own.otherwise(otherwise, page.writing.value.count(otherwise)) : own.nobodyOtherwise}
      </p>
    </div>
  );
}

function Queues({ queues }: { readonly queues: readonly (readonly [string, Compared])[] }) {
  const page = usePage();
  const own = page.words.value.setting;
  const writing = page.writing.value;
  const moved = queues
    .filter(([, compared]) => compared.otherwise > 0)
    .sort(([a, one], [b, other]) => other.otherwise - one.otherwise || byText(a, b));
  if (moved.length === 0) return null;
  return (
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">{own.queue}</th>
          <th scope="col">{own.now}</th>
          <th scope="col">{own.afterwards}</th>
          <th scope="col">{own.difference}</th>
        </tr>
      </thead>
      <tbody>
        {moved.map(([id, compared]) => (
          <tr key={id}>
            <th scope="row">{compared.name ?? id}</th>
            <td>{writing.exactShare(compared.present.value)}</td>
            <td>{writing.exactShare(compared.candidate.value)}</td>
            <td>{writing.count(compared.otherwise)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Verdicts({ compared }: { readonly compared: Compared }) {
  const page = usePage();
  const words = page.words.value;
  const before = compared.present.verdicts;
  const after = compared.candidate.verdicts;
  const moved = Object.keys(before).filter((verdict) => before[verdict] !== after[verdict]);
  if (moved.length === 0) return null;
  const writing = page.writing.value;
  return (
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">{words.setting.verdicts}</th>
          <th scope="col">{words.setting.now}</th>
          <th scope="col">{words.setting.afterwards}</th>
        </tr>
      </thead>
      <tbody>
        {moved.map((verdict) => (
          <tr key={verdict}>
            <th scope="row">{page.catalogue.value.told(verdict, words)}</th>
            <td>{writing.count(before[verdict] ?? 0)}</td>
            <td>{writing.count(after[verdict] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Goals({ goals }: { readonly goals: readonly GoalCompared[] }) {
  const own = usePage().words.value.setting;
  const named = useNamed();
  const moved = goals.filter((goal) => text(goal.present?.states) !== text(goal.candidate?.states));
  if (moved.length === 0) return <p class="hint">{own.noGoalChanges}</p>;
  return (
    <>
      <h3>{own.goalsChange}</h3>
      <ul class="goal-changes">
        {moved.map((goal) => (
          <li key={`${goal.set}/${goal.goal}`} data-goal={goal.goal}>
            <span>{named(goal.name)}</span>
            <span class="goal-change">
              <States states={goal.present?.states ?? {}} />
              <span aria-hidden="true">→</span>
              <States states={goal.candidate?.states ?? {}} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function States({ states }: { readonly states: Readonly<Record<string, number>> }) {
  const page = usePage();
  const found = STATES.filter((state) => (states[state] ?? 0) > 0);
  return (
    <span class="goal-states">
      {found.length === 0 && page.words.value.dash}
      {found.map((state) => (
        <span key={state}>
          {(states[state] ?? 0) > 1 && `${page.writing.value.count(states[state] ?? 0)} × `}
          <StateChip state={state} />
        </span>
      ))}
    </span>
  );
}

function text(states: Readonly<Record<string, number>> | undefined): string {
  return STATES.map((state) => states?.[state] ?? 0).join();
}
