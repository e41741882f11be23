import type { Context } from '../model/context.js';
import type { Author, Held, Released } from '../model/entry.js';
import { canonical } from '../model/fold.js';
import { derivedStamp } from '../model/stamp.js';
import { dayOf, startOf } from '../model/time.js';
import { type HoldForSales, holdsForSales } from '../model/views.js';
import { randomBytes, randomId } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
import { digest, type Keys } from '../store/keys.js';
import type { Posted } from '../store/memo.js';
import { OPAQUE, type Store } from '../store/store.js';
import type { Post } from '../store/write.js';

/** What travels from support to sales. */
export type ForSales =
  | { kind: 'entries'; entries: (Held | Released)[] }
  /** support is there and has taken in everything; `whole`: the store with this name was told everything */
  | { kind: 'heard'; at: number; whole?: string }
  /** this customer is forgotten; the causes kept are the customer's own objections */
  | { kind: 'forget'; customer: string; keep: string[] };

export type Numbered = ForSales & { v: 1; from: string; n: number };

const SUPPORT: Author = { audience: 'support' };

/** Tells sales of holds, cut to what sales may know, in the same breath as support writes what they rest on. */
export class Poster implements Post {
  readonly #store: Store;
  readonly #sales: Keys;
  readonly #node: string;
  #sent = 0;
  #trying = 0;

  constructor(store: Store, sales: Keys, node: string) {
    this.#store = store;
    this.#sales = sales;
    this.#node = node;
  }

  start(): void {
    this.#trying = this.#sent;
  }

  done(): void {
    this.#sent = this.#trying;
  }

  /** Seals one message. Numbered without a gap: sales notices one that is missing. */
  async seal(message: ForSales, subject = ''): Promise<OutboxRecord> {
    const { sealEnvelope } = await import('../carry/envelope.js');
    const { newest, company } = this.#sales;
    const n = ++this.#trying;
    const sealed = await sealEnvelope({ company, box: 'sales' }, { id: newest.id, key: newest.envelope }, { v: 1, from: this.#node, n, ...message } satisfies Numbered);
    return { id: randomId(), to: 'sales', subject: await digest(newest.subject, subject), sealed };
  }

  /** A customer as sales knows them. */
  async opaque(customer: string): Promise<string> {
    return OPAQUE + (await digest(this.#sales.newest.look, `customer:${customer}`));
  }

  /** Every identifier of a context, claimed ones too: a hold is cautious. */
  async #digests(context: Context): Promise<string[]> {
    const digests = new Set<string>();
    for (const { fact, values } of context.facts) {
      if (this.#store.policy.facts[fact]?.identifier !== true) continue;
      for (const { value, e164 } of values) {
        const text = await this.#store.lookup(fact, value, e164);
        if (text !== undefined) digests.add(await digest(this.#sales.newest.look, text));
      }
    }
    return [...digests].sort();
  }

  /** The holds of a context, each with the key by which it is known whether sales was told of just this. */
  async #wanted(context: Context): Promise<{ key: string; hold: HoldForSales; digests: string[] }[]> {
    const holds = holdsForSales(context, this.#store.policy, this.#store.now());
    if (holds.length === 0) return [];
    const digests = await this.#digests(context);
    return holds.map((hold) => ({ key: canonical([hold, digests, this.#sales.newest.id]), hold, digests }));
  }

  #held(customer: string, { stamp, cause }: Posted, { from, until, review, scope }: HoldForSales, digests: string[]): Held {
    return { kind: 'held', stamp, customer, at: startOf(from), by: SUPPORT, cause, digests, from, until, review, scope };
  }

  async of(context: Context, posted: readonly Posted[]): Promise<{ posted: readonly Posted[]; send: readonly OutboxRecord[] }> {
    const wanted = await this.#wanted(context);
    const keep = posted.filter(({ key }) => wanted.some((one) => one.key === key));
    const gone = posted.filter((one) => !keep.includes(one));
    const fresh = wanted.filter(({ key }) => !keep.some((one) => one.key === key));
    if (gone.length === 0 && fresh.length === 0) return { posted, send: [] };
    const now = this.#store.now();
    const today = startOf(dayOf(now));
    const customer = await this.opaque(context.customer);
    const entries: (Held | Released)[] = [];
    const added = fresh.map(({ key, hold, digests }) => {
      const one: Posted = { key, cause: randomId(), stamp: derivedStamp(Math.min(startOf(hold.from), today), randomBytes(12)) };
      entries.push(this.#held(customer, one, hold, digests));
      return one;
    });
    for (const { cause, stamp } of gone) entries.push({ kind: 'released', stamp: derivedStamp(today, randomBytes(12)), customer, at: today, by: SUPPORT, cause, answers: [stamp] });
    return { posted: [...keep, ...added], send: [await this.seal({ kind: 'entries', entries }, `customer:${context.customer}`)] };
  }

  /** Says again what sales was told of a context: to a sales store that has nothing, or has missed something. */
  async again(context: Context, posted: readonly Posted[]): Promise<Held[]> {
    const customer = await this.opaque(context.customer);
    const wanted = await this.#wanted(context);
    return posted.flatMap((one) => {
      const same = wanted.find(({ key }) => key === one.key);
      return same === undefined ? [] : [this.#held(customer, one, same.hold, same.digests)];
    });
  }
}
