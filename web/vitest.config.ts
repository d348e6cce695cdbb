import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "react",
          root: "packages/react",
          include: ["tests/**/*.test.{ts,tsx}"],
          environment: "jsdom",
          testTimeout: 30_000,
        },
      },
      {
        extends: "app/vite.config.ts",
        test: {
          name: "app",
          root: "app",
          include: ["src/**/*.test.{ts,tsx}"],
          environment: "jsdom",
          testTimeout: 30_000,
        },
      },
    ],
  },
});
