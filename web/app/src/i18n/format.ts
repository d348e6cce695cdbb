/** Numbers, dates and spans of time for people, in one language and one time zone. */
export interface Format {
  number(value: number): string;
  /** `decimals` places, always. */
  decimal(value: number, decimals: number): string;
  /** A share of 1, as `93%`; one decimal below 10 %, and never none of something. */
  share(part: number, whole: number): string;
  /** Hour, minute and second. */
  time(at: string | number): string;
  /** The same, with the day when it is not today. */
  stamp(at: string | number): string;
  /** The day when it is not today; else nothing. */
  otherDay(at: string | number): string;
  /** Hour and minute, with the day when it is not today. */
  moment(at: string | number): string;
  /** Day and time, in full. */
  full(at: string | number): string;
  /** `há 12 s`, `in 3 min`; zero and below is the past. */
  relative(ms: number): string;
  /** `2 h 14 min`; the two largest units. */
  duration(ms: number): string;
  /** `São Paulo, GMT-3`. */
  zone: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function createFormat(
  language: string,
  timeZone: string,
  now: () => number = Date.now,
): Format {
  const number = new Intl.NumberFormat(language);
  const time = clock(language, timeZone, { second: "2-digit" });
  const moment = clock(language, timeZone, {});
  const day = new Intl.DateTimeFormat(language, { timeZone, day: "2-digit", month: "short" });
  const full = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: "medium",
    timeStyle: "medium",
  });
  const date = new Intl.DateTimeFormat("en-CA", { timeZone });
  const decimals = new Map<number, Intl.NumberFormat>();

  function decimal(value: number, places: number): string {
    let format = decimals.get(places);
    if (!format) {
      const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
      format = new Intl.NumberFormat(language, digits);
      decimals.set(places, format);
    }
    return format.format(value);
  }

  const isToday = (when: Date) => date.format(when) === date.format(now());
  const otherDay = (at: string | number) => {
    const when = new Date(at);
    return isToday(when) ? "" : day.format(when);
  };

  return {
    number: (value) => number.format(value),
    decimal,
    share: (part, whole) => {
      if (whole <= 0) return "–";
      const exact = (100 * part) / whole;
      // "100 %" is said of all, never of nearly all.
      const percent = part < whole ? Math.min(exact, 99.9) : exact;
      if (percent > 0 && percent < 0.1) return `<${decimal(0.1, 1)}%`;
      if (percent > 99 && part < whole) return `${decimal(percent, 1)}%`;
      return `${decimal(percent, percent > 0 && percent < 10 ? 1 : 0)}%`;
    },
    time: (at) => time.format(new Date(at)),
    moment: (at) => `${otherDay(at)} ${moment.format(new Date(at))}`.trim(),
    stamp: (at) => `${otherDay(at)} ${time.format(new Date(at))}`.trim(),
    otherDay,
    full: (at) => full.format(new Date(at)),
    relative: (ms) => {
      const span = durationOf(Math.abs(ms), 1);
      const [ago, ahead] = language === "en" ? ENGLISH : PORTUGUESE;
      return ms > 0 ? ahead(span) : ago(span);
    },
    duration: (ms) => durationOf(ms),
    zone: zoneName(language, timeZone, now()),
  };
}

function clock(language: string, timeZone: string, more: Intl.DateTimeFormatOptions) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat(language, { timeZone, ...parts, ...more });
}

/** Intl would say "há 12 seg."; the symbol is `s`, in both languages. */
const PORTUGUESE = [(span: string) => `há ${span}`, (span: string) => `em ${span}`] as const;
const ENGLISH = [(span: string) => `${span} ago`, (span: string) => `in ${span}`] as const;

const SPANS: [number, string][] = [
  [DAY, "d"],
  [HOUR, "h"],
  [MINUTE, "min"],
  [SECOND, "s"],
];

/** The symbols are the same in both languages: SI, and `d` for dia and day. */
function durationOf(ms: number, units = 2): string {
  const words: string[] = [];
  let rest = Math.max(0, ms);
  for (const [span, symbol] of SPANS) {
    const count = Math.floor(rest / span);
    rest -= count * span;
    if (count > 0 || words.length > 0) words.push(`${count} ${symbol}`);
    if (words.length === units) break;
  }
  return words.filter((word) => !word.startsWith("0 ")).join(" ") || "0 s";
}

function zoneName(language: string, timeZone: string, at: number): string {
  const format = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "shortOffset" });
  const offset = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value;
  const city = (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
  return `${CITIES[city] ?? city}, ${offset ?? "UTC"}`;
}

/** IANA spells without accents; people do not. */
const CITIES: Record<string, string> = {
  "Sao Paulo": "São Paulo",
  Belem: "Belém",
  Cuiaba: "Cuiabá",
  Maceio: "Maceió",
  "Sao Tome": "São Tomé",
};
