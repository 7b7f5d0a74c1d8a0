/** Asks again and again, with one request in flight at most, and backs off while it fails. */

export interface PollerOptions<T> {
  /** Asks once. A rejection counts as a failure, and so does no answer before the time-out. */
  ask: (signal: AbortSignal) => Promise<T>;
  onAnswer: (answer: T) => void;
  onFailure: (error: unknown) => void;
  /** From the start of one request to the start of the next, in milliseconds. */
  periodMs?: number;
  timeoutMs?: number;
  /** In [0, 1), for the jitter. */
  random?: () => number;
  now?: () => number;
}

export const PERIOD_MS = 1_000;
export const LONGEST_WAIT_MS = 10_000;
export const TIMEOUT_MS = 8_000;

/** An answer did not come in time. */
export class TimeoutError extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds / 1_000} s`);
    this.name = 'TimeoutError';
  }
}

/** The wait after a number of failures in a row: doubling up to 10 s, of which the upper half is left to chance. */
export function backOffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, PERIOD_MS * 2 ** Math.min(failures, 10));
  return longest / 2 + (longest / 2) * random;
}

export class Poller<T> {
  private readonly options: Required<PollerOptions<T>>;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private inFlight: AbortController | null = null;
  private active = false;
  private failures = 0;

  constructor(options: PollerOptions<T>) {
    this.options = {
      periodMs: PERIOD_MS,
      timeoutMs: TIMEOUT_MS,
      random: Math.random,
      now: () => performance.now(),
      ...options,
    };
  }

  /** Starts or resumes at once; while paused nothing is asked, though a request in flight may still be answered. */
  setActive(active: boolean): void {
    if (active === this.active) {
      return;
    }
    this.active = active;
    if (active) {
      this.askSoon(0);
    } else {
      this.cancelTimer();
    }
  }

  /** Asks now instead of waiting, unless paused or asking already. */
  kick(): void {
    this.failures = 0;
    if (this.active) {
      this.askSoon(0);
    }
  }

  /** Ends for good; an answer that is under way is dropped. */
  stop(): void {
    this.active = false;
    this.cancelTimer();
    this.inFlight?.abort();
    this.inFlight = null;
  }

  private askSoon(milliseconds: number): void {
    this.cancelTimer();
    if (this.inFlight === null) {
      this.timer = setTimeout(() => void this.askOnce(), milliseconds);
    }
  }

  private cancelTimer(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }

  private async askOnce(): Promise<void> {
    this.timer = null;
    const request = new AbortController();
    this.inFlight = request;
    const begun = this.options.now();
    let timeout: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timeout = setTimeout(() => {
        reject(new TimeoutError(this.options.timeoutMs));
        request.abort();
      }, this.options.timeoutMs);
    });
    let wait: number;
    try {
      const answer = await Promise.race([this.options.ask(request.signal), tooLate]);
      if (this.inFlight !== request) {
        return;
      }
      this.failures = 0;
      wait = Math.max(0, this.options.periodMs - (this.options.now() - begun));
      this.options.onAnswer(answer);
    } catch (error) {
      if (this.inFlight !== request) {
        return;
      }
      this.failures++;
      wait = Math.max(this.options.periodMs, backOffMs(this.failures, this.options.random()));
      this.options.onFailure(error);
    } finally {
      clearTimeout(timeout);
    }
    this.inFlight = null;
    if (this.active) {
      this.askSoon(wait);
    }
  }
}
