import { expect, test } from "vitest";
import { pushesOf } from "./push";

const axis = (z: number) => ({ z, observed: 0, ideal: 0, spread: 1 });

test("the shares are of the squared distance, and the strongest comes first", () => {
  const pushes = pushesOf({ components: { delivery: axis(3), optOut: axis(4), volume: axis(0) } });
  expect(pushes.map(({ name, share }) => [name, share])).toEqual([
    ["optOut", 16 / 25],
    ["delivery", 9 / 25],
    ["volume", 0],
  ]);
});

test("at ideal nothing pushes", () => {
  const pushes = pushesOf({ components: { delivery: axis(0), optOut: axis(0), volume: axis(0) } });
  expect(pushes.every(({ share }) => share === 0)).toBe(true);
});
