import { expect, test } from "vitest";
import { createFormat } from "./format";

const noon = Date.parse("2026-11-23T15:00:00.000Z"); // 12:00 in São Paulo
const pt = createFormat("pt-BR", "America/Sao_Paulo", () => noon);
const en = createFormat("en", "America/Sao_Paulo", () => noon);

test("times are in the organization's zone, which is named", () => {
  expect(pt.time("2026-11-23T15:00:07.000Z")).toBe("12:00:07");
  expect(pt.zone).toBe("São Paulo, GMT-3");
});

test("another day is named, today is not", () => {
  expect(pt.moment("2026-11-23T20:30:00.000Z")).toBe("17:30");
  expect(pt.moment("2026-11-24T11:00:00.000Z")).toContain("24");
});

test("numbers follow the language", () => {
  expect(pt.number(12345.5)).toBe("12.345,5");
  expect(en.number(12345.5)).toBe("12,345.5");
  expect(pt.decimal(60.65, 1)).toBe("60,7");
});

test("small shares keep a decimal, and a share of nothing is not a number", () => {
  expect(pt.share(3, 100)).toBe("3,0%");
  expect(pt.share(93, 100)).toBe("93%");
  expect(pt.share(0, 0)).toBe("–");
  expect(pt.share(1, 100_000)).toBe("<0,1%");
  expect(pt.share(0, 100_000)).toBe("0%");
});

test("all is all: nearly all is not rounded up to it", () => {
  expect(pt.share(9_999, 10_000)).toBe("99,9%");
  expect(pt.share(10, 10)).toBe("100%");
});

test("spans of time keep their two largest units", () => {
  expect(pt.duration(2 * 3600e3 + 14 * 60e3 + 3e3)).toBe("2 h 14 min");
  expect(pt.duration(45e3)).toBe("45 s");
  expect(pt.duration(3 * 86400e3)).toBe("3 d");
  expect(pt.duration(-5)).toBe("0 s");
});

test("the past and the future are said as people say them", () => {
  expect(pt.relative(-12_000)).toBe("há 12 s");
  expect(pt.relative(0)).toBe("há 0 s");
  expect(en.relative(185_000)).toBe("in 3 min");
  expect(en.relative(-7_300_000)).toBe("2 h ago");
});
