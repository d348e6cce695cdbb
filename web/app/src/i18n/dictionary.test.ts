import { expect, test } from "vitest";
import { en } from "./en";
import { ptBR } from "./pt-BR";

function leaves(node: object, path = ""): [string, unknown][] {
  return Object.entries(node).flatMap(([name, value]) =>
    typeof value === "object" ? leaves(value, `${path}${name}.`) : [[path + name, value]],
  );
}

test("both languages say the same things", () => {
  const names = (dictionary: object) => leaves(dictionary).map(([name]) => name);
  expect(names(en)).toEqual(names(ptBR));
});

test("no text is empty", () => {
  for (const dictionary of [ptBR, en]) {
    for (const [name, text] of leaves(dictionary)) expect(text, name).not.toBe("");
  }
});
