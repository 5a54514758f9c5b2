import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Refused, signIn } from "./fetching";
import { usePage } from "./page";

/** Asks who comes in, where figures need an account. */
export function SignIn({ entered }: { readonly entered: () => void }) {
  const words = usePage().words.value;
  const failed = useSignal<string | null>(null);
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => name.current?.focus(), []);
  const enter = async (event: Event) => {
    event.preventDefault();
    try {
      await signIn(name.current?.value ?? "", password.current?.value ?? "");
      entered();
    } catch (error) {
      failed.value = error instanceof Refused ? `${error.title} ${error.detail}` : words.failed;
      password.current?.focus();
    }
  };
  return (
    <form class="sign-in" onSubmit={(event) => void enter(event)}>
      <h1 tabIndex={-1}>{words.signIn}</h1>
      <p>{words.signInHint}</p>
      <label>
        <span>{words.name}</span>
        <input ref={name} type="text" name="name" autocomplete="username" required />
      </label>
      <label>
        <span>{words.password}</span>
        <input ref={password} type="password" name="password" autocomplete="current-password" required />
      </label>
      <p class="notice" role="alert">
        {failed.value}
      </p>
      <button type="submit" class="plain">
        {words.signIn}
      </button>
    </form>
  );
}
