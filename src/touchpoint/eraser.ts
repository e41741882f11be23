/**
 * The host's own worker that has the right to erase: it executes what desks ask for, tells every desk of it, and takes
 * out of the relay what comes too late. Whoever asked is named by the subject, at the relay's border.
 */
import type { Delivery, ErasingCarrier } from '../carry/carrier.js';
import { answersOf, type AnyEntry, type Audience, type Withdrawn } from '../model/entry.js';
import { isStub, stubOf } from '../model/fold.js';
import type { Stamp } from '../model/stamp.js';
import type { OutboxRecord } from '../store/database.js';
import { gather } from '../store/journal.js';
import { isOver } from '../store/plan.js';
import type { Ending } from '../store/write.js';
import type { Desk } from './desk.js';
import { sidesOf } from './document.js';
import { endOf, ERASER, erasedOf, subjectsOf } from './ended.js';
import { Keeper } from './keeper.js';
import { openShared, readOpened, type Told } from './relay-border.js';
import { sealToDesks, type Shared } from './share.js';
import { sharedSubject } from './sharing.js';
import type { Objections } from './suppressed.js';

/** Who asks, and for what. */
export interface Asked {
  /** the id under which the desk writes on the relay */
  author: string;
  what: 'forget' | 'strike';
}

/** Where the messages lie that said that a life ended: of a stream that was put back from an older copy they are missing. */
const TOLD = 'erased/';
/** Stamps of what was struck. */
const STRUCK = 'struck/';

export class Eraser {
  readonly #desk: Desk<Audience>;
  readonly #carrier: ErasingCarrier;
  readonly #mayAsk: (asked: Asked) => boolean | Promise<boolean>;

  constructor(desk: Desk<Audience>, carrier: ErasingCarrier, mayAsk: (asked: Asked) => boolean | Promise<boolean>) {
    this.#desk = desk;
    this.#carrier = carrier;
    this.#mayAsk = mayAsk;
  }

  /** Of a batch that was written down, and comes again where this fails: what was asked is done, and what came too late is taken out. */
  async took(told: readonly Told[]): Promise<void> {
    // What it had kept itself may since have been struck, or belong to a life that is over.
    for (const one of told) await this.#takeOut(one);
    for (const one of told) if (one.opened.author !== ERASER) for (const entry of entriesOf(one)) if (entry.by.audience === 'support') await this.#asked(entry, one.opened.author ?? '');
  }

  async #asked(entry: AnyEntry, author: string): Promise<void> {
    const what = entry.kind === 'struck' ? 'strike' : entry.kind === 'withdrawn' && (entry as Withdrawn).forget === true ? 'forget' : undefined;
    if (what === undefined || isOver(entry, await this.#desk.store.peek(entry.customer), true) || !(await this.#mayAsk({ author, what }))) return;
    const keeper = new Keeper(await this.#desk.recorder());
    if (what === 'forget') await keeper.forget(entry.customer);
    else for (const stamp of answersOf(entry)) await this.#strike(stamp, entry.customer, keeper);
  }

  /** Before their lives end here: nothing of a next one can lie there yet. */
  async purge(customers: readonly string[]): Promise<void> {
    for (const customer of customers) for (const subject of await subjectsOf(this.#desk.store, customer)) await this.#carrier.erase('support', { subject });
  }

  /** What every desk is told of lives that end. */
  async tell(endings: readonly Ending[], objections: Objections): Promise<{ send: OutboxRecord[]; meta: Map<string, unknown> }> {
    const { store } = this.#desk;
    const ends = await Promise.all(endings.map((one) => endOf(store, one)));
    // Under a subject of its own each: the customer's is purged.
    const message = await sealToDesks(store, this.#carrier.name, `erased:${ends[0]?.places[0]?.[1] ?? ''}`, erasedOf(ends, objections));
    return { send: [message], meta: new Map([[TOLD + message.id, message]]) };
  }

  /** The stream is another: all that was told is told again. */
  async tellAgain(): Promise<void> {
    const { writer } = await this.#desk.recorder();
    await writer.send(async () => [...(await this.#desk.store.disk.metas(TOLD)).values()] as OutboxRecord[]);
  }

  async #strike(target: Stamp, customer: string, keeper: Keeper): Promise<void> {
    const { store } = this.#desk;
    const { members } = await gather(store, [customer]);
    const entry = [...members.values()].flatMap(({ journal }) => journal).find(({ stamp }) => stamp === target);
    const { writer } = await this.#desk.recorder();
    // What is not here yet is taken out when it comes.
    await writer.send(async () => [], new Map([[STRUCK + target, true]]));
    if (entry === undefined) return;
    const stub = isStub(entry) ? entry : stubOf(entry);
    await keeper.strikeHere(new Map([[target, stub]]));
    for (const subject of await subjectsOf(store, entry.customer)) {
      for (const delivery of await this.#carrier.about('support', subject)) {
        const told = await this.#read(delivery);
        if (told !== undefined) await this.#takeOut(told);
      }
    }
  }

  /** As desks took it in: what was refused at the border must not go on in a message that speaks for others. */
  async #read(delivery: Omit<Delivery, 'cursor'>): Promise<Told | undefined> {
    const keys = this.#desk.store.keys.all.map(({ id, envelope: key }) => ({ id, key }));
    const opened = await openShared(this.#desk, keys, delivery).catch(() => undefined);
    return opened && readOpened(this.#desk, opened, () => {});
  }

  /** A message that holds what was struck, or what belongs to a life that is over, is taken out; what is right in it stays, in a message of the eraser's. */
  async #takeOut(told: Told): Promise<void> {
    const { opened: { author, id, subject } } = told;
    const entries = entriesOf(told);
    const { store } = this.#desk;
    const kept: AnyEntry[] = [];
    for (const entry of entries) {
      const struck = !isStub(entry) && (await store.disk.meta(STRUCK + entry.stamp)) === true;
      const sides = await Promise.all(sidesOf(entry).map((customer) => store.peek(customer)));
      if (!sides.some((side) => isOver(entry, side, true))) kept.push(struck ? stubOf(entry) : entry);
    }
    if (kept.length === entries.length && kept.every((entry, index) => entry === entries[index])) return;
    const [first] = kept;
    const { writer } = await this.#desk.recorder();
    if (first !== undefined) await writer.send(async () => [await sealToDesks(store, this.#carrier.name, sharedSubject(first.customer), { v: 1, kind: 'kept', entries: kept } satisfies Shared)]);
    await this.#carrier.erase('support', { id, subject, ...(author === undefined ? {} : { author }) });
  }
}

/** Each once: a link stands in two journals. */
const entriesOf = ({ journals }: Told): AnyEntry[] => [...new Set([...journals.values()].flat())];
