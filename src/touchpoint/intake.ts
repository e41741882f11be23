import type { AnyEntry, Told, Used } from '../model/entry.js';
import { clip } from '../model/clip.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import { parseEntry } from '../model/schema.js';
import { scrubEntry } from '../model/secrets.js';
import { derivedStamp, notAhead, type Stamp, stampTime } from '../model/stamp.js';
import { DAY, dayOf } from '../model/time.js';
import { base64url, utf8 } from '../store/bytes.js';
import { isProvisional } from '../store/marks.js';
import type { Loaded } from '../store/store.js';
import { oneName, type Recorder } from './recorder.js';

/** Entries that one message of the public may hold. */
const MAX_ENTRIES = 60;
/** Provisional customers that may claim one identifier, before what claims it is refused. */
const MAX_CLAIMS = 20;

/** What the public may say, and of each kind, what. The rest of an entry is the border's, or a rep's, and left out. */
const MAY_SAY: Readonly<Record<string, readonly string[]>> = {
  told: ['fact', 'value', 'class', 'issue', 'confirms', 'answers'],
  used: ['fact', 'value'],
  issue: ['words', 'topic', 'product'],
  felt: ['felt'],
  withdrawn: ['answers', 'forget'],
  contact: ['phase'],
};

const PUBLIC_CHANNELS: ReadonlySet<string> = new Set(['web-form', 'chat', 'email', 'app', 'sms']);

/** How much people said on a day, by their place. Lies in the store as `quota/` and the first signs of the place, plain. */
interface Counted {
  day: string;
  by: Record<string, number>;
}

/** The public chooses its stamps, contacts and chains, so they are not taken over: they are named anew, by a digest of who and which. */
const own = async (customer: string, name: string): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(`public/${customer}/${name}`)), 0, 12);
export const ownStamp = async (customer: string, stamp: Stamp): Promise<Stamp> => derivedStamp(stampTime(stamp), await own(customer, stamp));
/** A contact that support knows is not the public's to name: its checks would count there. */
export const ownId = async (customer: string, id: string): Promise<string> => `public/${base64url(await own(customer, id))}`;

const isProvisionalId = (id: unknown): id is string => typeof id === 'string' && /^prov_[\w-]{16,64}$/.test(id);

/**
 * Takes in what the public said: checks, scrubs, stamps, and writes it down for support, with what sales is to know in
 * the same breath. The border names the author, never the body: it is at most claimed.
 */
export class Intake {
  readonly #recorder: Recorder;

  /** why something of the message at hand was left out */
  #out: SayOnceError[] = [];

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Leaves out what may not be, and says so; throws where nothing is left. Throws `bad-envelope`, `bad-entry`, `not-allowed`, `stamp-ahead`, `too-large`, `stamp-reused`, `forgotten`. */
  async take(payload: unknown): Promise<void> {
    const { customer, entries } = (payload ?? {}) as { customer?: unknown; entries?: unknown };
    if (!isProvisionalId(customer) || !Array.isArray(entries)) throw new SayOnceError('bad-envelope', 'What came from the public names no provisional customer.');
    if (entries.length > MAX_ENTRIES) throw new SayOnceError('too-large', `What came from the public holds ${entries.length} entries; the limit is ${MAX_ENTRIES}.`);
    const { store } = this.#recorder.desk;
    const loaded = await store.load(customer, true);
    const parsed = this.#parsed(entries);
    const alive = parsed.filter(({ stamp }) => stampTime(stamp) > loaded.since);
    if (alive.length < parsed.length && alive.length === 0) throw new SayOnceError('forgotten', 'This was said before they were forgotten.');
    const taken: AnyEntry[] = [];
    for (const each of alive) {
      const entry = await this.#left(() => this.#entry(customer, each, loaded.life));
      if (entry !== undefined) taken.push(entry);
    }
    const { kept, meta } = await this.#count(customer, loaded, taken);
    const [first] = this.#out;
    if (kept.length === 0 && first !== undefined) throw first;
    await this.#recorder.writer.append(customer, kept, { foreign: true, ...(meta === undefined ? {} : { meta }) });
    for (const error of this.#out) this.#recorder.desk.refused(error);
  }

  /** What the public said by another way than the inbox stays within the same quotas. What is over them is left out, and said. Resolves with the rest, and the new count. */
  async counted(customer: string, loaded: Loaded, entries: readonly AnyEntry[]): Promise<{ kept: AnyEntry[]; meta?: Map<string, unknown> }> {
    this.#out = [];
    const counted = await this.#count(customer, loaded, entries);
    for (const error of this.#out) this.#recorder.desk.refused(error);
    return counted;
  }

  /** What a hand-off of the public's brings: named as it would be if it had come by itself, so that both are one. Throws `not-allowed`. */
  async named(customer: string, entries: readonly unknown[], { life = 0, since = -1 }: Partial<Pick<Loaded, 'life' | 'since'>> = {}): Promise<AnyEntry[]> {
    if (!isProvisionalId(customer)) throw new SayOnceError('not-allowed', 'What came from the public names no provisional customer. Nothing was changed.');
    const named: AnyEntry[] = [];
    for (const each of this.#parsed(entries)) {
      // What was said before they were forgotten, however new the hand-off is.
      if (stampTime(each.stamp) <= since) continue;
      const entry = await this.#left(() => this.#entry(customer, each, life));
      if (entry !== undefined) named.push(entry);
    }
    return named;
  }

  #parsed(entries: readonly unknown[]): AnyEntry[] {
    this.#out = [];
    const parsed: AnyEntry[] = [];
    for (const raw of entries) {
      try {
        parsed.push(parseEntry(raw));
      } catch (error) {
        this.#leave(error);
      }
    }
    return parsed;
  }

  async #left(work: () => Promise<AnyEntry | undefined>): Promise<AnyEntry | undefined> {
    try {
      return await work();
    } catch (error) {
      return this.#leave(error);
    }
  }

