import { useSignal } from "@preact/signals";
import { usePage } from "../page";
import { capital } from "./fields";
import { withQueue } from "./revise";
import type { LevelProps } from "./rule_form";
import { inForce, type SettingsAnswer, SITE, type Version, type Written, writtenAt } from "./settings_answer";

/** Every version of the rule with its moment, and the rules beside it. */
export function RuleHistory({ room, answer, queue, level, disabled }: LevelProps) {
  const page = usePage();
  const words = page.words.value;
  const own = words.setting;
  const held = writtenAt(answer.parts.rules.value, queue);
  const changes = held.rule_changes ?? null;
  const forget = (since: number) => {
    const left = (changes ?? []).filter((change) => Date.parse(String(change.from)) !== since);
    void room.put("rules", withLevel(answer, queue, { ...held, rule_changes: left }));
  };
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">{own.history}</h2>
      <ol class="versions">
        {level.versions.map((version, place) => (
          <li key={version.since} data-in-force={version.in_force || undefined}>
            <span class="version-when">
              {version.from === null ? own.beginning : own.from(page.writing.value.full(version.since))}
            </span>
            <span class="version-what">
              <Described version={version} before={level.versions[place - 1]} />
            </span>
            {version.in_force && level.versions.length > 1 && <span class="origin">{own.nowInForce}</span>}
            {version.since > answer.now && <span class="origin">{own.later}</span>}
            {changes !== null && version.from !== null && !disabled && (
              <button
                type="button"
                class="link"
                aria-label={`${own.forget}: ${page.writing.value.full(version.since)}`}
                onClick={() => forget(version.since)}
              >
                {own.forget}
              </button>
            )}
          </li>
        ))}
      </ol>
      <Beside room={room} answer={answer} queue={queue} level={level} disabled={disabled} />
    </section>
  );
}

function Described({ version, before }: { readonly version: Version; readonly before?: Version | undefined }) {
  const page = usePage();
  const words = page.words.value;
  const seconds = (value: unknown) => page.writing.value.threshold(Number(value) * 1000);
  const told = [
    ["threshold_s", words.threshold(seconds(version.threshold_s))],
    ["short_abandon_s", words.short(seconds(version.short_abandon_s))],
    ["profile", String(version.profile).replace(/_/g, " ")],
    ["attribution", words.attribution[String(version.attribution)] ?? ""],
  ] as const;
  const news = told.filter(([field]) => before === undefined || version[field] !== before[field]);
  return <>{(news.length === 0 ? told.slice(0, 1) : news).map(([, text]) => text).join(" · ")}</>;
}

/** Further rules by which contacts are judged as well. */
function Beside({ room, answer, queue, level, disabled }: LevelProps) {
  const page = usePage();
  const own = page.words.value.setting;
  const name = useSignal("");
  const profile = useSignal("genesys");
  const threshold = useSignal("20");
  const held = writtenAt(answer.parts.rules.value, queue);
  const written = held.rules ?? writtenAt(answer.parts.rules.file, queue).rules ?? {};
  const store = (rules: Written["rules"]) =>
    void room.put("rules", withLevel(answer, queue, { ...held, ...(rules === undefined ? {} : { rules }) }));
  const add = (event: Event) => {
    event.preventDefault();
    const said = { threshold_s: Number(threshold.value.replace(",", ".")), profile: profile.value, from: "now" };
    store({ ...written, [name.value.trim()]: said });
    name.value = "";
  };
  const names = Object.keys(level.rules);
  if (disabled && names.length === 0) return null;
  return (
    <>
      <h3>{own.beside}</h3>
      <p class="hint">{own.besideHint}</p>
      {names.length > 0 && (
        <ul class="versions">
          {names.map((one) => (
            <li key={one}>
              <span class="version-when">{one}</span>
              <span class="version-what">
                <Described version={inForce({ ...level, versions: level.rules[one] ?? [] })} />
              </span>
              {one in written && !disabled && (
                <button
                  type="button"
                  class="link"
                  onClick={() => store(Object.fromEntries(Object.entries(written).filter(([key]) => key !== one)))}
                >
                  {own.remove(one)}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!disabled && (
        <form class="add" onSubmit={add}>
          <label>
            <span>{own.ruleName}</span>
            <input
              type="text"
              required
              maxLength={64}
              value={name.value}
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
          </label>
          <label>
            <span>
              {own.fields.threshold_s} ({own.units.s})
            </span>
            <input
              type="text"
              inputMode="decimal"
              required
              value={threshold.value}
              onInput={(event) => {
                threshold.value = event.currentTarget.value;
              }}
            />
          </label>
          <label>
            <span>{own.fields.profile}</span>
            <select
              value={profile.value}
              onChange={(event) => {
                profile.value = event.currentTarget.value;
              }}
            >
              {Object.keys(answer.rules.profiles).map((one) => (
                <option key={one} value={one}>
                  {capital(one.replace(/_/g, " "), page.words.value.locale)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="plain">
            {own.add}
          </button>
        </form>
      )}
    </>
  );
}

function withLevel(answer: SettingsAnswer, queue: string, level: Written): Written {
  const value = answer.parts.rules.value ?? {};
  return queue === SITE ? { ...value, ...level } : withQueue(value, queue, level);
}
