// Writes TypeScript types from the server's schemas, which `make types` fetches from it.
//
//   node scripts/generate-types.mjs            write them
//   node scripts/generate-types.mjs --check    exit 1 when any of them is stale
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const web = new URL("..", import.meta.url);
const BANNER = "// Generated from the server's schema by `make types`. Do not edit.\n";

/** What is made of what; `find` takes the named schemas out of the document. */
const TARGETS = [
  {
    source: "packages/react/schema/events.json",
    target: "packages/react/src/types.ts",
    find: (document) => document.$defs,
  },
  {
    source: "app/schema/openapi.json",
    target: "app/src/api/schema.ts",
    find: (document) => document.components.schemas,
  },
];

const check = process.argv.includes("--check");
for (const { source, target, find } of TARGETS) {
  const document = JSON.parse(readFileSync(new URL(source, web), "utf8"));
  const fresh = BANNER + (await typesOf(find(document)));
  const path = new URL(target, web);
  if (!check) {
    writeFileSync(path, fresh);
  } else if (readFileSync(path, "utf8") !== fresh) {
    console.error(`${target} is stale: run \`make types\` and commit the result.`);
    process.exit(1);
  }
}

async function typesOf(schemas) {
  const named = Object.entries(schemas).map(([name, schema]) => [
    name,
    closed({ title: name, ...schema }),
  ]);
  const $defs = JSON.parse(
    JSON.stringify(Object.fromEntries(named)).replaceAll("#/components/schemas/", "#/$defs/"),
  );
  const root = { title: "Root", type: "object", $defs, additionalProperties: false };
  const text = await compile(root, "Root", {
    bannerComment: "",
    unreachableDefinitions: true,
    unknownAny: false, // `data?: any`, as the guide has it
    style: { printWidth: 100 },
  });
  return tidy(text);
}

/** Extra fields are allowed on the wire but not typed: a typo should not compile. */
function closed(schema) {
  if (schema.type !== "object") return schema;
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, value]) => [name, loose(single(value))]),
  );
  return { additionalProperties: false, ...schema, properties };
}

/** A choice of one is no choice. */
function single(property) {
  return property.oneOf?.length === 1 ? property.oneOf[0] : property;
}

/** A property without a shape is `any`, as in the guide's `data?: any`. */
function loose(property) {
  const { title, description, type, additionalProperties, ...shape } = property;
  const shapeless = Object.keys(shape).length === 0 && (type === undefined || type === "object");
  return shapeless ? { ...property, tsType: "any" } : property;
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
      /\/\*\*\n \* This (interface|type) was referenced by `Root`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g,
      "",
    )
    .trimStart();
}
