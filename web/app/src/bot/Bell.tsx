import { curvePath, distanceOf, scoreAt } from "./curve";

const WIDTH = 46;
const HEIGHT = 20;
const LAST = 3;
const PATH = curvePath(LAST, WIDTH, HEIGHT, 24);

/** A small half bell with the bot's place on it: high at the left is ideal. */
export function Bell({ score }: { score: number }) {
  const distance = Math.min(LAST, distanceOf(score));
  const x = (WIDTH * distance) / LAST;
  const y = HEIGHT * (1 - scoreAt(distance) / 100);
  return (
    <svg
      className="bell"
      width={WIDTH + 8}
      height={HEIGHT + 8}
      viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`}
      aria-hidden="true"
    >
      <path d={`${PATH}V${HEIGHT}H0Z`} className="bell-area" />
      <path d={PATH} className="bell-line" />
      <circle cx={x} cy={y} r="3.6" />
    </svg>
  );
}
