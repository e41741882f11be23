import type { Context } from '../model/context.js';
import type { Author, Held, Released } from '../model/entry.js';
import { canonical } from '../model/canonical.js';
import { derivedStamp, type Stamp } from '../model/stamp.js';
import { dayOf, startOf } from '../model/time.js';
import { type HoldForSales, holdsForSales } from '../model/holds-for-sales.js';
import { randomBytes, randomId } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
import { identifiersOf } from '../store/identifiers.js';
import { digest, type Keys } from '../store/keys.js';
import type { Posted } from '../store/memo.js';
import { part } from '../store/part.js';
import { OPAQUE, type Store } from '../store/store.js';
import type { Post, Telling } from '../store/seal.js';
import { keptWishes } from './suppressed.js';

/** What travels from support to sales. */
export type ForSales =
  | { kind: 'entries'; entries: (Held | Released)[] }
  /** support is there; `whole`: the store with this name (`EVERYBODY`: every store) was told everything, in the `pages` messages before this one, and `causes` are all that stand */
  | { kind: 'heard'; at: number; whole?: string; pages?: number; causes?: string[] }
  /** this customer is forgotten; the causes kept are the customer's own objections */
  | { kind: 'forget'; customer: string; keep: string[] };

export type Numbered = ForSales & { v: 1; from: string; n: number };

export const EVERYBODY = '*';

const SUPPORT: Author = { audience: 'support' };

/** A hold that sales is to be told of. */
interface Wanted {
  /** by which it is known whether sales was told of just this */
  key: string;
  hold: HoldForSales;
  digests: string[];
}

/** Tells sales of holds, cut to what sales may know, in the same breath as support writes what they rest on. */
export class Poster implements Post {
  readonly #store: Store;
  readonly #sales: Keys;
  readonly #node: string;
  readonly #looks = new Map<string, Promise<string>>();
  readonly #keys = new Map<string, string>();
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
  seal(message: ForSales, about = ''): Promise<OutboxRecord> {
    return this.#seal(++this.#trying, message, about);
  }

  /** Seals entries, in as many messages as it takes. */
  pages(entries: readonly (Held | Released)[], about = ''): Promise<OutboxRecord>[] {
    return Array.from({ length: Math.ceil(entries.length / PAGE) }, (_, page) => this.seal({ kind: 'entries', entries: entries.slice(page * PAGE, (page + 1) * PAGE) }, about));
  }

