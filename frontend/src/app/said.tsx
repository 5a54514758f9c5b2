interface Props {
  readonly said: string;
  readonly wrong: string | null;
}

/** What came of what somebody did: said aloud when it was done, and louder when it was not. */
export function Said({ said, wrong }: Props) {
  return (
    <>
      <p class="said" role="status">
        {said}
      </p>
      {wrong !== null && (
        <p class="notice" role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}
