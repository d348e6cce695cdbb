import { useConnection } from "@brasa/react";

/** True while what is on screen is as the server has it now. */
export function useTrust(): boolean {
  const { status } = useConnection();
  return status === "live" || status === "connecting" || status === "idle";
}

/** True while an action would reach the server at once; nothing is queued for later. */
export function useCanAct(): boolean {
  return useConnection().status === "live";
}
