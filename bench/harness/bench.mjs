// What a row gets: pages, rounds in random order, and a place for what it measured.
import { median, quantile, ratioOf, shuffled } from './stats.mjs';

/** How long one contestant may take for one turn, with whatever has to be filled before, ms. */
const PATIENCE = 240_000;

function within(ms, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came of it in ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export class Bench {
  /** what was measured, for the table */
  lines = [];
  /** figures that goals are about, by name */
  figures = {};
  /** rows that could not be measured, and why */
  troubles = [];

  constructor({ session, quick, asked, root, libraries, served }) {
    this.session = session;
    this.quick = quick;
    /** whether rows were asked for by name */
    this.asked = asked;
    this.root = root;
    this.libraries = libraries;
    this.served = served;
  }

  /** `full` in a full run, `quick` in a quick one. */
  of(full, quick) {
    return this.quick ? quick : full;
  }

  /**
   * Visits all contestants in random order in every round, after one that does not count.
   * @param before is done at the start of every round
   * @param visit resolves with the samples of one contestant in one round
   * @returns samples by contestant, then by round
   */
  async rounds(count, contestants, visit, { warmUp = true, before } = {}) {
    const all = Object.fromEntries(contestants.map((name) => [name, []]));
    for (let round = warmUp ? -1 : 0; round < count; round++) {
      await before?.();
      for (const name of shuffled(contestants)) {
        try {
          const samples = await within(PATIENCE, visit(name, round));
          if (round >= 0) all[name][round] = samples;
        } catch (error) {
          this.trouble(name, error);
          contestants = contestants.filter((one) => one !== name);
        }
      }
    }
    return all;
  }

  trouble(what, error) {
    const text = String(error?.message ?? error).split('\n')[0];
    console.error(`  ✗ ${what}: ${text}`);
    if (!this.troubles.includes(`${what}: ${text}`)) this.troubles.push(`${what}: ${text}`);
  }

  /**
   * Writes down one row of the table a contestant. `all`: as `rounds` answers. `base`: to whom they are compared.
   * A contestant's figure is named `row/contestant`, and is its ratio to the base.
   */
  add(row, title, all, base, { unit = 'ms' } = {}) {
    for (const [name, rounds] of Object.entries(all)) {
      const samples = rounds.flat();
      if (samples.length === 0) continue;
      const ratio = ratioOf(rounds, all[base] ?? []);
      const medians = rounds.filter((one) => one?.length > 0).map(median);
      this.lines.push({ row, title, contestant: name, unit, p50: median(medians), low: quantile(medians, 0.25), high: quantile(medians, 0.75), p95: quantile(samples, 0.95), n: samples.length, ...(name === base || ratio === undefined ? {} : { ratio, base }) });
      if (ratio !== undefined) this.figures[`${row}/${name}`] = ratio.median;
    }
  }

  /** The figures `row/contestant : other`: how contestants compare to another one than the row's base. */
  compare(row, all, other) {
    for (const [name, rounds] of Object.entries(all)) {
      const ratio = name === other ? undefined : ratioOf(rounds, all[other] ?? []);
      if (ratio !== undefined) this.figures[`${row}/${name} : ${other}`] = ratio.median;
    }
  }

  /** Writes down one number. */
  note(row, title, contestant, value, unit, more = {}) {
    this.lines.push({ row, title, contestant, unit, p50: value, ...more });
  }
}

/** Customers drawn at random, `count` of the first `among`. */
export const some = (count, among) => Array.from({ length: count }, () => Math.floor(Math.random() * among));
