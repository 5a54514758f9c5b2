import { useEffect, useMemo } from "preact/hooks";
import { Empty } from "../chip";
import { byText } from "../order";
import { usePage } from "../page";
import { addressOf } from "../route";
import { AlertsTab } from "./alerts_tab";
import { GoalForm } from "./goal_form";
import { PreviewPanel } from "./preview_panel";
import { Room } from "./room";
import { RuleForm } from "./rule_form";
import { RuleHistory } from "./rule_history";
import { SaveBar } from "./save_bar";
import { levelOf, type PartName, type SettingsAnswer, SITE } from "./settings_answer";

const PARTS: readonly PartName[] = ["rules", "goals", "alerts"];

/** Rules, goals and alerts of the site: where they come from, what they would do today, and how to change them. */
export function SettingsView() {
  const page = usePage();
  const route = page.route.value;
  const words = page.words.value;
  const room = useMemo(() => new Room(route.site, () => page.may("edit")), [route.site]);
  const may = page.may("edit");
  useEffect(() => {
    if (route.site !== null) void room.load();
  }, [room, may]);
  const answer = room.answer.value;
  const part = PARTS.find((one) => one === route.query.tab) ?? "rules";
  return (
    <div class="view settings">
      <div class="view-head">
        <h1 tabIndex={-1}>{words.settings}</h1>
        <nav class="tabs" aria-label={words.setting.levels}>
          <Tab tab="" chosen={part === "rules"} text={words.setting.rules} />
          <Tab tab="goals" chosen={part === "goals"} text={words.setting.goals} />
          <Tab tab="alerts" chosen={part === "alerts"} text={words.alerts} />
        </nav>
      </div>
      {answer === null ? (
        room.refused.value === null ? (
          <Empty title={words.loading} />
        ) : (
          <div class="empty">
            <p class="empty-title">{words.setting.failed}</p>
            <p>{room.refused.value.detail}</p>
            <button type="button" class="plain" onClick={() => void room.load()}>
              {words.setting.again}
            </button>
          </div>
        )
      ) : (
        <Held room={room} answer={answer} part={part} />
      )}
    </div>
  );
}

function Tab({ tab, chosen, text }: { readonly tab: string; readonly chosen: boolean; readonly text: string }) {
  const route = usePage().route.value;
  return (
    <a
      href={addressOf({ ...route, id: null, query: tab === "" ? {} : { tab } })}
      aria-current={chosen ? "page" : undefined}
    >
      {text}
    </a>
  );
}

interface HeldProps {
  readonly room: Room;
  readonly answer: SettingsAnswer;
  readonly part: PartName;
}

function Held({ room, answer, part }: HeldProps) {
  const page = usePage();
  const words = page.words.value;
  const disabled = !page.may("edit");
  const names = page.feed.shown.value?.answer.queue_names ?? {};
  const goals = part === "goals";
  const queue = goals ? SITE : (page.route.value.id ?? SITE);
  const name = queue === SITE ? words.setting.wholeSite : (names[queue] ?? answer.rules.queues[queue]?.name ?? queue);
  const level = levelOf(answer, queue, name);
  return (
    <>
      {disabled && <p class="hint">{words.setting.readOnly}</p>}
      {answer.parts[part].mistakes.length > 0 && (
        <div class="notice" role="alert">
          <p>{words.setting.unusable}</p>
          <ul>
            {answer.parts[part].mistakes.map((mistake) => (
              <li key={mistake.path.join()}>
                <code>{mistake.path.join(".")}</code> {mistake.what}
              </li>
            ))}
          </ul>
        </div>
      )}
      {part === "alerts" ? (
        <AlertsTab room={room} answer={answer} disabled={disabled} />
      ) : (
        <div class="settings-columns" data-part={part}>
          {!goals && <Levels room={room} answer={answer} names={names} queue={queue} />}
          <div class="settings-form">
            <section class="card" aria-labelledby="level">
              <h2 id="level">{goals ? words.setting.goals : name}</h2>
              {goals ? (
                <GoalForm room={room} answer={answer} disabled={disabled} />
              ) : (
                <RuleForm room={room} answer={answer} queue={queue} level={level} disabled={disabled} />
              )}
              <SaveBar room={room} answer={answer} part={part} disabled={disabled} />
            </section>
            {!goals && (
              <RuleHistory key={queue} room={room} answer={answer} queue={queue} level={level} disabled={disabled} />
            )}
          </div>
          {!disabled && <PreviewPanel room={room} queue={queue} />}
        </div>
      )}
    </>
  );
}

interface LevelsProps {
  readonly room: Room;
  readonly answer: SettingsAnswer;
  readonly names: Readonly<Record<string, string>>;
  readonly queue: string;
}

/** The whole site, then its queues by name. */
function Levels({ room, answer, names, queue }: LevelsProps) {
  const page = usePage();
  const words = page.words.value;
  const route = page.route.value;
  const known: Record<string, string> = { ...names };
  for (const [id, level] of Object.entries(answer.rules.queues)) known[id] ??= level.name;
  const queues = Object.entries(known).sort(([a, one], [b, other]) => byText(one, other) || byText(a, b));
  const file = answer.parts.rules.file.queues ?? {};
  const set = answer.parts.rules.value?.queues ?? {};
  const differs = (id: string) => Object.keys({ ...file[id], ...set[id] }).some((field) => field !== "name");
  return (
    <nav class="levels" aria-label={words.queues}>
      <ul>
        {[[SITE, words.setting.wholeSite] as const, ...queues].map(([id, name]) => (
          <li key={id}>
            <a
              href={addressOf({ ...route, id: id === SITE ? null : id })}
              aria-current={id === queue ? "page" : undefined}
              data-edited={id in room.edits.value || undefined}
            >
              <span>{name}</span>
              {id in room.edits.value ? (
                <span class="origin">{words.setting.edited}</span>
              ) : (
                id !== SITE && differs(id) && <span class="origin">{words.setting.own}</span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
