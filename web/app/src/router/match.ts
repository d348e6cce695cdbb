/** What `:name` parts of a pattern matched. */
export type Params = Record<string, string>;

/** Matches `/bots/:id` against a path; undefined when it is another path. */
export function match(pattern: string, path: string): Params | undefined {
  const wanted = parts(pattern);
  const given = parts(path);
  if (wanted.length !== given.length) return undefined;
  const params: Params = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return params;
}

const parts = (path: string) => path.split("/").filter(Boolean);

/** A path typed by hand may hold a lone `%`. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
