import { expect, test } from "vitest";
import { match } from "./match";

test("names the parts of a path", () => {
  expect(match("/bots/:id", "/bots/s%201")).toEqual({ id: "s 1" });
});

test("another length or another word is another page", () => {
  expect(match("/bots/:id", "/bots")).toBeUndefined();
  expect(match("/bots/:id", "/logs/1")).toBeUndefined();
});

test("the root is the root, with or without a slash at the end", () => {
  expect(match("/", "/")).toEqual({});
  expect(match("/logs", "/logs/")).toEqual({});
});

test("a broken escape does not break the app", () => {
  expect(match("/bots/:id", "/bots/%E0%A4%A")).toEqual({ id: "%E0%A4%A" });
});
