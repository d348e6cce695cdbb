import type { EventError } from "./messages.js";
import type { Ack, BrasaSocket, ClientEvents } from "./protocol.js";

/** How long the server may take to acknowledge, ms. */
const ANSWER_TIMEOUT_MS = 5_000;

/** A request that the server refused, or that could not be made; `code` is stable. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: string;

  constructor({ code, message }: EventError) {
    super(message);
    this.code = code;
  }
}

/**
 * Sends one request and waits for its acknowledgement.
 *
 * Nothing is queued: without a connection it fails at once with `offline`, for a queued action
 * would run when nobody expects it any more. `unanswered` when no acknowledgement comes.
 *
 * @throws RequestError
 */
export async function request<T>(
  socket: BrasaSocket,
  event: keyof ClientEvents,
  payload: object,
): Promise<T> {
  if (!socket.connected) throw new RequestError({ code: "offline", message: "Not connected." });
  const answer = await acknowledged<T>(socket, event, payload);
  if (!answer.ok) throw new RequestError(answer.error);
  return answer;
}

async function acknowledged<T>(
  socket: BrasaSocket,
  event: keyof ClientEvents,
  payload: object,
): Promise<({ ok: true } & T) | { ok: false; error: EventError }> {
  try {
    // One generic call for every event: the typed overloads cannot be indexed by a variable.
    const emit = socket.timeout(ANSWER_TIMEOUT_MS) as unknown as {
      emitWithAck(event: string, payload: object): Promise<Ack<T>>;
    };
    return await emit.emitWithAck(event, payload);
  } catch {
    throw new RequestError({ code: "unanswered", message: `No answer to ${event}.` });
  }
}
