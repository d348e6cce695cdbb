import { expect, test } from "vitest";
import { midnightOf } from "./midnight";

const at = (text: string) => Date.parse(text);

test("the day begins at the zone's own midnight", () => {
  expect(midnightOf(at("2026-11-26T11:18:30Z"), "America/Sao_Paulo")).toBe(
    at("2026-11-26T03:00:00Z"),
  );
  expect(midnightOf(at("2026-11-26T02:59:00Z"), "America/Sao_Paulo")).toBe(
    at("2026-11-25T03:00:00Z"),
  );
  expect(midnightOf(at("2026-11-26T03:10:00Z"), "America/Manaus")).toBe(at("2026-11-25T04:00:00Z"));
});

test("a change of the clocks does not move it", () => {
  // New York goes back at 02:00 on 1 November 2026, forward at 02:00 on 14 March 2027.
  expect(midnightOf(at("2026-11-01T18:00:00Z"), "America/New_York")).toBe(
    at("2026-11-01T04:00:00Z"),
  );
  expect(midnightOf(at("2027-03-14T18:00:00Z"), "America/New_York")).toBe(
    at("2027-03-14T05:00:00Z"),
  );
});
