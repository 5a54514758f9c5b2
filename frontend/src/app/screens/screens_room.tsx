import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type BoardListed, listBoards } from "../boards/requests";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { Said } from "../said";
import { Ask } from "./ask";
import { ChangeScreen } from "./change_screen";
import {
  boardOptions,
  type Fleet,
  readFleet,
  reloadScreens,
  revokeScreen,
  type ScreenListed,
  sayOnScreens,
  whatIsWrong,
} from "./fleet";
import { FleetRows } from "./fleet_rows";
import { PairForm } from "./pair_form";
import { SayOnScreens } from "./say_on_screens";
import type { Act } from "./screen_row";

const READ_EVERY_MS = 3000;

type Asked = {
  readonly act: "change" | "message" | "revoke" | "message-all" | "reload-all";
  screen: ScreenListed | null;
};

/** The room of screens: pairing one, and the fleet. Reads by itself what there is. */
export function ScreensRoom() {
  const page = usePage();
  const words = page.words.value.screensRoom;
  const may = page.may("edit");
  const fleet = useSignal<Fleet | null>(null);
  const silent = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const said = useSignal("");
  const asked = useSignal<Asked | null>(null);
  const boards = useSignal<readonly BoardListed[]>([]);
  const options = boardOptions(boards.value, page.sites.value ?? []);
  const count = (number: number) => page.writing.value.count(number);

  async function read(signal = new AbortController().signal): Promise<void> {
    try {
      fleet.value = await readFleet(signal);
      if (boards.peek().length === 0) boards.value = await listBoards(page.language.peek(), signal);
      silent.value = false;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused && error.status === 401) page.locked.value = true;
      silent.value = true;
    }
  }
  useEffect(() => {
    const asking = new AbortController();
    let timer = 0;
    // In another language boards are called otherwise; and one may have been made meanwhile.
    boards.value = [];
    const again = async () => {
      if (document.visibilityState === "visible") await read(asking.signal);
      if (!asking.signal.aborted) timer = window.setTimeout(() => void again(), READ_EVERY_MS);
    };
    void again();
    return () => {
      asking.abort();
      window.clearTimeout(timer);
    };
  }, [page.language.value]);

  function told(text: string): void {
    said.value = text;
    wrong.value = null;
    void read();
  }
  async function tried(work: () => Promise<string>): Promise<void> {
    try {
      told(await work());
    } catch (error) {
      wrong.value = error instanceof Refused ? `${error.title} ${error.detail}` : whatIsWrong(error, words);
    }
  }
  const closed = () => {
    asked.value = null;
  };
  function act(what: Act, screen: ScreenListed): void {
    if (what === "reload") {
      void tried(() => reloadScreens([screen.id]).then((number) => words.reloading(number, count(number))));
    } else if (what === "take-away") void tried(() => sayOnScreens([screen.id], null).then(() => words.takenAway));
    else asked.value = { act: what, screen };
  }
  const all = fleet.value?.screens ?? [];
  return (
    <div class="view fleet">
      <div class="view-head">
        <h1 tabIndex={-1}>{page.words.value.screens}</h1>
        {may && all.length > 1 && (
          <div class="buttons">
            {(["message-all", "reload-all"] as const).map((what) => (
              <button
                key={what}
                type="button"
                class="plain"
                data-act={what}
                onClick={() => {
                  asked.value = { act: what, screen: null };
                }}
              >
                {what === "message-all" ? words.messageAll : words.reloadAll}
              </button>
            ))}
          </div>
        )}
      </div>
      <Said said={said.value} wrong={wrong.value} />
      {silent.value && (
        <p class="notice" role="alert">
          {words.noAnswer} {words.noAnswerHint}
        </p>
      )}
      {!may && page.visitor.value !== null && <p class="hint">{words.readOnly}</p>}
      {may && options.length > 0 && (
        <PairForm
          code={page.route.value.query.code ?? ""}
          options={options}
          paired={(name) => told(words.paired(name))}
        />
      )}
      {fleet.value !== null && (
        <FleetRows fleet={fleet.value} options={options} act={may ? act : null} silent={silent.value} />
      )}
      {asked.value !== null && question(asked.value)}
    </div>
  );

  /** No component of its own: it keeps what is written in it while the list is read anew. */
  function question({ act: what, screen }: Asked) {
    if (what === "message" || what === "message-all") {
      const sent = (number: number) => told(words.sent(number, count(number)));
      return <SayOnScreens screen={screen} sent={sent} closed={closed} />;
    }
    if (what === "reload-all" || screen === null) {
      const done = () => tried(() => reloadScreens(null).then((number) => words.reloading(number, count(number))));
      return (
        <Ask
          question={words.reloadAllAsk}
          hint={words.reloadAllHint}
          yes={words.reloadAll}
          done={done}
          closed={closed}
        />
      );
    }
    if (what === "change") {
      const saved = (name: string) => told(words.saved(name));
      return <ChangeScreen screen={screen} options={options} saved={saved} closed={closed} />;
    }
    const done = () => tried(() => revokeScreen(screen.id).then(() => words.revoked(screen.name)));
    return (
      <Ask
        question={words.revokeAsk(screen.name)}
        hint={words.revokeHint}
        yes={words.revoke}
        danger
        done={done}
        closed={closed}
      />
    );
  }
}
