/**
 * `say-once/intake`: who takes in what public pages sealed, though no desk is open. A support desk without a screen, run by
 * the host: it alone holds the private key; it opens, checks, scrubs, stamps, and writes down the support entry and the hold
 * for sales in one commit. Its store lies sealed in a log of the host's.
 */
import type { Carrier } from '../carry/carrier.js';
import { SayOnceError } from '../model/errors.js';
import { POLICY, type PolicyInput } from '../model/policy.js';
import { digest, keysOf, type KeyRing } from '../store/keys.js';
import { type Log, LoggedDisk } from '../store/logged-disk.js';
import { Store } from '../store/store.js';
import { Desk } from './desk.js';
import { checkOptions } from './options.js';
import { checkedPolicy } from './policy.js';
import { EVERYBODY } from './poster.js';
import { view, isBehind, support } from './seat-support.js';
import type { Touchpoint } from './types.js';
import { keepUp } from './upkeep.js';

export { Feed } from '../carry/nats-feed.js';
export { messagesOf, publishAll } from '../carry/nats-publish.js';
export { JOURNALS, tokenOf } from '../carry/nats-names.js';
export type { Log, Logged } from '../store/logged-disk.js';

export interface IntakeOptions {
  /** the company, as in `openTouchpoint` */
  name: string;
  /** support's and sales' keys, and the intake's pair */
  keys: KeyRing;
  /** the id it writes under on the relay */
  id: string;
  policy?: PolicyInput;
  log: Log;
  /** takes what the public sealed out of the inbox, and what sales is to know to sales */
  inbox: Carrier;
  /** to the desks of the company, and from them; left out: nobody hears of it, and what they resolve is not heard of */
  relay?: Carrier;
  /** the clock, ms since 1970; for tests */
  now?: () => number;
}

/** Every sales desk is told everything so often: one that comes new, or was away too long, is whole again by then, ms. */
const TELL = 15 * 60_000;
/** What has ended is swept so often, ms. */
const UPKEEP = 60 * 60_000;

/** Opens an intake. Throws `bad-option`, `bad-policy`, `key-required`, `wrong-key`, and what the log throws. */
export async function openIntake({ name, keys: ring, id, policy: given, log, inbox, relay, now = Date.now }: IntakeOptions): Promise<Touchpoint<'support'>> {
  const as = { audience: 'support', id } as const;
  checkOptions({ name, as, keys: ring });
  if (ring.intake?.privateKey === undefined || ring.sales === undefined) throw new SayOnceError('key-required', 'The intake needs its own private key, and the keys of support and sales.');
  const policy = given === undefined ? POLICY : checkedPolicy(given);
  const keys = await keysOf(ring, name, 'support', now);
  let desk: Desk<'support'> | undefined;
  const store = await Store.open({ company: name, audience: 'support', keys, policy, now, disk: LoggedDisk.open(log), trouble: (problem) => desk?.setState({ problem }) });
  const made = (desk = new Desk<'support'>({ store, ring, as, policy, ways: { view, isBehind, support }, state: Object.freeze({ storage: 'disk', unsaved: 0, unsent: 0, fresh: true }), carriers: relay === undefined ? [] : [relay], exchange: inbox }));
  const office = await made.office();

  const tell = async (): Promise<void> => {
    const { all } = await keysOf(ring, name, 'sales', now);
    // Numbers that are missing are what a desk is told everything for.
    await office?.erase('sales', await Promise.all(all.map(({ subject }) => digest(subject, ''))));
    await office?.tellAll(EVERYBODY);
  };
  const timers = ([[tell, TELL], [() => keepUp(made), UPKEEP]] as const).map(([work, ms]) => setInterval(() => void work().catch(() => {}), ms));
  made.onClose(() => timers.forEach(clearInterval));
  await tell();
  return made;
}
