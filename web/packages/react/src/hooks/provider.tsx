"use client";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import type { BrasaClient } from "../client/client.js";

const BrasaContext = createContext<BrasaClient | null>(null);

export interface BrasaProviderProps {
  /** Made with `createBrasaClient`; opened while the provider is mounted. */
  client: BrasaClient;
  children: ReactNode;
}

/** Opens a client and hands it to the hooks below. */
export function BrasaProvider({ client, children }: BrasaProviderProps) {
  useEffect(() => client.retain(), [client]);
  return <BrasaContext.Provider value={client}>{children}</BrasaContext.Provider>;
}

/**
 * The client given, or else the provider's.
 *
 * @throws Error when there is neither
 */
export function useBrasaClient(client?: BrasaClient): BrasaClient {
  const provided = useContext(BrasaContext);
  const found = client ?? provided;
  if (!found) throw new Error("No Brasa client: wrap the tree in <BrasaProvider client={...}>.");
  return found;
}
