import { expect, test } from "vitest";
import { choicesFor } from "./UnknownFields";

test("only contacts of a campaign that has not ended may be written to again", () => {
  expect(choicesFor({ kind: "external", status: "active" })).toContain("retry");
  expect(choicesFor({ kind: "mixed", status: "paused" })).toContain("retry");
  expect(choicesFor({ kind: "internal", status: "active" })).not.toContain("retry");
  expect(choicesFor({ kind: "external", status: "stopped" })).not.toContain("retry");
});
