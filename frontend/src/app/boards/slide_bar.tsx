import { usePage } from "../page";
import { addSlide, changeSlide, isRefusal, moveSlide, removeSlide } from "./changes";
import { SECONDS, slidesIn, TITLE_LIMIT } from "./draft";
import type { Editor } from "./editor";
import { NumberField, TextField } from "./field";

/** The slides, and what can be done with the one that is chosen. A board without slides can be given some. */
export function SlideBar({ editor }: { readonly editor: Editor }) {
  const page = usePage();
  const words = page.words.value.boardsRoom.editor;
  const draft = editor.draft.value;
  const slides = draft.slides ?? [];
  const at = editor.slide.value;
  const number = (place: number) => page.writing.value.count(place + 1);
  const name = (place: number) => slides[place]?.title || words.slide(number(place));
  const shown = slides[at];
  const wrong = (field: string) =>
    editor.mistakes.value.find((one) => one.tile === null && one.slide === at && one.field === field)?.what ?? null;

  function add(): void {
    const next = addSlide(editor.draft.peek(), (place) => words.slide(number(place - 1)));
    if (editor.take(next) && !isRefusal(next)) editor.choose(slidesIn(next).length - 1);
  }
  function move(by: number): void {
    const next = moveSlide(editor.draft.peek(), at, by);
    if (next !== editor.draft.peek() && editor.take(next)) editor.choose(at + by);
  }
  function remove(): void {
    if (window.confirm(words.removeSlideAsk(name(at)))) editor.take(removeSlide(editor.draft.peek(), at));
  }
  return (
    <section class="slide-bar" aria-label={words.slides}>
      <div class="slide-tabs">
        {slides.map((slide, place) => (
          <button
            key={place}
            type="button"
            class="plain"
            aria-pressed={place === at}
            data-wrong={editor.mistakes.value.some((one) => one.slide === place) ? "" : undefined}
            onClick={() => editor.choose(place)}
          >
            <span class="n">{number(place)}</span> {slide.title}
          </button>
        ))}
        <button type="button" class="plain" data-act="add-slide" onClick={add}>
          {words.addSlide}
        </button>
      </div>
      {shown !== undefined && (
        <div class="field-row slide-fields">
          <TextField
            label={words.slideTitle}
            value={shown.title}
            most={TITLE_LIMIT}
            wrong={wrong("title")}
            changed={(title) => {
              const { titles: _, ...slide } = shown;
              const all = slidesIn(editor.draft.peek()).map((one, place) => (place === at ? { ...slide, title } : one));
              editor.take({ ...editor.draft.peek(), slides: all }, "", `slide title ${at}`);
            }}
          />
          <NumberField
            label={words.slideSeconds}
            value={shown.seconds ?? SECONDS}
            least={5}
            most={3600}
            wrong={wrong("seconds")}
            changed={(seconds) =>
              seconds !== null && editor.take(changeSlide(editor.draft.peek(), at, { seconds }), "", `seconds ${at}`)
            }
          />
          <div class="buttons">
            <button type="button" class="plain" disabled={at === 0} onClick={() => move(-1)}>
              {words.earlier}
            </button>
            <button type="button" class="plain" disabled={at === slides.length - 1} onClick={() => move(1)}>
              {words.later}
            </button>
            <button type="button" class="plain danger" onClick={remove}>
              {words.removeSlide}
            </button>
          </div>
        </div>
      )}
    </section>
  );
}
