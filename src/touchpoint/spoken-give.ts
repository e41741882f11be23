/** Gives a spoken code out, and counts how often it is tried: the desk of the rep who says it is open meanwhile. */
import { isSame, newCode, spelled } from '../carry/spoken-code.js';
import type { HandOffState } from '../model/context.js';
import type { Audience, Author } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { checkFor } from '../model/hand-off.js';
import type { Desk } from './desk.js';
import { REFERENCE } from './hand-off-state.js';
import { type Answer, maySpeak, newPair, openLine, type Pair, type Said, sealTo, type Try, tryIn } from './spoken-line.js';
import type { SpokenCode, SpokenState, Stop } from './types.js';

/** A code is good for so long, and no longer than the hand-off, ms. */
const GOOD = 5 * 60_000;
/** For so long after, who calls it is told why it is not, ms. */
const AFTER = 5 * 60_000;
const TRIES = 3;
/** Calls that are waited for at a time. */
const CALLS = 20;

type Given = Pick<HandOffState, 'offer' | 'team' | 'rep'> & { until: number };

/** Throws `key-required`. */
export async function giveCode(desk: Desk<Audience>, offer: Given): Promise<SpokenCode> {
  maySpeak(desk);
  return new Giving(desk, offer, await newPair());
}

class Giving implements SpokenCode {
  readonly code: string;
  readonly until: number;
  readonly #desk: Desk<Audience>;
  readonly #offer: Given;
  readonly #pair: Pair;
  readonly #own = newCode();
  readonly #line: ReturnType<typeof openLine>;
  readonly #watching = new Set<(state: SpokenState) => void>();
  /** who called and has not tried yet: by which key they are answered */
  readonly #calls = new Map<string, string>();
  /** a call is good for one try */
  readonly #tried = new Set<string>();
  #state: SpokenState = { state: 'open', left: TRIES };

  constructor(desk: Desk<Audience>, offer: Given, pair: Pair) {
    this.#desk = desk;
    this.#offer = offer;
    this.#pair = pair;
    this.code = spelled(this.#own);
    const now = desk.store.now();
    this.until = Math.min(now + GOOD, offer.until);
    const stop = new AbortController();
    this.#line = openLine(desk, (said, by) => void this.#hear(said, by).catch(() => {}), stop.signal);
    const ends = setTimeout(() => this.stop(), this.until - now);
    const leaves = setTimeout(() => stop.abort(), this.until - now + AFTER);
    desk.onClose(() => {
      clearTimeout(ends);
      clearTimeout(leaves);
      stop.abort();
    });
  }

  onState(callback: (state: SpokenState) => void): Stop {
    this.#watching.add(callback);
    callback(this.#state);
    return () => void this.#watching.delete(callback);
  }

  stop(): void {
    if (this.#state.state === 'open') this.#set({ ...this.#state, state: 'ended' });
  }

  #set(state: SpokenState): void {
    this.#state = Object.freeze(state);
    for (const callback of this.#watching) callback(this.#state);
  }

  async #hear({ step, call, key, place = '', sealed = '' }: Said, by: Author | undefined): Promise<void> {
    // It is whose who made it: a colleague's desk that repeats it with a key of its own gets no answer.
    if (step === 'call' && place === this.#own.place && !this.#tried.has(call) && !this.#calls.has(call)) {
      const [oldest = ''] = this.#calls.keys();
      if (this.#calls.size >= CALLS) this.#calls.delete(oldest);
      this.#calls.set(call, key);
      await this.#line.say({ step: 'here', call, key: this.#pair.told });
    }
    const caller = this.#calls.get(call);
    if (step !== 'try' || key !== this.#pair.told || caller === undefined) return;
    // Played again, it counts once.
    this.#calls.delete(call);
    const tried = tryIn(await this.#pair.open(this.#desk.name, sealed));
    await this.#line.say({ step: 'answer', call, key, sealed: await sealTo(this.#desk.name, caller, { nonce: tried.nonce, ...this.#answer(call, tried, by) }) });
  }

  /** Nothing is waited for here: of two who try at once one is the first. */
  #answer(call: string, { secret, teams, ...who }: Try, signer: Author | undefined): Omit<Answer, 'nonce'> {
    const { state, left } = this.#state;
    if (state === 'ended' || this.until <= this.#desk.store.now()) return { refused: 'expired' };
    if (state !== 'open') return { refused: 'code-burnt' };
    const { id, label } = signer ?? who;
    const by: Author = { audience: 'support', ...(id === undefined ? {} : { id }), ...(label === undefined ? {} : { label }) };
    try {
      checkFor(this.#offer, { ...by, teams });
    } catch (error) {
      if (isRefusal(error)) return { refused: 'wrong-audience' };
      throw error;
    }
    this.#tried.add(call);
    if (isSame(secret, this.#own.secret)) {
      this.#set({ state: 'used', left, by });
      return { reference: REFERENCE + this.#offer.offer };
    }
    this.#set({ state: left > 1 ? 'open' : 'burnt', left: left - 1, by });
    return { refused: left > 1 ? 'wrong-code' : 'code-burnt', left: left - 1 };
  }
}
