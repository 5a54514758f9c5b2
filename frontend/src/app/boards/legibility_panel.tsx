import { type Signal, useSignal } from "@preact/signals";
import { keep, kept } from "../kept";
import { usePage } from "../page";
import type { Editor } from "./editor";
import { NumberField } from "./field";
import {
  DEFAULT_INCHES,
  DEFAULT_METRES,
  type Hanging,
  INCHES,
  METRES,
  neededShare,
  readableFrom,
  type TooSmall,
  tooSmall,
} from "./legibility";
import type { ScreenSize } from "./preview_frame";

const TEXTS_LISTED = 3;

interface Props {
  readonly editor: Editor;
  readonly size: ScreenSize;
}

/** Asks how large the screen is and how far away people sit, and names each text that is too small for that. */
export function LegibilityPanel({ editor, size }: Props) {
  const { words: all, writing } = usePage();
  const words = all.value.boardsRoom.editor;
  const inches = useRemembered("screen-inches", DEFAULT_INCHES, INCHES);
  const metres = useRemembered("screen-metres", DEFAULT_METRES, METRES);
  const hanging: Hanging = {
    inches: inches.value,
    metres: metres.value,
    widthPx: size.width,
    heightPx: size.height,
  };
  const texts = editor.texts.value;
  const small = tooSmall(texts, hanging);
  const smallest = Math.min(...texts.map((text) => text.sizePx));
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(all.value.locale, { maximumFractionDigits: digits }).format(value);
  const farthest = words.metresText(number(Math.floor(readableFrom(smallest, hanging) * 10) / 10, 1));
  return (
    <section class="legibility" aria-labelledby="legibility" data-too-small={small.length}>
      <h2 id="legibility">{words.legibility}</h2>
      <div class="field-row">
        <NumberField
          label={words.inches}
          value={inches.value}
          least={INCHES.least}
          most={INCHES.most}
          step="any"
          changed={(value) => value !== null && inches.remember(value)}
        />
        <NumberField
          label={words.metres}
          value={metres.value}
          least={METRES.least}
          most={METRES.most}
          step="any"
          changed={(value) => value !== null && metres.remember(value)}
        />
      </div>
      {texts.length === 0 && <p class="hint">{words.notMeasured}</p>}
      {texts.length > 0 && small.length === 0 && <p class="good">{words.legible}</p>}
      {small.length > 0 && (
        <p class="notice">
          {words.tooSmall(small.length, writing.value.count(small.length))} {words.readableTo(farthest)}
        </p>
      )}
      <p class="hint">{words.rule16(writing.value.figure(neededShare(hanging) / 100, "share", 0.001))}</p>
      <div class="small-list">
        {byTile(small).map(([id, some]) => (
          <SmallTexts key={id} editor={editor} id={id} texts={some} />
        ))}
      </div>
    </section>
  );
}

interface SmallProps {
  readonly editor: Editor;
  readonly id: string;
  readonly texts: readonly TooSmall[];
}

function SmallTexts({ editor, id, texts }: SmallProps) {
  const { words: all, writing } = usePage();
  const words = all.value.boardsRoom.editor;
  const tile = editor.tile(id);
  if (tile === null) return null;
  const name = editor.nameOf(tile);
  const mm = (value: number, up = false) =>
    words.millimetres(writing.value.count(up ? Math.ceil(value) : Math.floor(value)));
  return (
    <div class="small-texts" data-small={id}>
      <h3>
        <button
          type="button"
          class="link"
          aria-label={words.goThere(name)}
          onClick={() => {
            editor.selected.value = id;
          }}
        >
          {name}
        </button>
      </h3>
      <ul>
        {texts.slice(0, TEXTS_LISTED).map((one) => (
          <li key={one.text}>{words.smallText(one.text, mm(one.isMm), mm(one.needsMm, true))}</li>
        ))}
        {texts.length > TEXTS_LISTED && <li>{words.moreTexts(writing.value.count(texts.length - TEXTS_LISTED))}</li>}
      </ul>
    </div>
  );
}

/** Tile by tile, in the order of their smallest texts; each text once. */
function byTile(small: readonly TooSmall[]): readonly (readonly [string, readonly TooSmall[]])[] {
  const found = new Map<string, TooSmall[]>();
  for (const one of small) {
    const some = found.get(one.tile) ?? [];
    if (!some.some((other) => other.text === one.text)) some.push(one);
    found.set(one.tile, some);
  }
  return [...found];
}

interface Remembered {
  readonly value: number;
  remember(value: number): void;
}

/** A number that this browser keeps, within its bounds. */
function useRemembered(
  name: string,
  otherwise: number,
  { least, most }: { readonly least: number; readonly most: number },
): Remembered {
  const before = Number(kept(name) ?? Number.NaN);
  const held: Signal<number> = useSignal(before >= least && before <= most ? before : otherwise);
  return {
    value: held.value,
    remember(value) {
      held.value = value;
      keep(name, String(value));
    },
  };
}
