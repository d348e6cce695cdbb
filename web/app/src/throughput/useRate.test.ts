import { expect, test } from "vitest";
import { rateOf } from "./useRate";

test("the rate is the mean of the last five whole minutes", () => {
  expect(rateOf([100, 10, 20, 30, 40, 50, 3])).toBe(30);
});

test("nothing sent yet is a rate of zero", () => {
  expect(rateOf([])).toBe(0);
  expect(rateOf([0, 0])).toBe(0);
});

test("what began within this minute has no rate yet", () => {
  expect(rateOf([0, 0, 7])).toBeUndefined();
});
