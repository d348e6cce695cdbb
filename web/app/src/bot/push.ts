import type { SessionHealth } from "../api/types";

export type ComponentName = keyof SessionHealth["components"];

/** One component's part in the distance from ideal. */
export interface Push {
  name: ComponentName;
  /** Standard deviations from ideal on this axis alone. */
  z: number;
  observed: number;
  ideal: number;
  /** Of d² = Σz², 0..1: squares add up to the whole, deviations do not. */
  share: number;
}

const NAMES: readonly ComponentName[] = ["delivery", "optOut", "volume"];

/** What pushes a bot from ideal, strongest first. */
export function pushesOf({ components }: Pick<SessionHealth, "components">): Push[] {
  const whole = NAMES.reduce((sum, name) => sum + components[name].z ** 2, 0);
  return NAMES.map((name) => {
    const { z, observed, ideal } = components[name];
    return { name, z, observed, ideal, share: whole > 0 ? z ** 2 / whole : 0 };
  }).sort((a, b) => b.share - a.share);
}
