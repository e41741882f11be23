/** A hand-off from another store: what it would add to this one, and adding it. */
import type { Context } from '../model/context.js';
import type { AnyEntry, Author, HandOff } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { fold } from '../model/fold.js';
import type { OfferBody } from '../model/hand-off.js';
import { parseDraft } from '../model/schema.js';
import { scrubEntry } from '../model/secrets.js';
import { freeze } from '../store/freeze.js';
import { gather, type Group, together } from '../store/journal.js';
import { FORMAT, readEntries } from './document.js';
import { claimsOf } from './hand-off-claims.js';
import { Intake } from './intake.js';
import type { Recorder } from './recorder.js';

export class Elsewhere {
  readonly #recorder: Recorder;
  readonly #body: OfferBody;
  readonly #signer: Author | undefined;

  /** `signer`: who vouches for it; undefined: nobody, so that it is the public's word */
  constructor(recorder: Recorder, body: OfferBody, signer: Author | undefined) {
    this.#recorder = recorder;
    this.#body = body;
    this.#signer = signer;
  }

  /** By customer, what it adds. Throws `forgotten`, `bad-entry`, `too-large`, `stamp-ahead`, `secret-refused`, `not-allowed`. */
  async #adds({ members }: Group): Promise<Map<string, AnyEntry[]>> {
    const { desk } = this.#recorder;
    const { customer, group = [customer], entries = [], at, from } = this.#body;
    const loaded = members.get(customer)?.loaded;
    if (at <= (loaded?.since ?? -1)) throw new SayOnceError('forgotten', 'This customer was forgotten since it was offered. Nothing was changed.');
    if (this.#signer !== undefined && entries.length > 0) {
      const document = { format: FORMAT, version: 1, audience: 'support', customer, group, entries, proof: '' } as const;
      return readEntries({ store: desk.store, author: desk.author }, document, undefined).journals;
    }
    if (from.audience === 'customer') return new Map([[customer, await new Intake(this.#recorder).named(customer, entries, loaded)]]);
    const known = new Set([...members.values()].flatMap(({ journal }) => journal.map(({ stamp }) => stamp)));
    return new Map([[customer, await claimsOf(this.#recorder, this.#body, loaded ?? {}, (stamp) => known.has(stamp))]]);
  }

  #gathered(): Promise<Group> {
    const { customer, group = [] } = this.#body;
    return gather(this.#recorder.desk.store, [customer, ...(this.#signer === undefined ? [] : group)]);
  }

  /** What this desk would know of the customer, with what it knows already: nothing doubled, nothing hidden. */
  async context(): Promise<Context> {
    const { customer } = this.#body;
    const here = await this.#gathered();
    const adds = await this.#adds(here);
    const ids = new Set([...(here.parts.find((part) => part.includes(customer)) ?? [customer]), ...adds.keys()]);
    const all = together([...[...ids].map((id) => here.members.get(id)?.journal ?? []), ...adds.values()]);
    return freeze(fold(all, { customer, group: [...ids] }).context);
  }

  /** What nobody signed is the public's word, whatever way it came: within the public's quotas. */
  async #within(customer: string, entries: readonly AnyEntry[]): Promise<{ kept: AnyEntry[]; meta?: Map<string, unknown> }> {
    return new Intake(this.#recorder).counted(customer, await this.#recorder.desk.store.load(customer, true), entries);
  }

  /** Writes it down, with that it was accepted, all in one transaction. Throws `stamp-reused` besides. */
  async take(answer: Pick<HandOff, 'points' | 'confirmed' | 'corrected' | 'readBack'>): Promise<void> {
    const { customer, offer, to, note, until, chain, from: { audience, id, label } } = this.#body;
    const here = await this.#gathered();
    const adds = await this.#adds(here);
    // Whom a signature names is in what was signed; of all else it must be kept who said so.
    const who = this.#signer === undefined ? { claimed: { audience: audience === 'customer' ? audience : 'support', ...(id === undefined ? {} : { id }), ...(label === undefined ? {} : { label }) } } : { chain };
    const draft = parseDraft({ kind: 'handoff', offer, state: 'accepted', to, note, until, ...answer, ...who });
    const accepted = { ...scrubEntry(draft).entry, ...this.#recorder.common(customer, here.members.get(customer)?.loaded.life ?? 0) } as AnyEntry;
    const { kept = adds.get(customer) ?? [], meta } = this.#signer === undefined ? await this.#within(customer, adds.get(customer) ?? []) : {};
    await this.#recorder.writer.appendAll(new Map([...adds, [customer, [...kept, accepted]]]), { foreign: true, durability: 'strict', ...(meta === undefined ? {} : { meta }) });
    void this.#recorder.desk.flush();
  }
}
