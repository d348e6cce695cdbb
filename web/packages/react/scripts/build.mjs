// Builds dist/: one ES module per source file, so that bundlers drop what is not used, with
// types beside it and the optional stylesheet.
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = new URL("..", import.meta.url);
const at = (path) => fileURLToPath(new URL(path, here));

rmSync(at("dist"), { recursive: true, force: true });
execFileSync("npx", ["tsc", "-p", "tsconfig.build.json"], { cwd: at("."), stdio: "inherit" });
copyFileSync(at("src/style.css"), at("dist/style.css"));
