import type { ReadonlySignal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Format } from "../../format";
import { titledIn } from "../../titles";
import { firstTurn } from "../../tv/rotation";
import { StageContext } from "../../tv/stage";
import { Wall } from "../../tv/wall_view";
import type { Page } from "../page";
import { usePage } from "../page";
import { wallWords } from "../wall_words";
import type { Box } from "./arrange";
import { wholeBoard } from "./draft";
import type { Editor } from "./editor";
import { type Text, textsOf } from "./legibility";
import type { Preview } from "./preview";

const MEASURE_AFTER_MS = 300;

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}
export const LYING: ScreenSize = { width: 1920, height: 1080 };
export const UPRIGHT: ScreenSize = { width: 1080, height: 1920 };

interface Props {
  readonly editor: Editor;
  readonly preview: Preview;
  readonly size: ScreenSize;
  readonly scale: number;
  /** Takes where the tiles' grid lies (px of the screen), and every text, whenever that may have changed. */
  readonly measured?: (grid: Box, texts: readonly Text[]) => void;
}

/**
 * The board as a screen of this size shows it: the wall's own page and styles in a frame of its own, in which a
 * hundredth of the screen is a hundredth of the screen. It is looked at only; what can be done is done around it.
 */
export function PreviewFrame({ editor, preview, size, scale, measured }: Props) {
  const page = usePage();
  const frame = useRef<HTMLIFrameElement>(null);
  const upright = useSignal(size.height > size.width);
  const loads = useSignal(0);
  const report = useRef(measured);
  report.current = measured;
  upright.value = size.height > size.width;
  useEffect(() => {
    const document = frame.current?.contentDocument;
    if (!document) return undefined;
    return draw(document, { page, editor, preview, upright }, (grid, texts) => report.current?.(grid, texts));
  }, [page, editor, preview, loads.value]);
  return (
    <div
      class="preview-room"
      style={{ width: `${size.width * scale}px`, height: `${size.height * scale}px` }}
      data-scale={scale.toFixed(3)}
    >
      <iframe
        class="preview"
        ref={frame}
        title={page.words.value.boardsRoom.editor.preview}
        inert
        width={size.width}
        height={size.height}
        style={{ transform: `scale(${scale})` }}
        // Some browsers put another empty document in once it has loaded.
        onLoad={() => {
          loads.value += 1;
        }}
      />
    </div>
  );
}

interface Drawn {
  readonly page: Page;
  readonly editor: Editor;
  readonly preview: Preview;
  readonly upright: ReadonlySignal<boolean>;
}

/** Draws into the frame's document, and measures after each change. Answers how to end it. */
function draw(document: Document, drawn: Drawn, measured: (grid: Box, texts: readonly Text[]) => void): () => void {
  let ended = false;
  let timer = 0;
  const screen = document.createElement("div");
  screen.id = "screen";
  document.body.replaceChildren(screen);
  const measure = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const grid = gridIn(document);
      if (!ended && grid !== null) measured(grid, textsOf(document));
    }, MEASURE_AFTER_MS);
  };
  const observer = new MutationObserver(measure);
  void dressed(document).then(() => {
    if (ended) return;
    render(<OnWall {...drawn} />, screen);
    observer.observe(screen, { subtree: true, childList: true, characterData: true, attributes: true });
    measure();
    void document.fonts.ready.then(measure);
  });
  return () => {
    ended = true;
    window.clearTimeout(timer);
    observer.disconnect();
    render(null, screen);
  };
}

/** The tiles' grid without the gaps around it. */
function gridIn(document: Document): Box | null {
  const box = document.querySelector(".board")?.getBoundingClientRect();
  return box === undefined ? null : { x: box.left, y: box.top, w: box.width, h: box.height };
}

let sheets: Promise<readonly string[]> | null = null;

/** Puts the wall's own style sheets on, as its page names them. */
async function dressed(document: Document): Promise<void> {
  sheets ??= fetch("/tv.html")
    .then((answer) => answer.text())
    .then((text) => {
      const links = new DOMParser().parseFromString(text, "text/html").querySelectorAll("link[rel=stylesheet]");
      return [...links].map((link) => link.getAttribute("href") ?? "");
    });
  sheets.catch(() => {
    sheets = null;
  });
  const hrefs = await sheets;
  document.head.replaceChildren();
  await Promise.all(
    hrefs.map(
      (href) =>
        new Promise<void>((done) => {
          const link = document.createElement("link");
          link.rel = "stylesheet";
          link.href = new URL(href, window.location.origin).href;
          link.onload = link.onerror = () => done();
          document.head.append(link);
        }),
    ),
  );
}

function OnWall({ page, editor, preview, upright }: Drawn) {
  const draft = editor.draft.value;
  const answered = preview.answered.value;
  const language = draft.language ?? page.language.value;
  const zone = answered?.zone ?? "UTC";
  const stage = useMemo(
    () => ({ session: preview, second: page.second, format: new Format(wallWords(language), zone) }),
    [preview, page, language, zone],
  );
  // What people are called is the server's to say: its definition, as soon as it has answered to this very draft.
  const definition = useMemo(() => {
    const current = answered !== null && answered.draft === draft && answered.slide === editor.slide.value;
    return titledIn(current ? answered.definition : wholeBoard(draft), language);
  }, [answered, draft, language, editor.slide.value]);
  const still = { ...firstTurn(0), index: editor.slide.value, pausedAt: 0 };
  const turn = useSignal(still);
  turn.value = still;
  return (
    <StageContext.Provider value={stage}>
      <Wall
        definition={definition}
        siteName={answered?.siteName ?? ""}
        at={editor.slide.value}
        turn={turn}
        shape={upright.value ? "upright" : "lying"}
        soundBlocked={false}
      />
    </StageContext.Provider>
  );
}
