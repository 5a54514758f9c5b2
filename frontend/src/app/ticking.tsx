import { elapsed } from "../clock";
import { usePage } from "./page";

/** A running time since then. Only this is drawn again each second. */
export function Since({ at }: { readonly at: number | null }) {
  const page = usePage();
  const writing = page.writing.value;
  return <span class="time">{at === null ? writing.page.dash : writing.duration(elapsed(at, page.now()))}</span>;
}

/** What is left until then; past it, by how much. */
export function Until({ at, over }: { readonly at: number | null; readonly over?: (text: string) => string }) {
  const page = usePage();
  const writing = page.writing.value;
  if (at === null) return <span class="time">{writing.page.dash}</span>;
  const now = page.now();
  if (at < now && over !== undefined) return <span class="time">{over(writing.duration(elapsed(at, now)))}</span>;
  return <span class="time">{writing.duration(Math.max(0, at - now))}</span>;
}
