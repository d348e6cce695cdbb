/** The Gaussian of the health score: 100 · exp(−d² / 2), d in standard deviations from ideal. */
export function scoreAt(distance: number): number {
  return 100 * Math.exp((-distance * distance) / 2);
}

/** The distance at which the score is this; the inverse of `scoreAt`. */
export function distanceOf(score: number): number {
  return Math.sqrt(-2 * Math.log(Math.max(score, 1e-9) / 100));
}

export type BandName = "excellent" | "good" | "fair" | "poor";

/** From which score each band holds; the contract's thresholds. */
export const BANDS: readonly (readonly [BandName, number])[] = [
  ["excellent", 80],
  ["good", 60],
  ["fair", 40],
  ["poor", 0],
];

export function bandOf(score: number): BandName {
  return BANDS.find(([, from]) => score >= from)?.[0] ?? "poor";
}

/** Points of the curve from 0 to `last` deviations, for an SVG path in a box of this size. */
export function curvePath(last: number, width: number, height: number, steps = 60): string {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const distance = (last * step) / steps;
    const x = (width * step) / steps;
    const y = height * (1 - scoreAt(distance) / 100);
    return `${step === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join("");
}
