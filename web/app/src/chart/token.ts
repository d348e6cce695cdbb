/** The value of a design token; a canvas does not know CSS variables. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A colour so much of which is left, 0 to 1; what lies below does not shine through. */
export function paler(color: string, part: number): string {
  return `color-mix(in srgb, ${color} ${100 * part}%, ${token("--surface")})`;
}
