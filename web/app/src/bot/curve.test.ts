import { expect, test } from "vitest";
import { bandOf, distanceOf, scoreAt } from "./curve";

test("the curve passes through the guide's two observed scores", () => {
  expect(scoreAt(0)).toBe(100);
  expect(scoreAt(0.2)).toBeCloseTo(98.02, 2);
  expect(scoreAt(1)).toBeCloseTo(60.65, 2);
});

test("distance and score are inverse", () => {
  for (const score of [99, 80, 60.65, 40, 1])
    expect(scoreAt(distanceOf(score))).toBeCloseTo(score, 6);
});

test("the bands are the contract's", () => {
  expect([80, 79.99, 60, 59.99, 40, 39.99].map(bandOf)).toEqual([
    "excellent",
    "good",
    "good",
    "fair",
    "fair",
    "poor",
  ]);
});
