import type { ConnectionReason } from "./connection.js";
import type { BrasaSocket, EventName } from "./protocol.js";
import { RequestError, request } from "./requests.js";

/**
 * Enters the organization's room. A server that does not acknowledge has let us in as far as
 * anybody can tell.
 *
 * @returns what the server refused with; undefined once in, or when the connection went away
 */
export async function join(
  socket: BrasaSocket,
  organizationId: number,
  events: EventName[] | undefined,
): Promise<ConnectionReason | undefined> {
  const wanted = { organizationId, ...(events ? { events } : {}) };
  try {
    await request(socket, "join-organization", wanted);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { code, message } = error;
    if (socket.connected && code !== "unanswered") return { code, message };
  }
  return undefined;
}
