import { useFormat, useText } from "../i18n/context";
import { BANDS, curvePath, distanceOf, scoreAt } from "./curve";

const WIDTH = 640;
const HEIGHT = 200;
const LAST = 3.2;
const PATH = curvePath(LAST, WIDTH, HEIGHT);
const xOf = (distance: number) => (WIDTH * Math.min(distance, LAST)) / LAST;

/** The bell of the score with its bands, and where the bot stands on it. */
export function GaussianCurve({ score, sigma }: { score: number; sigma: number }) {
  const { bot: words } = useText();
  const format = useFormat();
  const x = xOf(sigma);
  const y = HEIGHT * (1 - scoreAt(Math.min(sigma, LAST)) / 100);
  const right = x < WIDTH - 120;
  const summary = words.curveSummary(format.decimal(score, 1), format.decimal(sigma, 2));
  return (
    <figure>
      <svg
        className="curve"
        viewBox={`-8 -26 ${WIDTH + 16} ${HEIGHT + 54}`}
        role="img"
        aria-label={summary}
      >
        <CurveBands />
        <path d={PATH} className="curve-line" />
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="curve-axis" />
        {[0, 1, 2, 3].map((distance) => (
          <text
            key={distance}
            x={xOf(distance)}
            y={HEIGHT + 17}
            textAnchor={distance ? "middle" : "start"}
          >
            {words.sigmaOf(String(distance))}
          </text>
        ))}
        <line x1={x} x2={x} y1={y} y2={HEIGHT} className="curve-drop" />
        <circle cx={x} cy={y} r="7.5" className="curve-dot" />
        <text
          x={x + (right ? 14 : -14)}
          y={y - 7}
          textAnchor={right ? "start" : "end"}
          className="curve-here"
        >
          {format.decimal(score, 1)} · {words.sigmaOf(format.decimal(sigma, 2))}
        </text>
      </svg>
      <figcaption className="small quiet">{words.curveNote}</figcaption>
    </figure>
  );
}

/** Each band from where its score begins to hold to where the next does. */
function CurveBands() {
  const { bot: words } = useText();
  return BANDS.map(([band, from], index) => {
    const above = BANDS[index - 1];
    const start = above ? xOf(distanceOf(above[1])) : 0;
    const end = from > 0 ? xOf(distanceOf(from)) : WIDTH;
    return (
      <g key={band}>
        <rect
          x={start}
          y="0"
          width={end - start}
          height={HEIGHT}
          className={`curve-band ${band}`}
        />
        <text x={(start + end) / 2} y="-8" textAnchor="middle">
          {words.band[band]}
        </text>
      </g>
    );
  });
}
