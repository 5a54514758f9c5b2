import { useSignal } from "@preact/signals";
import type { Scope } from "../../protocol";
import { usePage } from "../page";
import type { TileDraft } from "./draft";
import { ChoiceField } from "./field";
import { type Side, sideOf } from "./kinds";
import type { SiteNames } from "./requests";

type Scoped = Partial<Scope> | undefined;
type Part = keyof Scope;

interface Props {
  readonly scope: TileDraft["scope"];
  readonly sides: readonly Side[];
  readonly names: SiteNames | null;
  /** Whether single agents may be chosen. */
  readonly agents: boolean;
  readonly wrong: string | null;
  readonly changed: (scope: Scoped) => void;
}

const PARTS: Readonly<Record<Side, readonly Part[]>> = {
  site: [],
  queue: ["queues"],
  people: ["teams", "agents"],
  channel: ["channels"],
  sites: ["sites"],
};

/** Of whom a tile is: the whole site, or what is chosen of one side of it. */
export function ScopeField({ scope, sides: possible, names, agents, wrong, changed }: Props) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const sites = page.sites.value ?? [];
  const wanted = useSignal<Side>(sideOf(scope));
  const actual = sideOf(scope);
  const side = actual === "site" ? wanted.value : actual;
  const sides = possible.filter((one) => one !== "sites" || sites.length > 1 || actual === "sites");
  if (sides.length < 2) return null;
  const parts = PARTS[side].filter((part) => agents || part !== "agents" || (scope?.agents ?? []).length > 0);
  return (
    <div class="scope-field">
      <ChoiceField
        label={words.scope}
        value={sides.includes(side) ? side : "site"}
        options={sides.map((one) => [one, words.sides[one]])}
        wrong={wrong}
        changed={(next) => {
          wanted.value = next as Side;
          changed(undefined);
        }}
      />
      {parts.map((part) => (
        <Chosen
          key={part}
          part={part}
          chosen={scope?.[part] ?? []}
          known={part === "sites" ? sites : knownOf(names, part)}
          changed={(ids) => changed(cleaned({ ...scope, [part]: ids }))}
        />
      ))}
      {side === "people" && !agents && <p class="hint">{words.agentsHidden}</p>}
      {side !== "site" && actual === "site" && <p class="hint">{words.noneChosen}</p>}
    </div>
  );
}

/** What is empty is not said. */
function cleaned(scope: Partial<Scope>): Scoped {
  const said = Object.entries(scope).filter(([, ids]) => ids.length > 0);
  return said.length > 0 ? (Object.fromEntries(said) as Partial<Scope>) : undefined;
}

interface Known {
  readonly id: string;
  readonly name: string;
}

export function knownOf(names: SiteNames | null, part: Exclude<Part, "sites">): readonly Known[] {
  if (names === null) return [];
  if (part === "queues" || part === "agents") return names[part];
  return names[part].map((id) => ({ id, name: id }));
}

interface ChosenProps {
  readonly part: Part;
  readonly chosen: readonly string[];
  readonly known: readonly Known[];
  readonly changed: (ids: string[]) => void;
}

/** Boxes to tick, and a search where there are many. What was chosen and is not seen at the site stays to be unticked. */
export function Chosen({ part, chosen, known, changed }: ChosenProps) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const { writing } = page;
  const sought = useSignal("");
  const unseen = chosen.filter((id) => !known.some((one) => one.id === id)).map((id) => ({ id, name: id }));
  const all = [...known, ...unseen];
  const text = sought.value.toLocaleLowerCase();
  const shown = all.filter(({ id, name }) => `${name} ${id}`.toLocaleLowerCase().includes(text));
  const channels = writing.value.words.channels;
  return (
    <fieldset class="chosen" data-part={part}>
      <legend>
        {words[part]}{" "}
        <span class="n">{words.chosen(writing.value.count(chosen.length), writing.value.count(all.length))}</span>
      </legend>
      {all.length > 8 && (
        <input
          type="search"
          aria-label={words.find(words[part])}
          placeholder={words.find(words[part])}
          value={sought.value}
          onInput={(event) => {
            sought.value = event.currentTarget.value;
          }}
        />
      )}
      {all.length === 0 && <p class="hint">{words.nothingToChoose}</p>}
      <div class="chosen-list">
        {shown.map(({ id, name }) => (
          <label key={id} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) =>
                changed(event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
            />
            <span>
              {part === "channels" ? (channels[id] ?? name) : name}
              {unseen.some((one) => one.id === id) && <span class="n"> ({words.notSeen})</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
