/** What was written, what a desk was told, and how long nothing of it came back. Kept beside the browsers, which may be killed. */
export class Ledger {
  readonly written = new Set<string>();
  readonly acknowledged = new Set<string>();
  /** the longest time in which something waited and nothing came back on any desk, ms */
  longest = 0;
  /** what was done to the cluster while that was so */
  during = '';
  /** the same of one desk alone, ms */
  longestOfOne = 0;
  duringOfOne = '';
  readonly #waiting = new Map<string, number>();
  readonly #sinceOfOne = new Map<string, number>();
  #since = Date.now();

  /** A desk tells how much of its own waits for the relay. */
  waits(desk: string, many: number, now = Date.now()): void {
    const before = this.#waiting.get(desk) ?? 0;
    const nothing = this.total === 0;
    this.#waiting.set(desk, many);
    const since = this.#sinceOfOne.get(desk) ?? now;
    if (before === 0 || many < before) this.#sinceOfOne.set(desk, now);
    if (before > 0 && many < before && now - since > this.longestOfOne) {
      this.longestOfOne = now - since;
      this.duringOfOne = this.doing;
    }
    // Where nothing waited nothing stalled.
    if (nothing) this.#since = now;
    else if (many < before) this.#came(now);
  }

  /** A desk that was killed says nothing any more. */
  gone(desk: string): void {
    this.#waiting.delete(desk);
    this.#sinceOfOne.delete(desk);
  }

  get total(): number {
    return [...this.#waiting.values()].reduce((sum, many) => sum + many, 0);
  }

  #came(now: number): void {
    if (now - this.#since > this.longest) {
      this.longest = now - this.#since;
      this.during = this.doing;
    }
    this.#since = now;
  }

  /** what is being done now */
  doing = 'the beginning';
}
