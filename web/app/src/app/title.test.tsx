import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { badgeTitle, usePageTitle } from "./title";

test("the tab is named after its page, and counts what was missed before that", () => {
  const { rerender } = renderHook(({ name }) => usePageTitle(name), {
    initialProps: { name: "Logs" },
  });
  expect(document.title).toBe("Logs · Brasa");
  badgeTitle(3);
  expect(document.title).toBe("(3) Logs · Brasa");
  rerender({ name: "Bots" });
  expect(document.title).toBe("(3) Bots · Brasa");
  badgeTitle(0);
  expect(document.title).toBe("Bots · Brasa");
});
