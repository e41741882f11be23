import { clip } from '../model/clip.js';
import type { Context } from '../model/context.js';
import type { AnyEntry } from '../model/entry.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import { parseEntry } from '../model/schema.js';
import { notAhead } from '../model/stamp.js';
import { dayOf, startOf } from '../model/time.js';
import { randomId } from '../store/bytes.js';
import { OPAQUE } from '../store/store.js';
import { type Heard, isHeard } from './fresh.js';
import { EVERYBODY, type Numbered } from './poster.js';
import type { Recorder } from './recorder.js';

/** Contexts looked through at a time. */
const PAGE = 200;
/** Senders whose numbering is remembered. */
const MAX_NODES = 200;

/** Takes in what support tells sales, and keeps count: a number that is missing means «not checked». */
export class Hearing {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** How far this store has heard, and what it holds at the moment of asking. */
  async asking(): Promise<Heard> {
    const had: string[] = [];
    for await (const { held } of this.#contexts()) had.push(...held.map(({ cause }) => cause));
    return { ...(await this.heard()), had };
  }

  /** Every context that lies here. */
  async *#contexts(): AsyncGenerator<Context> {
    const { store } = this.#recorder.desk;
    for (let page = await store.disk.places(undefined, PAGE); page.length > 0; page = await store.disk.places(page.at(-1)?.place, PAGE)) {
      for (const { place } of page) yield (await store.load(OPAQUE + place)).memo.folded.context;
    }
  }

  /** Lets go of what was held when it asked, and does not stand any more: that it was released is what was missed. */
  async #drop(had: readonly string[], standing: readonly string[]): Promise<void> {
    const stands = new Set(standing);
    const over = new Set(had.filter((cause) => !stands.has(cause)));
    if (over.size === 0) return;
    for await (const { customer, held } of this.#contexts()) {
      if (!held.some(({ cause }) => over.has(cause))) continue;
      await this.#recorder.writer.rewrite(customer, (entries) => entries.filter((entry) => !over.has((entry as { cause?: string }).cause ?? '')));
    }
  }

  async heard(): Promise<Heard> {
    const known = await this.#recorder.desk.store.disk.meta('heard');
    return isHeard(known) ? known : { store: randomId(), whole: false, at: 0, nodes: {} };
  }

  /** Writes a message down. Resolves with whether everything must be asked for again. Throws `bad-envelope`, `bad-entry`, `stamp-ahead`, `stamp-reused`. */
  async hear(payload: unknown): Promise<boolean> {
    const message = parse(payload);
    const before = await this.heard();
    // What comes again was taken in before, and says nothing about now.
    if (!isBeat(message) && message.n <= (before.nodes[message.from] ?? 0)) return !before.whole;
    const heard = this.#count(before, message);
    const meta = new Map<string, unknown>([['heard', heard]]);
    const { writer } = this.#recorder;
    if (message.kind === 'heard') {
      if (heard.whole && !before.whole && message.whole === before.store && message.causes !== undefined) await this.#drop(before.had ?? [], message.causes);
      await writer.send(async () => [], meta);
    } else if (message.kind === 'forget') await this.#forget(message.customer, new Set(message.keep), meta);
    else {
      const byCustomer = new Map<string, AnyEntry[]>();
      let refused: unknown;
      for (const raw of message.entries) {
        const entry = this.#taken(raw, (error) => (refused ??= error));
        if (entry === undefined) continue;
        byCustomer.set(entry.customer, [...(byCustomer.get(entry.customer) ?? []), entry]);
      }
      const last = [...byCustomer.keys()].at(-1);
      for (const [customer, entries] of byCustomer) await writer.append(customer, entries, { foreign: true, ...(customer === last && refused === undefined ? { meta } : {}) });
      // What could be taken in was. The number counts as missing, so that nothing is «clear» because of it.
      if (refused !== undefined) throw refused;
    }
    return !heard.whole;
  }

  #count(before: Heard, message: Numbered): Heard {
    const { now } = this.#recorder.desk.store;
    const last = before.nodes[message.from] ?? 0;
    const run = message.n === last + 1 ? (before.runs?.[message.from] ?? 0) : 0;
    // Told everything: only where every page of it was taken in.
    const told = message.kind === 'heard' && (message.whole === before.store || message.whole === EVERYBODY) && run >= (message.pages ?? 0);
    const gap = !told && message.n > (isBeat(message) ? last : last + 1);
    const others = Object.entries(before.nodes).filter(([node]) => node !== message.from).slice(1 - MAX_NODES);
    return {
      // Under a new name, so that no answer to what was asked before this gap counts as one to this.
      store: gap && before.whole ? randomId() : before.store,
      whole: told || (before.whole && !gap),
      at: message.kind === 'heard' ? Math.max(Math.min(before.at, now()), Math.min(message.at, now())) : before.at,
      nodes: Object.fromEntries([...others, [message.from, Math.max(last, message.n)]]),
      runs: Object.fromEntries([...others.map(([node]) => [node, before.runs?.[node] ?? 0]), [message.from, isBeat(message) ? (before.runs?.[message.from] ?? 0) : run + 1]]),
      ...(told || before.had === undefined ? {} : { had: before.had }),
    };
  }

  #taken(raw: unknown, refuse: (error: unknown) => void): AnyEntry | undefined {
    try {
      return this.#entry(raw);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refuse(error);
      return undefined;
    }
  }

  /** Sales takes in holds alone, about people it cannot name, in days. */
  #entry(raw: unknown): AnyEntry {
    const entry = parseEntry(raw);
    const { store } = this.#recorder.desk;
    if (entry.kind !== 'held' && entry.kind !== 'released') throw new SayOnceError('not-allowed', `Sales is told of holds, not of «${clip(entry.kind, 40)}».`);
    if (!entry.customer.startsWith(OPAQUE)) throw new SayOnceError('not-allowed', 'Sales is told of nobody by name.');
    notAhead(entry.stamp, store.now());
    return { ...entry, at: startOf(dayOf(entry.at)), by: { audience: 'support' } };
  }

  async #forget(customer: string, keep: ReadonlySet<string>, meta: ReadonlyMap<string, unknown>): Promise<void> {
    const stays = (entry: AnyEntry): boolean => entry.kind === 'held' && keep.has((entry as { cause?: string }).cause ?? '');
    await this.#recorder.writer.rewrite(customer, (entries) => (entries.every(stays) ? entries : entries.filter(stays)), { meta });
  }
}

/** It has no number of its own, but that of the last message before it. */
const isBeat = (message: Numbered): boolean => message.kind === 'heard' && message.whole === undefined;

function parse(payload: unknown): Numbered {
  const { from, n, kind, entries, at, whole, causes = [], customer, keep } = (payload ?? {}) as Record<string, unknown>;
  const right =
    typeof from === 'string' && from.length <= 40 && typeof n === 'number' && Number.isSafeInteger(n) && n >= (kind === 'heard' && whole === undefined ? 0 : 1) &&
    ((kind === 'entries' && Array.isArray(entries) && entries.length > 0) ||
      (kind === 'heard' && typeof at === 'number' && Array.isArray(causes)) ||
      (kind === 'forget' && typeof customer === 'string' && customer.startsWith(OPAQUE) && Array.isArray(keep) && keep.every((cause) => typeof cause === 'string')));
  if (!right) throw new SayOnceError('bad-envelope', 'What came for sales is not a message of ours.');
  return payload as Numbered;
}
