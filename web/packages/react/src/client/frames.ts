/** How long a hidden tab may hold events back: it draws no frames, but its title may count. */
const HIDDEN_FLUSH_MS = 1_000;

/** After a flush that took long to draw, the page rests so many times as long... */
const REST_RATIO = 4;
/** ...but never longer than this: what is on screen must stay live. */
const LONGEST_REST_MS = 250;

/**
 * Calls `flush` at most once per animation frame, and less often when drawing what was flushed
 * takes long: a page that draws without a pause answers no clicks. Hidden tabs get no frames, so there it falls
 * back to a slow timer and flushes as soon as the tab is seen again; without a DOM, to a timer.
 */
export class FrameScheduler {
  readonly #flush: () => void;
  readonly #minimumMs: number;
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushedAt = 0;
  #restMs = 0;

  /** `minimumMs`: least time between two flushes; 0 flushes on every frame. */
  constructor(flush: () => void, minimumMs = 0) {
    this.#flush = flush;
    this.#minimumMs = minimumMs;
  }

  /** Listens for the tab becoming visible; returns what stops it. */
  attach(): () => void {
    if (typeof document === "undefined") return () => this.cancel();
    const onVisible = () => {
      if (document.visibilityState === "visible" && this.#pending) this.#run();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      this.cancel();
    };
  }

  request(): void {
    if (this.#pending) return;
    const wait = this.#flushedAt + Math.max(this.#minimumMs, this.#restMs) - Date.now();
    if (!drawsFrames()) this.#timer = setTimeout(this.#run, HIDDEN_FLUSH_MS);
    else if (wait > 0) this.#timer = setTimeout(this.#atNextFrame, wait);
    else this.#atNextFrame();
  }

  cancel(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = undefined;
    this.#timer = undefined;
  }

  get #pending(): boolean {
    return this.#frame !== undefined || this.#timer !== undefined;
  }

  readonly #atNextFrame = (): void => {
    this.#timer = undefined;
    if (typeof requestAnimationFrame === "function") {
      this.#frame = requestAnimationFrame(this.#run);
    } else {
      this.#timer = setTimeout(this.#run, 16);
    }
  };

  readonly #run = (): void => {
    this.cancel();
    this.#flushedAt = Date.now();
    this.#flush();
    // A timer runs after the rendering that the flush caused, so it can tell what that cost.
    setTimeout(this.#weigh, 0);
  };

  readonly #weigh = (): void => {
    const cost = Date.now() - this.#flushedAt;
    this.#restMs = drawsFrames() ? Math.min(cost * REST_RATIO, LONGEST_REST_MS) : 0;
  };
}

function drawsFrames(): boolean {
  return typeof document === "undefined" || document.visibilityState === "visible";
}
