/** One line of a chart over time; `color` is the name of a design token. */
export interface Series {
  label: string;
  color: string;
  values: readonly number[];
  /** Fills the area below the line. */
  fill?: boolean;
}

/** A horizontal stretch of the background, between two values. */
export interface Band {
  from: number;
  to: number;
  color: string;
}

export interface ChartData {
  /** Ms since the epoch, ascending. */
  times: readonly number[];
  series: readonly Series[];
  bands?: readonly Band[];
  /** Fixed ends of the vertical axis; else from 0 to the greatest value. */
  range?: readonly [number, number];
}
