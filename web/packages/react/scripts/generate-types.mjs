// Writes src/types.ts from the server's JSON Schema of its events.
//
//   node scripts/generate-types.mjs [SCHEMA.json | -]     `-` reads standard input
//   node scripts/generate-types.mjs --check [SCHEMA]      exits 1 when src/types.ts is stale
//
// The schema is `{"$defs": {Name: schema}}`. Without an argument the copy in schema/events.json is
// used, which `python tools/event_schema.py` writes from the server's own structs.
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const here = new URL("..", import.meta.url);
const target = new URL("src/types.ts", here);
const banner = `// Generated from the server's event schema by \`npm run types\`. Do not edit.\n`;

const args = process.argv.slice(2);
const check = args.includes("--check");
const source = args.find((argument) => argument !== "--check");

const fresh = banner + (await typesOf(readSchema(source)));
if (!check) {
  writeFileSync(target, fresh);
} else if (readFileSync(target, "utf8") !== fresh) {
  console.error("src/types.ts is stale: run `npm run types` in web/ and commit the result.");
  process.exit(1);
}

function readSchema(path) {
  const where = path === "-" ? 0 : (path ?? new URL("schema/events.json", here));
  return JSON.parse(readFileSync(where, "utf8"));
}

/** Extra fields are allowed on the wire but not typed: a typo should not compile. */
function closed(schema) {
  if (schema.type !== "object") return schema;
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, value]) => [name, loose(value)]),
  );
  return { additionalProperties: false, ...schema, properties };
}

/** A property without a shape is `any`, as in the guide's `data?: any`. */
function loose(property) {
  const { title, description, type, additionalProperties, ...shape } = property;
  const shapeless = Object.keys(shape).length === 0 && (type === undefined || type === "object");
  return shapeless ? { ...property, tsType: "any" } : property;
}

async function typesOf({ $defs }) {
  const definitions = Object.fromEntries(
    Object.entries($defs).map(([name, schema]) => [name, closed(schema)]),
  );
  const root = { title: "Root", type: "object", $defs: definitions, additionalProperties: false };
  const text = await compile(root, "Root", {
    bannerComment: "",
    unreachableDefinitions: true,
    unknownAny: false, // `data?: any`, as the guide has it
    style: { printWidth: 100 },
  });
  return tidy(text);
}

/** Drops the artificial root and the notes json-schema-to-typescript leaves on each definition. */
function tidy(text) {
  return text
    .replace(/export interface Root \{\s*\}\n?/, "")
    .replace(
      /\n? \*\n \* This interface was referenced by `Root`'s JSON-Schema\n \* via the `definition` "\w+"\./g,
      "",
    )
    .replace(
      /\/\*\*\n \* This interface was referenced by `Root`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g,
      "",
    )
    .trimStart();
}
