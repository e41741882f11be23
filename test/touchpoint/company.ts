/** A company with keys of its own, a clock that can be set, and eyes for what lies sealed: for tests that look where no touchpoint lets one look. */
import { onTestFinished } from 'vitest';
import type { Box, Envelope } from '../../src/carry/carrier.js';
import { openEnvelope, sealEnvelope, type SealingKey } from '../../src/carry/envelope.js';
import type { AnyEntry, Audience } from '../../src/model/entry.js';
import { nextStamp, nodeName, type Stamp } from '../../src/model/stamp.js';
import { randomBytes, randomId } from '../../src/store/bytes.js';
import type { ContextRecord, JournalRecord, OutboxRecord } from '../../src/store/database.js';
import { databaseName } from '../../src/store/early.js';
import { type KeyRing, type Keys, keysOf, type RingKey } from '../../src/store/keys.js';
import { Mailbox } from '../../src/store/mailbox.js';
import { type Memo, openMemo } from '../../src/store/memo.js';
import { openEntries } from '../../src/store/segment.js';
import type { Touchpoint, TouchpointOptions } from '../../src/touchpoint/types.js';
import { company, open, until } from './desks.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Saturday, 21 November 2026, 9:00 UTC. */
export const START = Date.UTC(2026, 10, 21, 9);

/** A clock that runs as clocks do, and can be set. */
export interface Clock {
  (): number;
  /** some ms later, or earlier */
  go(ms: number): void;
}

export function clock(start = START): Clock {
  let base = start - performance.now();
  return Object.assign(() => Math.floor(base + performance.now()), {
    go: (ms: number): void => {
      base += ms;
    },
  });
}

export const hkdf = (raw: Uint8Array<ArrayBuffer> = randomBytes(32)): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey', 'deriveBits']);
export const ringKey = async (id: string): Promise<RingKey> => ({ id, key: await hkdf() });

/** What somebody says, as it would stand in a public envelope. */
export type Raw = Record<string, unknown>;

export class Company {
  readonly name: string;
  readonly now: Clock;
  readonly support: RingKey[];
  readonly sales: RingKey[];
  readonly customer: RingKey[];
  readonly pair: CryptoKeyPair;
  readonly #node = nodeName(randomBytes(12));
  #last: Stamp | undefined;

  private constructor(now: Clock, keys: Pick<Company, 'support' | 'sales' | 'customer' | 'pair'>) {
    this.name = company();
    this.now = now;
    this.support = keys.support;
    this.sales = keys.sales;
    this.customer = keys.customer;
    this.pair = keys.pair;
  }

  static async make(now: Clock = clock()): Promise<Company> {
    const [support, sales, customer] = await Promise.all([ringKey('s1'), ringKey('v1'), ringKey('c1')]);
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
    return new Company(now, { support: [support], sales: [sales], customer: [customer], pair });
  }

  /** The host's ring for one seat. */
  ring(audience: Audience): KeyRing {
    const { publicKey, privateKey } = this.pair;
    if (audience === 'support') return { support: this.support, sales: this.sales, intake: { id: 'i1', publicKey, privateKey }, erase: true };
    return { [audience]: this[audience], intake: { id: 'i1', publicKey } };
  }

  open<A extends Audience>(audience: A, more: Partial<TouchpointOptions<A>> = {}): Promise<Touchpoint<A>> {
    return open(this.name, audience, { keys: this.ring(audience), now: this.now, ...more });
  }

  /** A support desk that is no intake: what the public sealed stays sealed. */
  async back(more: Partial<TouchpointOptions<'support'>> = {}): Promise<Touchpoint<'support'>> {
    const { intake: _, ...keys } = this.ring('support');
    return this.open('support', { keys, ...more });
  }

  /** A sales desk that has been told everything. */
  async salesDesk(more: Partial<TouchpointOptions<'sales'>> = {}): Promise<Touchpoint<'sales'>> {
    const sales = await this.open('sales', more);
    await until(() => sales.state.fresh);
    return sales;
  }

  // What travels

  keys(audience: Audience): Promise<Keys> {
    return keysOf(this.ring(audience), this.name, audience, () => this.now());
  }

