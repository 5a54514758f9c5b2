import { ToneChip } from "../chip";
import { usePage } from "../page";
import { type BoardOption, clockText, type ScreenListed, span, titleOf } from "./fleet";

export type Act = "change" | "message" | "reload" | "revoke" | "take-away";

interface Props {
  readonly screen: ScreenListed;
  /** The moment that ages are counted to, by the server's clock. */
  readonly at: number;
  readonly options: readonly BoardOption[];
  /** Null for who may not. */
  readonly act: ((act: Act, screen: ScreenListed) => void) | null;
}

/** One screen: how it is, what stands on it, and what can be done with it. */
export function ScreenRow({ screen, at, options, act }: Props) {
  const page = usePage();
  const words = page.words.value.screensRoom;
  const time = (ms: number) => span(ms, words, (number) => page.writing.value.count(number));
  const shown = screen.reported?.board ?? null;
  const title = shown === null ? null : titleOf(shown, options);
  return (
    <li class="fleet-row" data-screen={screen.id} data-state={screen.state}>
      <div class="fleet-what">
        <h3>{screen.name}</h3>
        <p class="fleet-state">
          <State screen={screen} at={at} time={time} />
          {title !== null && <span>{screen.state === "live" ? words.shows(title) : words.showed(title)}</span>}
        </p>
        {screen.message !== null && (
          <p class="fleet-message">
            <span>{words.onScreen(screen.message.text)}</span>
            <span class="hint">{words.left(time(screen.message.until - at))}</span>
            {act !== null && (
              <button
                type="button"
                class="plain"
                data-act="take-away"
                aria-label={words.takeAwayOf(screen.name)}
                onClick={() => act("take-away", screen)}
              >
                {words.takeAway}
              </button>
            )}
          </p>
        )}
      </div>
      {act !== null && <Acts screen={screen} act={act} />}
      <Facts screen={screen} at={at} time={time} options={options} />
    </li>
  );
}

type Timed = Pick<Props, "screen" | "at"> & { readonly time: (ms: number) => string };

function State({ screen, at, time }: Timed) {
  const words = usePage().words.value.screensRoom;
  if (screen.state === "never") return <ToneChip tone="no_data" word={words.never} />;
  if (screen.state === "away") return <ToneChip tone="critical" word={words.away(time(at - (screen.seen_at ?? at)))} />;
  return (
    <>
      <ToneChip tone="ok" word={words.live} />
      {screen.old_build && (
        <span title={words.oldBuildHint}>
          <ToneChip tone="warning" word={words.oldBuild} />
        </span>
      )}
    </>
  );
}

function Acts({ screen, act }: { readonly screen: ScreenListed; readonly act: NonNullable<Props["act"]> }) {
  const words = usePage().words.value.screensRoom;
  const acts = [
    ["change", words.change, words.changeOf],
    ["message", words.message, words.messageOf],
    ["reload", words.reload, words.reloadOf],
    ["revoke", words.revoke, words.revokeOf],
  ] as const;
  return (
    <div class="buttons">
      {acts.map(([name, word, wordOf]) => (
        <button
          key={name}
          type="button"
          class="plain"
          data-act={name}
          aria-label={wordOf(screen.name)}
          onClick={() => act(name, screen)}
        >
          {word}
        </button>
      ))}
    </div>
  );
}

function Facts({ screen, at, time, options }: Timed & Pick<Props, "options">) {
  const page = usePage();
  const words = page.words.value.screensRoom;
  const count = (number: number) => page.writing.value.count(number);
  const said = screen.reported;
  const loaded = screen.seen_at === null || said?.uptime_s == null ? null : screen.seen_at - said.uptime_s * 1000;
  const somebodyHere = page.words.value.boardsRoom.somebodyHere;
  const by = screen.made_by.includes(":") ? screen.made_by.replace(/^[a-z]+:/, "") : somebodyHere;
  const facts: (readonly [string, string | null])[] = [
    [words.boardsOf, screen.boards.map((board) => titleOf(board, options)).join(", ")],
    [words.boardVersion, said?.version == null ? null : count(said.version)],
    [words.seen, screen.seen_at === null ? null : words.ago(time(at - screen.seen_at))],
    [words.build, said?.build ?? null],
    [words.clock, said?.clock_offset_ms == null ? null : clockText(said.clock_offset_ms, words, count)],
    [words.uptime, loaded === null ? null : words.ago(time(at - loaded))],
    [words.memory, said?.heap_bytes == null ? null : words.megabytes(count(Math.round(said.heap_bytes / 1e6)))],
    [words.missed, said?.missed == null ? null : count(said.missed)],
    [words.address, said?.address || null],
    [words.pairedBy, `${words.ago(time(at - screen.made_at))}, ${by}`],
  ];
  return (
    <dl class="fleet-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? words.unknown}</dd>
        </div>
      ))}
    </dl>
  );
}
