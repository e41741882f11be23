import { SayOnceError } from '../model/errors.js';
import type { ContextRecord, JournalRecord, OutboxRecord } from './database.js';
import { type Change, type Disk, journalAhead, type Placed, withKey } from './disk.js';

/** All that lies there. */
export interface MemoryState {
  contexts: Map<string, ContextRecord>;
  journal: Map<string, Map<number, JournalRecord>>;
  meta: Map<string, unknown>;
  outbox: Map<number, OutboxRecord>;
  seq: number;
}

/** Where there is no IndexedDB: the same records in this page's memory, sealed all the same. */
export class MemoryDisk implements Disk {
  readonly lasting: boolean = false;
  readonly #contexts: Map<string, ContextRecord>;
  readonly #journal: Map<string, Map<number, JournalRecord>>;
  readonly #meta: Map<string, unknown>;
  readonly #outbox: Map<number, OutboxRecord>;
  #seq: number;
  #closed = false;

  constructor({ contexts, journal, meta, outbox, seq }: MemoryState = { contexts: new Map(), journal: new Map(), meta: new Map(), outbox: new Map(), seq: 0 }) {
    this.#contexts = contexts;
    this.#journal = journal;
    this.#meta = meta;
    this.#outbox = outbox;
    this.#seq = seq;
  }

  get state(): MemoryState {
    return { contexts: this.#contexts, journal: this.#journal, meta: this.#meta, outbox: this.#outbox, seq: this.#seq };
  }

  #check(): void {
    if (this.#closed) throw new SayOnceError('closed', 'This touchpoint was closed.');
  }

  async contexts(places: readonly string[]): Promise<(ContextRecord | undefined)[]> {
    this.#check();
    return places.map((place) => this.#contexts.get(place));
  }

  async marked(marks: readonly string[]): Promise<{ place: string; record: ContextRecord }[]> {
    this.#check();
    const wanted = new Set(marks);
    return [...this.#contexts].filter(([, record]) => record.marks.some((mark) => wanted.has(mark))).map(([place, record]) => ({ place, record }));
  }

  async markedBetween(from: string, to: string, limit: number): Promise<string[]> {
    this.#check();
    return [...this.#contexts].filter(([, record]) => record.marks.some((mark) => mark >= from && mark <= to)).map(([place]) => place).slice(0, limit);
  }

  async places(after: string | undefined, limit: number): Promise<{ place: string; key: string }[]> {
    this.#check();
    return [...this.#contexts].map(([place, { key }]) => ({ place, key })).filter(({ place }) => after === undefined || place > after).sort((a, b) => (a.place < b.place ? -1 : 1)).slice(0, limit);
  }

  async journal(place: string, { upTo, limit }: { upTo?: number; limit?: number } = {}): Promise<Placed[]> {
    this.#check();
    return [...(this.#journal.get(place) ?? [])].map(([pos, record]) => ({ pos, record })).filter(({ pos }) => upTo === undefined || pos <= upTo).sort((a, b) => b.pos - a.pos).slice(0, limit);
  }

  async commit({ expect, contexts, clear, drop, add, merge, meta, send, sealedWith, boundTo }: Change): Promise<boolean> {
    this.#check();
    for (const [place, rev] of expect) if ((this.#contexts.get(place)?.rev ?? 0) !== rev) return false;
    const room = (merge ?? []).map(({ place, from, to, count }) => ({ place, count, taken: [...(this.#journal.get(place)?.keys() ?? [])].filter((pos) => pos >= from && pos <= to) }));
    if (room.some(({ taken, count }) => taken.length !== count)) return false;
    const isFree = (place: string, pos: number): boolean => clear?.includes(place) === true || room.some((one) => one.place === place && one.taken.includes(pos)) || this.#journal.get(place)?.has(pos) !== true;
    if (add?.some(({ place, pos }) => !isFree(place, pos)) === true) throw journalAhead();
    for (const [list, key] of [['keys', sealedWith], ['bound', boundTo]] as const) {
      if (key === undefined) continue;
      const keys = withKey(this.#meta.get(list), key);
      if (keys instanceof SayOnceError) throw keys;
      this.#meta.set(list, keys);
    }
    for (const place of clear ?? []) this.#journal.delete(place);
    for (const { place, taken } of room) for (const pos of taken) this.#journal.get(place)?.delete(pos);
    for (const place of drop ?? []) this.#contexts.delete(place);
    for (const { place, pos, record } of add ?? []) {
      const journal = this.#journal.get(place) ?? new Map<number, JournalRecord>();
      this.#journal.set(place, journal.set(pos, record));
    }
    for (const [place, record] of contexts ?? []) this.#contexts.set(place, record);
    for (const [key, value] of meta ?? []) {
      if (value === undefined) this.#meta.delete(key);
      else this.#meta.set(key, value);
    }
    for (const record of send ?? []) this.#outbox.set(++this.#seq, { ...record, seq: this.#seq });
    return true;
  }

  async meta(key: string): Promise<unknown> {
    this.#check();
    return this.#meta.get(key);
  }

  async metas(prefix: string): Promise<Map<string, unknown>> {
    this.#check();
    return new Map([...this.#meta].filter(([key]) => key.startsWith(prefix)));
  }

  async outbox(): Promise<OutboxRecord[]> {
    this.#check();
    return [...this.#outbox.values()];
  }

  async sent(seqs: readonly number[]): Promise<void> {
    this.#check();
    for (const seq of seqs) this.#outbox.delete(seq);
  }

  close(): void {
    this.#closed = true;
  }

  async wipe(): Promise<void> {
    this.#check();
    this.#closed = true;
    this.#contexts.clear();
    this.#journal.clear();
    this.#meta.clear();
    this.#outbox.clear();
  }
}
