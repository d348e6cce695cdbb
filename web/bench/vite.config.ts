import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const library = (path: string) =>
  fileURLToPath(new URL(`../packages/react/${path}`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/bench/",
  plugins: [react()],
  resolve: {
    alias: [
      { find: "@brasa/react/style.css", replacement: library("src/style.css") },
      { find: /^@brasa\/react$/, replacement: library("src/index.ts") },
    ],
  },
  build: {
    rolldownOptions: {
      input: ["naive.html", "ours.html"].map((name) =>
        fileURLToPath(new URL(name, import.meta.url)),
      ),
    },
  },
});
