import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const library = (path: string) =>
  fileURLToPath(new URL(`../packages/react/${path}`, import.meta.url));
/** Where `npm run dev` finds the server: Brasa itself, or the mock (`npm run mock`). */
const server = process.env.BRASA_URL ?? "http://localhost:4000";

export default defineConfig({
  plugins: [react()],
  resolve: {
    // The library's sources, so that working on both needs no build between them.
    alias: [
      { find: /^@brasa\/react\/client$/, replacement: library("src/client/index.ts") },
      { find: /^@brasa\/react$/, replacement: library("src/index.ts") },
    ],
  },
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 1024 },
  server: {
    proxy: {
      "/api": server,
      "/socket.io": { target: server, ws: true },
      "/openapi.json": server,
    },
  },
});
