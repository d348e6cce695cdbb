import { type FormEvent, useEffect, useRef } from "react";
import type { ApiError } from "../api/http";
import { Brand } from "../app/Brand";
import { useText } from "../i18n/context";
import "./sign-in.css";

const RETRY_MS = 2_000;

interface SignInProps {
  error: ApiError | undefined;
  /** The access is good, but includes no organization. */
  empty: boolean;
  /** A token was already given. */
  tried: boolean;
  onEnter: (token: string) => void;
  onRetry: () => void;
}

/** What stands before the dashboard: opening, a server that does not answer, or a token to give. */
export function SignIn({ error, empty, tried, onEnter, onRetry }: SignInProps) {
  const text = useText();
  const needsToken = error?.status === 401 || error?.status === 403;
  const waiting = error !== undefined && !needsToken;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(onRetry, RETRY_MS);
    return () => clearTimeout(timer);
  }, [waiting, onRetry]);
  return (
    <main className="sign-in">
      <h1>
        <Brand />
      </h1>
      {needsToken ? (
        <TokenForm wrong={tried} onEnter={onEnter} />
      ) : (
        <p role="status">
          {empty ? text.gate.none : waiting ? text.gate.unreachable : text.gate.loading}
        </p>
      )}
    </main>
  );
}

function TokenForm({ wrong, onEnter }: { wrong: boolean; onEnter: (token: string) => void }) {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  // There is nothing else to do here.
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onEnter(String(new FormData(event.currentTarget).get("token") ?? "").trim());
  };
  return (
    <form onSubmit={submit}>
      <label className="field">
        {text.gate.token}
        <input ref={field} name="token" type="password" autoComplete="current-password" required />
      </label>
      <p className="small quiet">
        {text.gate.hint} <code>brasa token create NOME --role operator</code>
      </p>
      {wrong && (
        <p className="plain-bad" role="alert">
          {text.gate.wrong}
        </p>
      )}
      <button type="submit" className="button primary">
        {text.gate.enter}
      </button>
    </form>
  );
}
