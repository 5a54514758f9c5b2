import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Empty } from "../chip";
import { Refused } from "../fetching";
import { usePage } from "../page";
import { addressOf, toView } from "../route";
import type { BoardDraft } from "./draft";
import { type BoardListed, listBoards, readBoard } from "./requests";

export interface EditorProps {
  readonly board: BoardDraft;
  readonly boards: readonly BoardListed[];
}

/** Loads a board, and with it the editor, which is a part of the page of its own. */
export function OpenEditor({ id }: { readonly id: string }) {
  const page = usePage();
  const words = page.words.value.boardsRoom;
  const loaded = useSignal<EditorProps | null>(null);
  const view = useSignal<ComponentType<EditorProps> | null>(null);
  const refused = useSignal<Refused | null>(null);
  const may = page.may("edit");
  useEffect(() => {
    const asking = new AbortController();
    const language = page.language.peek();
    Promise.all([
      import("./editor_view"),
      readBoard(id, language, asking.signal),
      listBoards(language, asking.signal),
    ]).then(
      ([{ EditorView }, board, boards]) => {
        view.value = EditorView;
        loaded.value = { board, boards };
      },
      (error) => {
        if (asking.signal.aborted) return;
        refused.value =
          error instanceof Refused ? error : new Refused(0, words.editor.noAnswer, words.editor.noAnswerHint);
      },
    );
    return () => asking.abort();
  }, [id]);

  const View = view.value;
  const props = loaded.value;
  if (refused.value !== null)
    return (
      <Told title={refused.value.status === 404 ? words.notFound : refused.value.title} hint={refused.value.detail} />
    );
  if (page.visitor.value !== null && !may) return <Told title={words.readOnly} hint={words.readOnlyHint} />;
  if (View === null || props === null || !may) return <Empty title={words.loading} hint="" />;
  const shipped = props.boards.some((board) => board.id === id && board.shipped);
  if (shipped) return <Told title={props.board.title} hint={words.shippedHint} />;
  return <View {...props} />;
}

function Told({ title, hint }: { readonly title: string; readonly hint: string }) {
  const page = usePage();
  return (
    <div class="message">
      <h1 tabIndex={-1}>{title}</h1>
      <p>{hint}</p>
      <p>
        <a href={addressOf(toView(page.route.value, "boards"))}>{page.words.value.boardsRoom.backToList}</a>
      </p>
    </div>
  );
}
