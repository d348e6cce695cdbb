import { io } from "socket.io-client";
import { type BrasaClientOptions, DEFAULT_URL } from "./options.js";
import type { BrasaSocket } from "./protocol.js";

/** A socket of the client's own, not connected yet. */
export function makeSocket({ url, token, socketOptions }: BrasaClientOptions): BrasaSocket {
  return io(url ?? DEFAULT_URL, {
    transports: ["websocket", "polling"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    ...(token ? { auth: { token } } : {}),
    ...socketOptions,
    autoConnect: false,
    forceNew: true,
  });
}
