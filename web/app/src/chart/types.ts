/** One series of a chart over time; `color` is the name of a design token. */
export interface Series {
  label: string;
  color: string;
  values: readonly number[];
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
  /** Where the time axis begins, ms since the epoch; else with the first value. */
  since?: number;
  /** Fixed ends of the vertical axis; else from 0 to the greatest value. */
  range?: readonly [number, number];
  /**
   * The values are counts of a stretch this long, ms: drawn as columns, one series on the other,
   * the last one paler because its stretch is not over. Else lines.
   */
  columnMs?: number;
  /** Opens what a column counts. */
  onPick?: (from: number) => void;
}