  async #boxKeys(box: Box): Promise<{ seal: SealingKey; open: SealingKey[] }> {
    if (box === 'intake') return { seal: { id: 'i1', key: this.pair.publicKey }, open: [{ id: 'i1', key: this.pair.privateKey }] };
    const { newest, all } = await this.keys(box === 'offers' ? 'support' : (box as Audience));
    return { seal: { id: newest.id, key: newest.envelope }, open: all.map(({ id, envelope }) => ({ id, key: envelope })) };
  }

  /** What lies in a box. */
  async mail(box: Box): Promise<Envelope[]> {
    const mailbox = new Mailbox(this.name);
    try {
      return (await mailbox.after(box, 0, 10_000)).map(({ envelope }) => ({ ...envelope, to: box }));
    } finally {
      mailbox.close();
    }
  }

  /** What lies in a box, opened. */
  async letters(box: Box): Promise<unknown[]> {
    const { open: keys } = await this.#boxKeys(box);
    return Promise.all((await this.mail(box)).map(({ sealed }) => openEnvelope({ company: this.name, box }, keys, sealed)));
  }

  /** Puts a sealed text into a box, as any page of this browser can. Whoever reads the box hears the bell. */
  async post(box: Box, sealed: string, id = randomId()): Promise<string> {
    const mailbox = new Mailbox(this.name);
    await mailbox.put([{ id, to: box, subject: 'somebody', sealed }]);
    mailbox.close();
    ring(`say-once/${this.name}/exchange`, 'mail');
    return id;
  }

  async sealed(box: Box, payload: unknown): Promise<string> {
    return sealEnvelope({ company: this.name, box }, (await this.#boxKeys(box)).seal, payload);
  }

  /** Seals something for a box, rightly, and posts it. */
  async send(box: Box, payload: unknown): Promise<string> {
    return this.post(box, await this.sealed(box, payload));
  }

  /** A stamp of a page's; one of another time is another page's. */
  stamp(at?: number): Stamp {
    if (at !== undefined) return nextStamp(undefined, at, nodeName(randomBytes(12)));
    this.#last = nextStamp(this.#last, this.now(), this.#node);
    return this.#last;
  }

  /** An entry as the public might write it. */
  raw(customer: string, draft: Raw): Raw {
    return { stamp: this.stamp(), customer, at: this.now(), by: { audience: 'customer', id: customer }, contact: 'web-1', chain: 'web-1', channel: 'web-form', ...draft };
  }

  /** A message of the public, written by hand. */
  async said(customer: string, ...drafts: Raw[]): Promise<string> {
    return this.send('intake', { v: 1, kind: 'said', from: this.#node, customer, entries: drafts.map((draft) => this.raw(customer, draft)) });
  }

  // What lies

  /** All records of an audience's store (or of the exchange), as they lie. */
  async rows(part: Audience | 'exchange'): Promise<Record<string, { key: IDBValidKey; value: unknown }[]>> {
    const database = await done(indexedDB.open(databaseName(this.name, part)));
    try {
      const all: Record<string, { key: IDBValidKey; value: unknown }[]> = {};
      for (const name of database.objectStoreNames) {
        const store = database.transaction(name).objectStore(name);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        all[name] = keys.map((key, index) => ({ key, value: values[index] as unknown }));
      }
      return all;
    } finally {
      database.close();
    }
  }

  /** Everything in an audience's store, opened. */
  async opened(audience: Audience): Promise<{ contexts: { place: string; record: ContextRecord; memo?: Memo }[]; entries: AnyEntry[]; meta: Record<string, unknown>; outbox: OutboxRecord[] }> {
    const keys = await this.keys(audience);
    const { contexts = [], journal = [], meta = [], outbox = [] } = await this.rows(audience);
    return {
      contexts: await Promise.all(
        contexts.map(async ({ key, value }) => {
          const [place, record] = [key as string, value as ContextRecord];
          return { place, record, ...(record.box === undefined ? {} : { memo: await openMemo(keys, place, record, record.box) }) };
        }),
      ),
      entries: (
        await Promise.all(
          journal.map(({ key, value }) => {
            const [place, pos] = key as [string, number];
            return openEntries(keys, place, -pos, value as JournalRecord);
          }),
        )
      ).flat(),
      meta: Object.fromEntries(meta.map(({ key, value }) => [key as string, value])),
      outbox: outbox.map(({ value }) => value as OutboxRecord),
    };
  }
}

/** Posts on a BroadcastChannel, as any script of the origin can. */
export function ring(name: string, ...messages: unknown[]): void {
  const bell = new BroadcastChannel(name);
  messages.forEach(bell.postMessage, bell);
  bell.close();
}

export const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no reason was given'));
  });

/** The refusal of something, by its code. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => 'it was done',
    (reason: unknown) => reason,
  );
  return (error as { code?: string }).code ?? String(error);
}

/** Waits long enough for what must not happen to have happened. */
export const quiet = (ms = 200): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Gathers what a `watch` shows. */
export function shown<T>(watch: (callback: (view: T) => void) => () => void): { views: T[]; last(): T | undefined; stop: () => void } {
  const views: T[] = [];
  const stop = watch((view) => void views.push(view));
  onTestFinished(stop);
  return { views, last: () => views.at(-1), stop };
}

/** Waits until the desk that takes in has emptied a box, and has worked off what was in it. */
export async function emptied(acme: Company, box: Box): Promise<void> {
  await until(async () => (await acme.mail(box)).length === 0);
}

export const PROV = (name: string): string => `prov_${name.padEnd(20, '0')}`;
