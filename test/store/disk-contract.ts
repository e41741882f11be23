/** What every disk must do: the one in IndexedDB, and the one in memory where there is none. */
import { describe, expect, it } from 'vitest';
import type { ContextRecord, JournalRecord, OutboxRecord } from '../../src/store/database.js';
import type { Change, Disk } from '../../src/store/disk.js';

const context = (rev: number, marks: string[] = []): ContextRecord => ({ marks, rev, seq: rev, key: 'k1', life: 0, box: new Uint8Array([rev]) });
const journal = (n = 1): JournalRecord => ({ key: 'k1', box: new Uint8Array([n]), n, day: '2027-01-31' });
const letter = (id: string): OutboxRecord => ({ id, to: 'sales', subject: 's', sealed: 'x' });
const change = (more: Partial<Change>): Change => ({ expect: new Map(), durability: 'relaxed', ...more });

export function diskContract(name: string, open: () => Promise<Disk>): void {
  describe(`${name}: a disk`, () => {
    it('gives contexts in the order asked for, and nothing for whom it does not know', async () => {
      const disk = await open();
      expect(await disk.commit(change({ expect: new Map([['a', 0], ['b', 0]]), contexts: new Map([['a', context(1)], ['b', context(2)]]) }))).toBe(true);
      expect((await disk.contexts(['b', 'x', 'a', 'b'])).map((record) => record?.rev)).toEqual([2, undefined, 1, 2]);
      expect(await disk.contexts([])).toEqual([]);
    });

    it('finds by any mark, each once, and by a range of marks, up to a limit', async () => {
      const disk = await open();
      await disk.commit(change({ contexts: new Map([['a', context(1, ['m', 'n', '~2027-01-01'])], ['b', context(1, ['n', '~2027-02-01'])], ['c', context(1, ['~2027-03-01'])]]) }));
      const places = async (marks: string[]): Promise<string[]> => (await disk.marked(marks)).map(({ place }) => place).sort();
      expect(await places(['m'])).toEqual(['a']);
      expect(await places(['n', 'm'])).toEqual(['a', 'b']);
      expect(await places(['x'])).toEqual([]);
      expect(await places([])).toEqual([]);
      expect((await disk.markedBetween('~', '~2027-02-01', 10)).sort()).toEqual(['a', 'b']);
      expect(await disk.markedBetween('~', '~2027-03-01', 2)).toHaveLength(2);
      expect(await disk.markedBetween('~2027-02-02', '~2027-02-27', 2)).toEqual([]);
      // A mark that is taken off no longer finds.
      await disk.commit(change({ contexts: new Map([['a', context(2, ['m'])]]) }));
      expect(await places(['n'])).toEqual(['b']);
    });

    it('lists every place, a page at a time', async () => {
      const disk = await open();
      await disk.commit(change({ contexts: new Map(['c', 'a', 'e', 'b', 'd'].map((place) => [place, context(1)])) }));
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = await disk.places(after, 2);
        seen.push(...page.map(({ place }) => place));
        after = page.at(-1)?.place;
        if (page.length < 2) break;
      }
      expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(await disk.places('e', 2)).toEqual([]);
    });

    it('reads one journal, newest first, from a position down, so many records', async () => {
      const disk = await open();
      await disk.commit(change({ add: [{ place: 'a', pos: 1, record: journal(3) }, { place: 'a', pos: 4, record: journal() }, { place: 'a', pos: 5, record: journal() }, { place: 'ab', pos: 1, record: journal(9) }] }));
      const positions = async (options?: { upTo?: number; limit?: number }): Promise<number[]> => (await disk.journal('a', options)).map(({ pos }) => pos);
      expect(await positions()).toEqual([5, 4, 1]);
      expect(await positions({ limit: 2 })).toEqual([5, 4]);
      expect(await positions({ upTo: 4 })).toEqual([4, 1]);
      expect(await positions({ upTo: 3 })).toEqual([1]);
      expect(await positions({ upTo: 0 })).toEqual([]);
      expect((await disk.journal('a', { limit: 1, upTo: 1 }))[0]?.record.n).toBe(3);
      expect(await disk.journal('b')).toEqual([]);
    });

    const whole = async (disk: Disk): Promise<unknown> => [await disk.contexts(['a', 'b']), await disk.journal('a'), await disk.journal('b'), await disk.meta('m'), await disk.meta('keys'), await disk.outbox()];

    it('writes all or nothing: where a revision is another, or a journal’s position is taken, nothing of it is there', async () => {
      const disk = await open();
      await disk.commit(change({ expect: new Map([['a', 0]]), contexts: new Map([['a', context(7)]]), add: [{ place: 'a', pos: 1, record: journal() }], meta: new Map([['m', 1]]), sealedWith: { id: 'k1', check: 'c' } }));
      const before = await whole(disk);
      const all = { contexts: new Map([['a', context(8)], ['b', context(1)]]), meta: new Map([['m', 2]]), send: [letter('x')], sealedWith: { id: 'k2', check: 'c' } };
      const conflicts: Partial<Change>[] = [
        { ...all, expect: new Map([['a', 6]]), add: [{ place: 'a', pos: 2, record: journal() }] },
        { ...all, expect: new Map([['a', 0]]), add: [{ place: 'a', pos: 2, record: journal() }] },
        { ...all, expect: new Map([['b', 1]]) },
        { ...all, expect: new Map([['a', 7], ['b', 1]]), clear: ['a'], drop: ['a'] },
      ];
      for (const one of conflicts) {
        expect(await disk.commit(change(one))).toBe(false);
        expect(await whole(disk)).toEqual(before);
      }
      // Nobody wrote in between, and the position is taken all the same: the journal is longer than its context knows.
      await expect(disk.commit(change({ ...all, expect: new Map([['a', 7]]), add: [{ place: 'b', pos: 1, record: journal() }, { place: 'a', pos: 1, record: journal() }] }))).rejects.toMatchObject({ code: 'broken-record' });
      expect(await whole(disk)).toEqual(before);
      // The same where every guard has answered before the position is found to be taken.
      await expect(disk.commit(change({ expect: new Map([['a', 7]]), contexts: all.contexts, add: [{ place: 'a', pos: 1, record: journal() }] }))).rejects.toMatchObject({ code: 'broken-record' });
      expect(await whole(disk)).toEqual(before);
      expect(await disk.commit(change({ ...all, expect: new Map([['a', 7], ['b', 0]]), add: [{ place: 'a', pos: 2, record: journal() }] }))).toBe(true);
      expect(await disk.meta('m')).toBe(2);
    });

    it('of two writes at once that expect the same, one is written', async () => {
      const disk = await open();
      const results = await Promise.all(Array.from({ length: 8 }, (_, i) => disk.commit(change({ expect: new Map([['a', 0]]), contexts: new Map([['a', context(i + 1)]]), add: [{ place: 'a', pos: 1, record: journal() }] }))));
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await disk.contexts(['a']))[0]?.rev).toBe(results.indexOf(true) + 1);
    });

    it('empties a journal before it adds to it, and takes contexts out', async () => {
      const disk = await open();
      await disk.commit(change({ contexts: new Map([['a', context(1)], ['b', context(1)]]), add: [{ place: 'a', pos: 1, record: journal(1) }, { place: 'a', pos: 2, record: journal(2) }, { place: 'ab', pos: 1, record: journal() }] }));
      expect(await disk.commit(change({ clear: ['a'], drop: ['b'], add: [{ place: 'a', pos: 1, record: journal(5) }] }))).toBe(true);
      expect((await disk.journal('a')).map(({ pos, record }) => [pos, record.n])).toEqual([[1, 5]]);
      expect(await disk.journal('ab')).toHaveLength(1);
      expect((await disk.contexts(['a', 'b'])).map((record) => record?.rev)).toEqual([1, undefined]);
    });

    it('puts one journal record in the place of several, where they are as many as they were', async () => {
      const disk = await open();
      await disk.commit(change({ contexts: new Map([['a', context(1)]]), add: [1, 2, 3, 4].map((pos) => ({ place: 'a', pos, record: journal() })) }));
      const merging = (count: number, rev = 1): Promise<boolean> => disk.commit(change({ expect: new Map([['a', rev]]), merge: [{ place: 'a', from: 2, to: 4, count }], add: [{ place: 'a', pos: 2, record: journal(3) }] }));
      const found = async (): Promise<number[][]> => (await disk.journal('a')).map(({ pos, record }) => [pos, record.n]);
      for (const [count, rev] of [[2, 1], [4, 1], [3, 2]] as const) {
        expect(await merging(count, rev)).toBe(false);
        expect(await found()).toEqual([[4, 1], [3, 1], [2, 1], [1, 1]]);
      }
      expect(await merging(3)).toBe(true);
      expect(await found()).toEqual([[2, 3], [1, 1]]);
      // A second one that had read the same comes too late.
      expect(await merging(3)).toBe(false);
      expect(await found()).toEqual([[2, 3], [1, 1]]);
    });

    it('notes every key that sealed something, and refuses another one under a known id', async () => {
      const disk = await open();
      await Promise.all(['k1', 'k2', 'k1'].map((id) => disk.commit(change({ sealedWith: { id, check: `of ${id}` } }))));
      expect(await disk.meta('keys')).toEqual({ k1: 'of k1', k2: 'of k2' });
      await expect(disk.commit(change({ contexts: new Map([['a', context(1)]]), meta: new Map([['m', 1]]), sealedWith: { id: 'k1', check: 'another' } }))).rejects.toMatchObject({ code: 'wrong-key' });
      expect(await disk.meta('keys')).toEqual({ k1: 'of k1', k2: 'of k2' });
      expect(await disk.contexts(['a'])).toEqual([undefined]);
      expect(await disk.meta('m')).toBeUndefined();
      await disk.commit(change({ sealedWith: { id: 'k3', check: 'of k3' }, boundTo: { id: 'k1', check: 'of k1' } }));
      expect(await disk.meta('bound')).toEqual({ k1: 'of k1' });
      await expect(disk.commit(change({ boundTo: { id: 'k1', check: 'another' } }))).rejects.toMatchObject({ code: 'wrong-key' });
      // Sealed anew: whoever did that says which are left.
      await disk.commit(change({ meta: new Map([['keys', { k2: 'of k2' }]]) }));
      expect(await disk.meta('keys')).toEqual({ k2: 'of k2' });
    });

    it('keeps the outbox in the order it was written, until it was sent', async () => {
      const disk = await open();
      await disk.commit(change({ send: [letter('z'), letter('a')] }));
      await disk.commit(change({ send: [letter('m')] }));
      const waiting = await disk.outbox();
      expect(waiting.map(({ id }) => id)).toEqual(['z', 'a', 'm']);
      await disk.sent([waiting[1]?.seq ?? 0]);
      expect((await disk.outbox()).map(({ id }) => id)).toEqual(['z', 'm']);
      await disk.sent([]);
      await disk.sent(waiting.map(({ seq = 0 }) => seq));
      expect(await disk.outbox()).toEqual([]);
    });

    it('is empty after a wipe, and takes nothing in that comes with it or after', async () => {
      const disk = await open();
      await disk.commit(change({ contexts: new Map([['a', context(1)]]), add: [{ place: 'a', pos: 1, record: journal() }], meta: new Map([['m', 1]]), send: [letter('x')] }));
      const during = Promise.allSettled([disk.wipe(), disk.commit(change({ contexts: new Map([['b', context(1)]]) })), disk.commit(change({ meta: new Map([['m', 2]]) }))]);
      for (const { status } of (await during).slice(1)) expect(status).toBe('rejected');
      await expect(disk.contexts(['a'])).rejects.toMatchObject({ code: 'closed' });
    });

    it('refuses everything by name once it is closed', async () => {
      const disk = await open();
      disk.close();
      disk.close();
      const calls = [() => disk.contexts([]), () => disk.marked(['m']), () => disk.markedBetween('a', 'b', 1), () => disk.places(undefined, 1), () => disk.journal('a'), () => disk.commit(change({})), () => disk.meta('m'), () => disk.outbox(), () => disk.sent([]), () => disk.wipe()];
      for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'closed' });
    });
  });
}
