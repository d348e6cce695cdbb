import { createContext, useContext } from "react";
import type { Http } from "../api/http";
import type { Me, Organization } from "../api/types";

/** Whose data is on screen, and how to read more of it. */
export interface OrganizationContextValue {
  me: Me;
  organization: Organization;
  http: Http;
  /** `/organizations/1`; paths of the API go below it. */
  base: string;
  /** What was read last, by path: shown at once when a page is opened again. */
  cache: Map<string, unknown>;
}

export const OrganizationContext = createContext<OrganizationContextValue | null>(null);

export function useOrganization(): OrganizationContextValue {
  const value = useContext(OrganizationContext);
  if (!value) throw new Error("No organization: this belongs below <OrganizationGate>.");
  return value;
}

/** Operators and admins may act; viewers watch. The server enforces it, this only does not tempt. */
export function useMayAct(): boolean {
  return useOrganization().me.role !== "viewer";
}
