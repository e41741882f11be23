import type { Context } from '../model/context.js';
import { type AnyEntry, type Author, type Held, isKnown, type Struck } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { canonical, isStub } from '../model/fold.js';
import { factName } from '../model/identifier.js';
import { classOf } from '../model/policy.js';
import { parseEntry } from '../model/schema.js';
import { scrubEntry } from '../model/secrets.js';
import { notAhead, notInFuture, type Stamp, stampTime } from '../model/stamp.js';
import type { OutboxRecord } from '../store/database.js';
import { gather, together } from '../store/journal.js';
import { digest } from '../store/keys.js';
import type { Posted } from '../store/memo.js';
import type { Loaded } from '../store/store.js';
import { checkId } from './options.js';
import { BY_PUBLIC, NOT_BY_RECORD, type Recorder } from './recorder.js';
import { EVERYBODY, type Poster } from './poster.js';
import { saidSubject, sealForIntake } from './said.js';
import { isWish, suppress, withWishes } from './suppressed.js';
import type { ExportDocument } from './types.js';

const FORMAT = 'say-once/export';

/** What is done to whole journals: striking, forgetting, export and import. */
export class Keeper {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  get #desk(): Recorder['desk'] {
    return this.#recorder.desk;
  }

  /** Rewrites the journal without an entry. A stub keeps its stamp, by which every border knows the original. */
  async strike(target: Stamp, customer: string, { because }: { because?: string }): Promise<void> {
    const { store, author } = this.#desk;
    if (author.audience !== 'support') throw new SayOnceError('not-allowed', 'Striking is for support.');
    const loaded = await store.load(customer);
    this.#recorder.saw(loaded.memo.folded.seen.at(-1));
    if (await this.#struckInMemory(target, customer)) return;
    const { members } = await gather(store, [customer]);
    const owner = [...members].find(([, { journal }]) => journal.some(({ stamp }) => stamp === target));
    if (owner === undefined) throw new SayOnceError('unknown-stamp', `${target} is not in this customer's journal. Nothing was struck.`);
    const [id, { loaded: its }] = owner;
    const struck: Struck = { kind: 'struck', answers: [target], ...(because === undefined ? {} : { because: scrubEntry(because).entry }), ...this.#recorder.common(id, its.life) };
    const stub = ({ stamp, customer: whose, at, by, kind, life }: AnyEntry): Struck => ({ kind: 'struck', was: kind, answers: [], stamp, customer: whose, at, by, ...(life === undefined ? {} : { life }) });
    await this.#recorder.writer.rewrite(customer, (entries, member) => {
      const kept = entries.map((entry) => (entry.stamp === target ? stub(entry) : entry));
      return member === id ? together([kept, [struck]]) : kept;
    });
    void this.#desk.flush();
  }

  /** What was never written needs no stub. */
  async #struckInMemory(target: Stamp, customer: string): Promise<boolean> {
    const { store } = this.#desk;
    const unsaved = store.unsaved.get(customer) ?? [];
    const kept = unsaved.filter(({ stamp }) => stamp !== target);
    if (kept.length === unsaved.length) return false;
    await store.holdBack(customer, kept);
    this.#recorder.tellUnsaved();
    return true;
  }

  /** Executes where this desk may; else writes down that it was asked for. */
  async forget(customer: string): Promise<{ done: boolean }> {
    const { author, ring } = this.#desk;
    checkId(customer, author.audience);
    if (author.audience === 'sales') throw new SayOnceError('not-allowed', 'Forgetting is not for sales.');
    if (author.audience === 'customer') return this.#forgetHere(customer);
    if (ring.erase === true) return this.#execute(customer);
    const { life, memo } = await this.#desk.store.load(customer);
    this.#recorder.saw(memo.folded.seen.at(-1));
    await this.#recorder.write(customer, [{ kind: 'withdrawn', answers: [], forget: true, ...this.#recorder.common(customer, life) }]);
    return { done: false };
  }

  /** The customer's own device forgets at once, takes back what it had said, and asks the company to forget. */
  async #forgetHere(customer: string): Promise<{ done: boolean }> {
    const { store } = this.#desk;
    const { members } = await gather(store, [customer]);
    const own = together([...members.values()].map(({ journal }) => journal));
    const common = this.#recorder.common(customer, 0, { audience: 'customer', id: customer });
    const answers = own.filter((entry) => entry.by.audience === 'customer' && entry.kind !== 'withdrawn').map(({ stamp }) => stamp).slice(-1000);
    const send = (): Promise<readonly OutboxRecord[]> => sealForIntake(this.#desk, this.#recorder.node, customer, [{ kind: 'withdrawn', answers, forget: true, ...common }]);
    // What nobody has taken in yet need not be taken in.
    await (await this.#desk.office())?.erase('intake', await Promise.all(store.keys.all.map(({ subject }) => digest(subject, saidSubject(customer)))));
    await this.#recorder.writer.forget(customer, { send });
    this.#recorder.tellUnsaved();
    if ((await this.#desk.person()) === customer) await this.#desk.notYou();
    void this.#desk.flush();
    return { done: true };
  }

  async #execute(customer: string): Promise<{ done: boolean }> {
    const { store } = this.#desk;
    const poster = await this.#recorder.poster;
    const { context } = (await store.load(customer)).memo.folded;
    // What waits in this page's memory was told to nobody, and goes first.
    for (const id of context.group) if (store.unsaved.has(id)) await store.holdBack(id, []);
    const told = poster === undefined ? [] : await this.#told(poster, context);
    const kept = await withWishes(store, told.flatMap(({ wishes }) => wishes));
    const meta = new Map<string, unknown>([...(await suppress(store, context)), ...kept.meta]);
    const office = await this.#desk.office();
    const erased = (await office?.erase('sales', (await poster?.subjects(context.group)) ?? [])) ?? 0;
    const send = async (): Promise<OutboxRecord[]> => {
      const messages: OutboxRecord[] = [];
      for (const { id, posted } of told) messages.push(...((await poster?.forget(id, posted, kept.held)) ?? []));
      return messages;
    };
    for (const id of await this.#recorder.writer.forget(customer, { send, meta })) this.#desk.contacts.end(id);
    this.#recorder.tellUnsaved();
    // What was erased looks to sales as if it had missed something: so it is told everything.
    if (erased > 0) await office?.tellAll(EVERYBODY);
    void this.#desk.flush();
    return { done: true };
  }

  /** What sales was told of everybody in a group, and what of it stands by their own wish. */
  async #told(poster: Poster, { group, flags }: Context): Promise<{ id: string; posted: readonly Posted[]; wishes: Held[] }[]> {
    const { store } = this.#desk;
    const stamps = flags.filter(isWish).map(({ stamp }) => stamp);
    return Promise.all(
      group.map(async (id) => {
        let { memo } = await store.load(id);
        if (!(await poster.isTold(memo.folded.context, memo.posted ?? []))) {
          await this.#recorder.writer.touch(id);
          ({ memo } = await store.load(id));
        }
        const { posted = [] } = memo;
        return { id, posted, wishes: await poster.resting(memo.folded.context, posted, stamps) };
      }),
    );
  }

  /** A customer's journal with those of the linked ids, each entry once, in the order of history. */
  async export(customer: string): Promise<ExportDocument> {
    const { store, author } = this.#desk;
    checkId(customer, author.audience);
    if (author.audience === 'sales') throw new SayOnceError('not-allowed', 'Sales exports nothing: when holds came and went would tell why.');
    const { members, parts } = await gather(store, [customer], store.unsaved);
    const group = parts.find((ids) => ids.includes(customer)) ?? [customer];
    const entries = together(group.map((id) => members.get(id)?.journal ?? [])).map((entry) => scrubEntry(entry).entry);
    const document = { format: FORMAT, version: 1, audience: author.audience, customer, group, entries } as const;
    return { ...document, proof: await this.#proof(store.keys.newest.subject, document) };
  }

  async #proof(key: CryptoKey, { audience, customer, group, entries }: Omit<ExportDocument, 'proof'>): Promise<string> {
    let text: string;
    try {
      text = canonical([this.#desk.name, audience, customer, group, entries]);
    } catch (cause) {
      throw bad('it cannot be read', cause);
    }
    return digest(key, `document:${text}`);
  }

  /**
   * Reads an export document. One that proves to be this company's own, unchanged, keeps its authors; of any other the
   * border names the author: whoever imports it, as if they had recorded it by hand. What nobody can record by hand (a
   * link, a striking) is kept, and counts for nothing. Throws `bad-document`, `bad-entry`, `stamp-ahead`, `stamp-reused`, `forgotten`, `not-allowed`.
   */
  async import(value: unknown): Promise<{ added: number }> {
    const { store, author } = this.#desk;
    if (author.audience === 'sales') throw new SayOnceError('not-allowed', 'Sales takes in nothing but holds.');
    const document = this.#parse(value);
    const proofs = await Promise.all(store.keys.all.map(({ subject }) => this.#proof(subject, document)));
    const proven = document.audience === author.audience && proofs.includes(document.proof);
    const journals = new Map<string, AnyEntry[]>();
    const stubs = new Map<Stamp, AnyEntry>();
    const put = (customer: string, entry: AnyEntry): void => {
      const journal = journals.get(customer);
      if (journal === undefined) journals.set(customer, [entry]);
      else journal.push(entry);
    };
    const border = proven ? undefined : await this.#border(document.group);
    for (const raw of document.entries) {
      const entry = this.#entry(raw, border, document.group);
      if (isStub(entry)) {
        // A stub that nobody can vouch for must stand in nothing's way.
        if (!proven) continue;
        stubs.set(entry.stamp, entry);
      }
      // A link stands in both journals; one that counts for nothing, where the document is.
      for (const id of sidesOf(entry)) if (proven || document.group.includes(id)) put(id, entry);
    }
    if (journals.size === 0) return { added: 0 };
    const { added } = await this.#recorder.writer.appendAll(journals, { durability: 'relaxed', foreign: true });
    // What was struck where this comes from is struck here.
    const struck = (entries: readonly AnyEntry[]): boolean => entries.some((entry) => stubs.has(entry.stamp) && !isStub(entry));
    if (stubs.size > 0) for (const id of journals.keys()) await this.#recorder.writer.rewrite(id, (entries) => (struck(entries) ? entries.map((entry) => stubs.get(entry.stamp) ?? entry) : entries));
    void this.#desk.flush();
    return { added: added.length };
  }

  #parse(value: unknown): ExportDocument {
    const { format, version, audience, customer, group, entries, proof } = (plain(value) ?? {}) as Partial<ExportDocument>;
    if (format !== FORMAT) throw bad('its format is another');
    if (version !== 1) throw bad('its version is not known');
    if (audience !== 'support' && audience !== 'sales' && audience !== 'customer') throw bad('it names no audience');
    if (typeof customer !== 'string' || !Array.isArray(group) || !group.every((id) => typeof id === 'string')) throw bad('it names no customer');
    if (!Array.isArray(entries)) throw bad('it has no entries');
    return { format: FORMAT, version: 1, audience, customer, group, entries, proof: typeof proof === 'string' ? proof : '' };
  }

  /** What a border knows: who recorded what is here already (reading a document in again changes nobody's word), and who lives since when. */
  async #border(group: readonly string[]): Promise<Border> {
    const { store } = this.#desk;
    const { members } = await gather(store, group);
    const authors = [...members.values()].flatMap(({ journal }) => journal.map(({ stamp, by }) => [stamp, by] as const));
    return { authors: new Map(authors), lives: new Map([...members].map(([id, { loaded }]) => [id, loaded])) };
  }

  /** `border`: the document proves nothing, and the border names who said it, and in which life. */
  #entry(raw: AnyEntry, border: Border | undefined, group: readonly string[]): AnyEntry {
    const { author, store, policy } = this.#desk;
    const entry = scrubbed(parseEntry(raw));
    if (isKnown(entry) && entry.kind === 'told' && classOf(policy, factName(entry.fact), entry.class) === 'once') throw new SayOnceError('secret-refused', `«${entry.fact}» is a secret and is never kept. Nothing was read in.`);
    notAhead(entry.stamp, store.now());
    notInFuture(entry.at, store.now());
    checkId(entry.customer, author.audience);
    if (!sidesOf(entry).some((id) => group.includes(id))) throw new SayOnceError('bad-document', 'It holds entries of somebody it does not name. Nothing was read in.');
    if (entry.kind === 'held' || entry.kind === 'released') throw new SayOnceError('not-allowed', 'Holds are derived; they are not read in.');
    if (border === undefined) return entry;
    if (author.audience === 'customer' && !BY_PUBLIC.has(entry.kind)) throw new SayOnceError('not-allowed', `«${entry.kind}» is not for a customer's page to read in.`);
    const known = border.authors.get(entry.stamp);
    if (known !== undefined) return { ...entry, by: known } as AnyEntry;
    const { life, since } = border.lives.get(entry.customer) ?? { life: 0, since: -1 };
    if (stampTime(entry.stamp) <= since) throw new SayOnceError('forgotten', 'This document holds what was said before somebody was forgotten. Nothing was read in.');
    const by: Author = author.audience === 'customer' ? { audience: 'customer', id: entry.customer } : isByHand(entry.kind) ? author : { audience: 'customer' };
    const { life: _, ...rest } = entry;
    return { ...rest, by, ...(life > 0 ? { life } : {}) } as AnyEntry;
  }
}

interface Border {
  authors: ReadonlyMap<Stamp, Author>;
  /** of each customer, the life number, and since when they live it, ms since 1970 */
  lives: ReadonlyMap<string, Pick<Loaded, 'life' | 'since'>>;
}

const isByHand = (kind: string): boolean => kind !== 'withdrawn' && !(NOT_BY_RECORD as ReadonlySet<string>).has(kind);

/** In whose journals an entry stands. */
const sidesOf = (entry: AnyEntry): string[] => (isKnown(entry) && (entry.kind === 'linked' || entry.kind === 'unlinked') ? [entry.customer, entry.with] : [entry.customer]);

const bad = (what: string, cause?: unknown): SayOnceError => new SayOnceError('bad-document', `This is not an export document of say-once: ${what}. Nothing was read in.`, { cause });

/** As JSON says it, whatever it is. Throws `bad-document`. */
function plain(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch (cause) {
    throw bad('it cannot be read', cause);
  }
}

/** Throws `bad-entry`: nested too deep to be searched for secrets. */
function scrubbed(entry: AnyEntry): AnyEntry {
  try {
    return scrubEntry(entry).entry;
  } catch (cause) {
    throw new SayOnceError('bad-entry', 'An entry is nested too deep. Nothing was read in.', { cause });
  }
}
