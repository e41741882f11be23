import { type AnyEntry, answersOf } from '../model/entry.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import { parseEntry } from '../model/schema.js';
import { scrubEntry } from '../model/secrets.js';
import { derivedStamp, notAhead, type Stamp, stampTime } from '../model/stamp.js';
import { dayOf } from '../model/time.js';
import { utf8 } from '../store/bytes.js';
import { BY_PUBLIC, type Recorder } from './recorder.js';

/** Entries that one message of the public may hold. */
const MAX_ENTRIES = 60;
/** Provisional customers that may claim one identifier, before what claims it is refused. */
const MAX_CLAIMS = 20;

/** The public chooses its stamps, so they are not taken over: what it says is named by a digest of who and which. */
async function ownStamp(customer: string, stamp: Stamp): Promise<Stamp> {
  const hash = await crypto.subtle.digest('SHA-256', utf8(`public/${customer}/${stamp}`));
  return derivedStamp(stampTime(stamp), new Uint8Array(hash, 0, 12));
}

const isProvisionalId = (id: unknown): id is string => typeof id === 'string' && /^prov_[\w-]{16,64}$/.test(id);

/**
 * Takes in what the public said: checks, scrubs, stamps, and writes it down for support, with what sales is to know in
 * the same breath. The border names the author, never the body: it is at most claimed.
 */
export class Intake {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Throws `bad-envelope`, `bad-entry`, `not-allowed`, `stamp-ahead`, `too-large`, `stamp-reused`, `forgotten`. */
  async take(payload: unknown): Promise<void> {
    const { customer, entries } = (payload ?? {}) as { customer?: unknown; entries?: unknown };
    if (!isProvisionalId(customer) || !Array.isArray(entries)) throw new SayOnceError('bad-envelope', 'What came from the public names no provisional customer.');
    if (entries.length > MAX_ENTRIES) throw new SayOnceError('too-large', `What came from the public holds ${entries.length} entries; the limit is ${MAX_ENTRIES}.`);
    const { store } = this.#recorder.desk;
    const loaded = await store.load(customer);
    const taken: AnyEntry[] = [];
    for (const raw of entries) {
      const entry = await this.#entry(customer, raw, loaded.life);
      if (entry !== undefined) taken.push(entry);
    }
    await this.#checkQuota(customer, taken);
    await this.#recorder.writer.append(customer, taken, { foreign: true });
  }

  async #entry(customer: string, raw: unknown, life: number): Promise<AnyEntry | undefined> {
    const { entry } = scrubEntry(parseEntry(raw));
    const { store } = this.#recorder.desk;
    if (!BY_PUBLIC.has(entry.kind)) throw new SayOnceError('not-allowed', `The public may not say «${entry.kind}».`);
    notAhead(entry.stamp, store.now());
    if ((entry.life ?? 0) < life && entry.at < store.now() - 60_000) throw new SayOnceError('forgotten', 'This was said before they were forgotten.');
    const answers = await Promise.all(answersOf(entry).map((stamp) => ownStamp(customer, stamp)));
    const about = (entry as { issue?: unknown }).issue;
    const named = {
      ...entry,
      customer,
      stamp: await ownStamp(customer, entry.stamp),
      at: Math.min(entry.at, store.now()),
      by: { audience: 'customer', id: customer } as const,
      // A contact that support knows is not the public's to name: its checks would count here.
      contact: `public/${customer}/${entry.contact ?? ''}`,
      chain: `public/${customer}/${entry.chain ?? entry.contact ?? ''}`,
      ...(answers.length > 0 ? { answers } : {}),
      ...(typeof about === 'string' ? { issue: await ownStamp(customer, about) } : {}),
      ...(life > 0 ? { life } : {}),
    } as AnyEntry;
    if (named.kind !== 'told') return named;
    try {
      return await this.#recorder.told(named as Extract<AnyEntry, { kind: 'told' }> & { fact: string; value: string; kind: 'told' });
    } catch (error) {
      // A secret is left out; what was said beside it is not lost.
      if (isRefusal(error, 'secret-refused')) return undefined;
      throw error;
    }
  }

  /** The public writes so much and no more: per person and day, open at a time, per identifier. */
  async #checkQuota(customer: string, entries: readonly AnyEntry[]): Promise<void> {
    const { store, policy } = this.#recorder.desk;
    const { folded } = (await store.load(customer)).memo;
    const { quota } = policy;
    const today = dayOf(store.now());
    const said = folded.seen.filter((stamp) => dayOf(stampTime(stamp)) === today).length;
    const fresh = entries.filter(({ stamp }) => !folded.seen.includes(stamp));
    if (fresh.length === 0) return;
    const issues = fresh.filter(({ kind }) => kind === 'issue').length;
    if (said + fresh.length > quota.entriesPerDay) throw new SayOnceError('not-allowed', `Somebody said more than ${quota.entriesPerDay} things in a day.`);
    if (issues > 0 && folded.context.issues.length + issues > quota.openIssues) throw new SayOnceError('not-allowed', `Somebody has more than ${quota.openIssues} open issues.`);
    for (const entry of fresh) {
      if (entry.kind !== 'told') continue;
      const { fact, value, e164 } = entry as { fact: string; value: string; e164?: string };
      if (policy.facts[fact]?.identifier !== true) continue;
      const text = await store.lookup(fact, value, e164);
      if (text === undefined) continue;
      const claims = (await store.marked([text])).filter(({ memo }) => memo.folded.context.customer !== customer && memo.folded.context.customer.startsWith('prov_') && memo.folded.context.group.length === 1);
      if (claims.length >= MAX_CLAIMS) throw new SayOnceError('not-allowed', 'Too many people claim one identifier.');
    }
  }
}
