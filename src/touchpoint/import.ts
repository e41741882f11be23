import type { AnyEntry, Author, Flag } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { isStub } from '../model/fold.js';
import type { Stamp } from '../model/stamp.js';
import type { WriteOptions } from '../store/seal.js';
import type { Store } from '../store/store.js';
import type { Writer } from '../store/write.js';
import { acquaintedWith, type Border, isProven, jsonOf, parseDocument, readEntries } from './document.js';
import type { Recorder } from './recorder.js';
import { isWish, type Objections, objectionsOf, wishesOf } from './suppressed.js';
import type { ExportDocument } from './types.js';

/** Who reads documents in: the border, and whoever writes what it lets through. */
export class Clerk implements Border {
  readonly store: Store;
  readonly author: Author;
  readonly writer: Writer;
  readonly #stamp: () => Stamp;

  /** `stamp`: takes one for what is written down besides */
  constructor(store: Store, author: Author, writer: Writer, stamp: () => Stamp) {
    this.store = store;
    this.author = author;
    this.writer = writer;
    this.#stamp = stamp;
  }

  /**
   * Reads a document in, whatever is here already. One that proves to be this company's own, unchanged, keeps its authors; of
   * any other the border names the author: whoever imports it, as if they had recorded it by hand. What nobody can record by
   * hand (a link, a striking) is kept, and counts for nothing. Resolves with how many entries were new. Throws `bad-document`,
   * `bad-entry`, `too-large`, `secret-refused`, `stamp-ahead`, `stamp-reused`, `forgotten`, `not-allowed`, and what the disk throws.
   */
  async take(document: ExportDocument, objections: Objections, options: WriteOptions = {}): Promise<number> {
    const { store, writer } = this;
    const known = (await isProven(this, document)) ? undefined : await acquaintedWith(store, document.group);
    const { journals, stubs } = readEntries(this, document, known);
    if (journals.size === 0) return 0;
    if (objections.size > 0) for (const [id, entries] of journals) entries.push(...(await this.wishes(id, entries, objections)));
    const { added } = await writer.appendAll(journals, { durability: 'relaxed', ...options, foreign: true });
    // What was struck where this comes from is struck here.
    const struck = (entries: readonly AnyEntry[]): boolean => entries.some((entry) => stubs.has(entry.stamp) && !isStub(entry));
    if (stubs.size > 0) for (const id of journals.keys()) await writer.rewrite(id, (entries) => (struck(entries) ? entries.map((entry) => stubs.get(entry.stamp) ?? entry) : entries));
    return added.length;
  }

  /** They had objected before they were forgotten: the objection outlives it, by whatever door they come back. */
  async wishes(customer: string, entries: readonly AnyEntry[], objections: Objections): Promise<Flag[]> {
    const { store } = this;
    if (entries.some((entry) => entry.kind === 'flag' && isWish(entry as Flag))) return [];
    const { memo, life } = await store.load(customer, true);
    return (await wishesOf(store, memo.folded.context, entries, objections)).map((wish) => ({
      kind: 'flag', flag: 'do-not-pitch', reason: 'wish', ...wish,
      stamp: this.#stamp(), customer, at: store.now(), by: { audience: 'support' }, ...(life === 0 ? {} : { life }),
    }));
  }
}

/** Throws `not-allowed`: sales is told of holds, and takes in nothing else. */
export function mayImport({ audience }: Author): void {
  if (audience === 'sales') throw new SayOnceError('not-allowed', 'Sales takes in nothing but holds.');
}

/** Reads one document in, whatever it is. Throws what `Clerk.take` does. */
export async function importOne(recorder: Recorder, value: unknown): Promise<{ added: number }> {
  const { desk, writer } = recorder;
  mayImport(desk.author);
  const document = parseDocument(jsonOf(value));
  const added = await new Clerk(desk.store, desk.author, writer, () => recorder.stamp()).take(document, await objectionsOf(desk.store));
  void desk.flush();
  return { added };
}
