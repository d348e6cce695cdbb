/** `@brasa/react/client`: everything that does not need React. */
export type * from "../types.js";
export { BrasaClient, createBrasaClient } from "./client.js";
export type { ConnectionReason, ConnectionState, ConnectionStatus } from "./connection.js";
export { GUIDE_LIMITS, type Limits } from "./inbox.js";
export type * from "./messages.js";
export { Observable } from "./observable.js";
export type { BrasaClientOptions, FilledGap } from "./options.js";
export type { Ack, BrasaSocket, ClientEvents, EventName, ServerEvents } from "./protocol.js";
export { RequestError } from "./requests.js";
export { DashboardStore, type Gap, type Snapshot, type StoreOptions } from "./store.js";
