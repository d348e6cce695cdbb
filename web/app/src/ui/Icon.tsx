/** Drawn for this dashboard: 16 px, one stroke. Decorative: the words beside it speak. */
const PATHS = {
  ok: "M3 8.5 6.5 12 13 4.5",
  read: "M1.5 8.5 4.5 12 10 5M8 11l1 1 5.5-7",
  warn: "M8 2 14.5 13.5h-13ZM8 6.5v3.2M8 11.6v.2",
  bad: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
  info: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 7.2V11M8 4.9v.2",
  unknown:
    "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM6.2 6.3c.2-2.3 3.7-2.2 3.6 0 0 1.4-1.8 1.4-1.8 2.9M8 11.2v.2",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M4.5 3v10l8.5-5Z",
  stop: "M4 4h8v8H4Z",
  skip: "M3.5 3.5v9L10 8ZM12.5 3.5v9",
  clock: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.5V8l2.4 1.6",
  retry: "M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3",
  live: "M8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2ZM4.3 11.7a5.2 5.2 0 0 1 0-7.4M11.7 4.3a5.2 5.2 0 0 1 0 7.4",
  off: "M2.5 2.5l11 11M4.3 11.7a5.2 5.2 0 0 1-.6-6.6M11.7 4.3a5.2 5.2 0 0 1 .6 6.6",
  overview: "M2 13.5h12M3.5 13.5V9M7 13.5V4M10.5 13.5V7M13.5 13.5V2.5",
  campaigns: "M2.5 6.5v3l2 .3L6 13.5h1.8L7 10l6 2.5v-9L5.5 6.3Z",
  bots: "M3 5.5h10v7.5H3ZM8 5.5V3M8 2.6v.2M6 8.5v1M10 8.5v1",
  executions: "M9 1.8 3.5 9H8l-1 5.2L12.5 7H8Z",
  logs: "M3 4h10M3 8h10M3 12h6",
  wall: "M1.8 3h12.4v8.5H1.8ZM5.5 14h5",
  settings: "M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6M9.7 2.9v3.2M6.2 9.9v3.2",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4 14 14",
  link: "M6.5 9.5a2.8 2.8 0 0 0 4 0l2.2-2.2a2.8 2.8 0 0 0-4-4l-.8.8M9.5 6.5a2.8 2.8 0 0 0-4 0L3.3 8.7a2.8 2.8 0 0 0 4 4l.8-.8",
  download: "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.8 13.5h10.4",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  view: "M4 2.5h8v11l-4-3-4 3Z",
  gap: "M2 8h2.5M11.5 8H14M6 5.5 5 10.5M10.5 5.5l-1 5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 14 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
