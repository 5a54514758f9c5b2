import { usePage } from "../page";
import { slidesIn } from "./draft";
import type { Editor } from "./editor";
import type { Mistake } from "./mistakes";

/** What the server would refuse, with a way to where it is. */
export function Mistakes({ editor }: { readonly editor: Editor }) {
  const words = usePage().words.value.boardsRoom.editor;
  const mistakes = editor.mistakes.value;
  if (mistakes.length === 0) return null;
  const name = (one: Mistake) => {
    const slide = slidesIn(editor.draft.value)[one.slide ?? 0];
    const tile = slide?.tiles.find(({ id }) => id === one.tile);
    if (tile !== undefined) return editor.nameOf(tile);
    return one.slide === null ? words.board : slide?.title || words.slide(String(one.slide + 1));
  };
  return (
    <section class="mistakes" role="alert" aria-labelledby="mistakes">
      <h2 id="mistakes">{words.mistakes}</h2>
      <p>{words.mistakesHint}</p>
      <ul>
        {mistakes.map((one) => (
          <li key={`${one.slide} ${one.tile} ${one.field}`}>
            <button
              type="button"
              class="link"
              aria-label={words.goThere(name(one))}
              onClick={() => {
                if (one.slide !== null && one.slide !== editor.slide.peek()) editor.choose(one.slide);
                editor.selected.value = one.tile;
              }}
            >
              {name(one)}
            </button>
            : {one.what}
          </li>
        ))}
      </ul>
    </section>
  );
}
