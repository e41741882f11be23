/** A support desk that nobody looks at: what the host's own workers are. */
import type { Carrier } from '../carry/carrier.js';
import type { PolicyInput } from '../model/policy.js';
import { POLICY } from '../model/policy-built-in.js';
import { keysOf, type KeyRing } from '../store/keys.js';
import { type Log, LoggedDisk } from '../store/logged-disk.js';
import { Store } from '../store/store.js';
import { Desk } from './desk.js';
import { checkOptions } from './options.js';
import { checkedPolicy } from './policy.js';
import { isBehind, support, view } from './seat-support.js';
import { keepUp } from './upkeep.js';

/** What has ended is swept so often, ms. */
const UPKEEP = 60 * 60_000;
/** … and what was forgotten or struck is out of the log after so long, ms: to write it anew costs as much as it is long. */
const TIDY = 5 * 60_000;

export interface ScreenlessOptions {
  name: string;
  /** the id it writes under on the relay */
  id: string;
  policy?: PolicyInput;
  log: Log;
  ring: KeyRing;
  relay?: Carrier | undefined;
  /** in the place of a browser's own exchange; left out: there is no other page to speak to */
  exchange?: Carrier;
  now?: () => number;
}

/** A support desk without a screen, and what takes out of its log what was taken out of its store. Throws `bad-option`, `bad-policy`, `key-required`, `wrong-key`, and what the log throws. */
export async function openScreenless({ name, ring, id, policy: given, log, relay, exchange = nowhere(), now = Date.now }: ScreenlessOptions): Promise<{ desk: Desk<'support'>; tidy(): Promise<void> }> {
  const as = { audience: 'support', id } as const;
  checkOptions({ name, as, keys: ring });
  const policy = given === undefined ? POLICY : checkedPolicy(given);
  const keys = await keysOf(ring, name, 'support', now);
  let desk: Desk<'support'> | undefined;
  const disk = await LoggedDisk.open(log);
  const store = await Store.open({ company: name, audience: 'support', keys, policy, now, disk: Promise.resolve(disk), trouble: (problem) => desk?.setState({ problem }) });
  desk = new Desk<'support'>({ store, ring, as, policy, ways: { view, isBehind, support }, state: Object.freeze({ storage: 'disk', unsaved: 0, unsent: 0, fresh: true }), carriers: relay === undefined ? [] : [relay], exchange });
  return { desk, tidy: () => disk.tidy() };
}

/** Keeps its store in order, and does what else it does again and again, until it closes. */
export function every(desk: Desk<'support'>, tidy: () => Promise<void>, ...others: (readonly [() => Promise<void>, number])[]): void {
  const works: (readonly [() => Promise<void>, number])[] = [[() => keepUp(desk), UPKEEP], [tidy, TIDY], ...others];
  const timers = works.map(([work, ms]) => setInterval(() => void work().catch(() => {}), ms));
  desk.onClose(async () => {
    timers.forEach(clearInterval);
    await tidy();
  });
}

const nowhere = (): Carrier => ({
  name: 'nowhere',
  publish: async () => {},
  feed: async (_box, _after, take, signal) => {
    await take([]);
    if (!signal.aborted) await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  },
  erase: async () => 0,
  close: () => {},
});
