/** Everything that a desk may tell the other machines of its company goes out: they never had it, or have it no more. */
import type { Audience } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { gather } from '../store/journal.js';
import { OPAQUE } from '../store/store.js';
import type { Desk } from './desk.js';
import { sealShared } from './share.js';

/** Customers looked through at a time. */
const PAGE = 200;

/** Into the outbox, again if need be: who has it knows it by its stamps. `via`: the carrier's name. `trouble` hears of what cannot be read. */
export async function shareAll(desk: Desk<Audience>, via: string, signal: AbortSignal, trouble: (error: unknown) => void): Promise<void> {
  const { store, author, eraser } = desk;
  await eraser?.tellAgain();
  const { writer } = await desk.recorder();
  for (let page = await store.disk.places(undefined, PAGE); page.length > 0; page = await store.disk.places(page.at(-1)?.place, PAGE)) {
    for (const { place } of page) {
      if (signal.aborted) return;
      try {
        const { customer, entries } = (await store.load(OPAQUE + place)).memo.folded.context;
        if (entries === 0) continue;
        const { members } = await gather(store, [customer]);
        const journal = members.get(customer)?.journal ?? [];
        await writer.send(() => sealShared(store, author, via, journal.filter((entry) => entry.customer === customer)));
      } catch (error) {
        // One journal that cannot be read must not keep back the others.
        if (!isRefusal(error, 'broken-record') && !isRefusal(error, 'wrong-key')) throw error;
        trouble(error);
      }
    }
  }
}