  /** One thing is left out, and said; what was said beside it is not lost. */
  #leave(error: unknown): undefined {
    if (!isRefusal(error)) throw error;
    this.#out.push(error);
    return undefined;
  }

  async #entry(customer: string, parsed: AnyEntry, life: number): Promise<AnyEntry | undefined> {
    const { store } = this.#recorder.desk;
    const { kind, stamp, at, contact = '', chain = contact } = parsed;
    const may = MAY_SAY[kind];
    if (may === undefined || !Object.hasOwn(MAY_SAY, kind)) throw new SayOnceError('not-allowed', `The public may not say «${clip(kind, 40)}».`);
    notAhead(stamp, store.now());
    const { entry } = scrubEntry(Object.fromEntries([...may, 'channel'].flatMap((key) => (Object.hasOwn(parsed, key) ? [[key, (parsed as unknown as Record<string, unknown>)[key]]] : []))));
    // Where it was said is where the public can be: no form makes a phone call.
    const { channel } = entry as { channel?: string };
    const { issue, answers } = entry as { issue?: Stamp; answers?: Stamp[] };
    const said = {
      kind,
      ...entry,
      channel: channel !== undefined && PUBLIC_CHANNELS.has(channel) ? channel : 'web-form',
      customer,
      stamp: await ownStamp(customer, stamp),
      // Never after its stamp, which is not ahead. Nothing here depends on when it is taken in: what comes again is the same.
      at: Math.min(at, stampTime(stamp)),
      by: { audience: 'customer', id: customer } as const,
      contact: await ownId(customer, contact),
      chain: await ownId(customer, chain),
      ...(answers === undefined ? {} : { answers: await Promise.all(answers.map((one) => ownStamp(customer, one))) }),
      ...(issue === undefined ? {} : { issue: await ownStamp(customer, issue) }),
      ...(life > 0 ? { life } : {}),
    } as AnyEntry;
    try {
      if (said.kind === 'used') return { ...said, fact: oneName((said as Used).fact) };
      return said.kind === 'told' ? await this.#recorder.told(said as Told) : said;
    } catch (error) {
      // A secret is left out, and so is what has no name; what was said beside it is not lost.
      if (isRefusal(error, 'secret-refused') || isRefusal(error, 'bad-entry')) return undefined;
      throw error;
    }
  }

  /**
   * The public writes so much and no more: per person and day (the day on which it comes, since the page chooses its
   * own), open at a time, per identifier. Resolves with the new count.
   */
  async #count(customer: string, { place, memo: { folded } }: Loaded, entries: readonly AnyEntry[]): Promise<{ kept: AnyEntry[]; meta?: Map<string, unknown> }> {
    const { store, policy } = this.#recorder.desk;
    const { quota } = policy;
    const known = new Set(folded.seen);
    const kept = entries.filter(({ stamp }) => known.has(stamp));
    const fresh = entries.filter(({ stamp }) => !known.has(stamp));
    if (fresh.length === 0) return { kept };
    const today = dayOf(store.now());
    // Several people a record: not one for each that ever came, and not one that all of them rewrite.
    const key = `quota/${place.slice(0, 2)}`;
    const before = (await store.disk.meta(key)) as Counted | undefined;
    const counted = before?.day === today ? before.by : {};
    let said = counted[place] ?? 0;
    let open = folded.context.issues.filter(({ by }) => by.audience === 'customer' && by.id === customer).length;
    for (const entry of fresh) {
      try {
        if (said + 1 > quota.entriesPerDay) throw new SayOnceError('not-allowed', `Somebody said more than ${quota.entriesPerDay} things in a day.`);
        if (entry.kind === 'issue' && open + 1 > quota.openIssues) throw new SayOnceError('not-allowed', `Somebody has more than ${quota.openIssues} open issues.`);
        if (entry.kind === 'told') await this.#checkClaims(customer, entry as Told);
      } catch (error) {
        this.#leave(error);
        continue;
      }
      if (entry.kind === 'issue') open += 1;
      said += 1;
      kept.push(entry);
    }
    return { kept, meta: new Map([[key, { day: today, by: { ...counted, [place]: said } } satisfies Counted]]) };
  }

  async #checkClaims(customer: string, { fact, value, e164 }: Told): Promise<void> {
    const { store, policy } = this.#recorder.desk;
    if (policy.facts[fact]?.identifier !== true) return;
    const text = await store.lookup(fact, value, e164);
    if (text === undefined) return;
    // Old claims hold nothing any more, and must not keep people out.
    const since = store.now() - policy.provisionalDays * DAY;
    const others = (await store.marked([text])).filter(({ memo: { folded: { context } } }) => context.customer !== customer && isProvisional(context.customer) && context.group.length === 1 && context.last > since);
    if (others.length >= MAX_CLAIMS) throw new SayOnceError('not-allowed', 'Too many people claim one identifier.');
  }
}
