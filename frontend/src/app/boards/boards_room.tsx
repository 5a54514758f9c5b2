import { usePage } from "../page";
import { BoardList } from "./board_list";
import { OpenEditor } from "./open_editor";

/** The room of boards: their list, or the one that is open in the editor. */
export function BoardsRoom() {
  const { id } = usePage().route.value;
  return id === null ? <BoardList /> : <OpenEditor key={id} id={id} />;
}
