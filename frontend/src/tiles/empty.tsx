/** Nothing to show, said in words: an empty tile looks like a broken one. */
export function Empty({ text, hint }: { readonly text: string; readonly hint?: string }) {
  return (
    <p class="empty">
      <span>{text}</span>
      {hint !== undefined && <span class="empty-hint">{hint}</span>}
    </p>
  );
}