  async #seal(n: number, message: ForSales, about: string): Promise<OutboxRecord> {
    const { sealEnvelope } = await part(import('../carry/envelope.js'));
    const { newest, company } = this.#sales;
    const sealed = await sealEnvelope({ company, box: 'sales' }, { id: newest.id, key: newest.envelope }, { v: 1, from: this.#node, n, ...message } satisfies Numbered);
    return { id: randomId(), to: 'sales', subject: await digest(newest.subject, about), sealed };
  }

  /** Says that support is there. Has no number of its own, but the last one: what was sent before must have come. */
  beat(): Promise<OutboxRecord> {
    return this.#seal(this.#trying, { kind: 'heard', at: this.#store.now() }, BEAT);
  }

  /** By which beats that nobody has read can be erased: the last one says all. */
  async beats(): Promise<string[]> {
    return Promise.all(this.#sales.all.map(({ subject }) => digest(subject, BEAT)));
  }

  /** By which messages about these customers can be erased, and those that tell of everybody. */
  async subjects(customers: readonly string[]): Promise<string[]> {
    return Promise.all([...customers.map(about), ''].flatMap((whom) => this.#sales.all.map(({ subject }) => digest(subject, whom))));
  }

  /** A customer as sales knows them: under each key, the newest first. */
  async opaques(customer: string): Promise<string[]> {
    const { newest, all } = this.#sales;
    return Promise.all([newest, ...all.filter((key) => key !== newest)].map(async ({ look }) => OPAQUE + (await digest(look, `customer:${customer}`))));
  }

  async #opaque(customer: string): Promise<string> {
    return OPAQUE + (await this.#look(`customer:${customer}`));
  }

  /** Every identifier of a context, claimed ones too: a hold is cautious. */
  async #digests(context: Context): Promise<string[]> {
    // Of the person alone: what belongs to an issue would tell that there is one.
    const texts = await identifiersOf(this.#store, { ...context, issues: [] });
    return (await Promise.all(texts.map((text) => this.#look(text)))).sort();
  }

  /** As sales looks it up. */
  #look(text: string): Promise<string> {
    const { id, look } = this.#sales.newest;
    const name = `${id} ${text}`;
    return remembered(this.#looks, name, () => digest(look, text));
  }

  /** One text for what sales is told. Sorting it takes a hundred times as long as asking whether it was sorted before. */
  #key(told: unknown): string {
    return remembered(this.#keys, JSON.stringify(told), () => canonical(told));
  }

  async #wanted(context: Context): Promise<Wanted[]> {
    const holds = holdsForSales(context, this.#store.policy, this.#store.now());
    if (holds.length === 0) return [];
    const digests = await this.#digests(context);
    const pages = digests.length === 0 ? [digests] : Array.from({ length: Math.ceil(digests.length / DIGESTS) }, (_, page) => digests.slice(page * DIGESTS, (page + 1) * DIGESTS));
    return holds.flatMap((hold) => pages.map((some) => ({ key: this.#key([hold, some, this.#sales.newest.id]), hold, digests: some })));
  }

  #held({ stamp, cause, customer }: Posted, { from, until, review, scope }: HoldForSales, digests: string[]): Held {
    return { kind: 'held', stamp, customer, at: startOf(from), by: SUPPORT, cause, digests, from, until, review, scope };
  }

  #released({ customer, cause, stamp }: Pick<Held, 'customer' | 'cause' | 'stamp'>): Released {
    const today = startOf(dayOf(this.#store.now()));
    return { kind: 'released', stamp: derivedStamp(today, randomBytes(12)), customer, at: today, by: SUPPORT, cause, answers: [stamp] };
  }

  /** What is new of several customers goes in one message: to seal and to store one costs as much as a dozen entries. */
  async of(written: readonly Telling[]): Promise<{ posted: readonly (readonly Posted[])[]; send: readonly Promise<OutboxRecord>[] }> {
    const all = await Promise.all(written.map((one) => this.#changed(one)));
    const telling = all.filter(({ entries }) => entries.length > 0);
    const entries = telling.flatMap((one) => one.entries);
    // One about several is found under nobody's name: it is taken back with what tells of everybody.
    const whom = telling.length === 1 ? about(telling[0]?.customer ?? '') : '';
    // Numbered now, in this order, and sealed together with whatever else is to be sealed.
    const send = this.pages(entries, whom);
    // Of whom nobody knows what was told, all goes, but what was told just now, and what outlives forgetting.
    for (const [index, { context, told }] of written.entries()) {
      if (told !== undefined) continue;
      const held = (all[index]?.entries ?? []).filter((entry) => entry.kind === 'held');
      send.push(...(await this.forget(context.customer, [], [...(await keptWishes(this.#store)), ...held])).map(async (one) => one));
    }
    return { posted: all.map(({ posted }) => posted), send };
  }

  /** What has changed for sales about one customer, and what they were told of by then. */
  async #changed({ context, told = [] }: Telling): Promise<{ customer: string; posted: readonly Posted[]; entries: (Held | Released)[] }> {
    const [wanted, customer] = await Promise.all([this.#wanted(context), this.#opaque(context.customer)]);
    const keep = told.filter(({ key }) => wanted.some((one) => one.key === key));
    const gone = told.filter((one) => !keep.includes(one));
    const fresh = wanted.filter(({ key }) => !keep.some((one) => one.key === key));
    const today = startOf(dayOf(this.#store.now()));
    const entries: (Held | Released)[] = [];
    const added = fresh.map(({ key, hold, digests }) => {
      const one: Posted = { key, cause: randomId(), stamp: derivedStamp(Math.min(startOf(hold.from), today), randomBytes(12)), customer };
      entries.push(this.#held(one, hold, digests));
      return one;
    });
    entries.push(...gone.map((one) => this.#released(one)));
    return { customer: context.customer, posted: [...keep, ...added], entries };
  }

  /** Whether sales was told just what there is to tell of a context: a hold may have ended by itself, a key may be newer. */
  async isTold(context: Context, posted: readonly Posted[]): Promise<boolean> {
    const wanted = new Set((await this.#wanted(context)).map(({ key }) => key));
    return wanted.size === posted.length && posted.every(({ key }) => wanted.has(key));
  }

  /** What sales was told of a context, as it was told. */
  async again(context: Context, posted: readonly Posted[]): Promise<Held[]> {
    const wanted = await this.#wanted(context);
    return posted.flatMap((one) => {
      const same = wanted.find(({ key }) => key === one.key);
      return same === undefined ? [] : [this.#held(one, same.hold, same.digests)];
    });
  }

  /** What sales was told that rests on these entries of a context. */
  async resting(context: Context, posted: readonly Posted[], on: readonly Stamp[]): Promise<Held[]> {
    const wanted = (await this.#wanted(context)).filter(({ hold }) => on.includes(hold.source));
    return this.again(context, posted.filter(({ key }) => wanted.some((one) => one.key === key)));
  }

  /** Which of these holds are this customer's, by their ids or identifiers. */
  async among(context: Context, held: readonly Held[]): Promise<Held[]> {
    const ids = new Set((await Promise.all(context.group.map((id) => this.opaques(id)))).flat());
    const texts = await identifiersOf(this.#store, context);
    const digests = new Set(await Promise.all(texts.flatMap((text) => this.#sales.all.map(({ look }) => digest(look, text)))));
    return held.filter((one) => ids.has(one.customer) || one.digests.some((each) => digests.has(each)));
  }

  /** Tells sales to forget a customer, but for what stands by their own wish. */
  async forget(customer: string, posted: readonly Posted[], kept: readonly Held[]): Promise<OutboxRecord[]> {
    const names = new Set([...(await this.opaques(customer)), ...posted.map((one) => one.customer)]);
    const messages: OutboxRecord[] = [];
    for (const name of names) messages.push(await this.seal({ kind: 'forget', customer: name, keep: kept.filter((one) => one.customer === name).map(({ cause }) => cause) }, about(customer)));
    return messages;
  }

  /** Takes back what sales was told, whoever it was about. */
  async release(held: readonly Held[]): Promise<OutboxRecord[]> {
    return [await this.seal({ kind: 'entries', entries: held.map((one) => this.#released(one)) })];
  }
}

/** So many digests and texts are remembered; with more, all anew. */
const KNOWN = 500;

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  let made = known.get(name);
  if (made === undefined) {
    if (known.size >= KNOWN) known.clear();
    known.set(name, (made = make()));
  }
  return made;
}

/** Entries in one message: with more, whoever takes it in would write for long. */
const PAGE = 200;

/** Digests in one hold; more of them make several. */
const DIGESTS = 100;

const BEAT = 'beat';

/** Whom a message is about, before it is digested. */
const about = (customer: string): string => `customer:${customer}`;
