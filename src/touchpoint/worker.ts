/**
 * `say-once/intake`: the host's own workers, support desks without a screen. Their stores lie sealed in logs of the host's.
 * The intake takes in what public pages sealed, though no desk is open: it alone holds the private key; it opens, checks,
 * scrubs, stamps, and writes down the support entry and the hold for sales in one commit. The eraser executes what desks ask
 * to be forgotten or struck.
 */
import type { Carrier, ErasingCarrier } from '../carry/carrier.js';
import { SayOnceError } from '../model/errors.js';
import type { PolicyInput } from '../model/policy.js';
import { type AuditKeys, digest, keysOf, type KeyRing } from '../store/keys.js';
import type { Log } from '../store/logged-disk.js';
import type { Audited } from './audit.js';
import { ERASER } from './ended.js';
import type { Asked } from './eraser.js';
import { EVERYBODY } from './poster.js';
import { every, openScreenless } from './screenless.js';
import type { Touchpoint } from './types.js';

export type { Asked };
export { eraseFrom, lyingAbout } from '../carry/nats-erase.js';
export { Feed } from '../carry/nats-feed.js';
export { messagesOf, publishAll } from '../carry/nats-publish.js';
export { JOURNALS, textOf, tokenOf } from '../carry/nats-names.js';
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

/** Opens an intake. Throws `bad-option`, `bad-policy`, `key-required`, `wrong-key`, and what the log throws. */
export async function openIntake({ keys: ring, inbox, relay, now = Date.now, ...options }: IntakeOptions): Promise<Touchpoint<'support'>> {
  if (ring.intake?.privateKey === undefined || ring.sales === undefined) throw new SayOnceError('key-required', 'The intake needs its own private key, and the keys of support and sales.');
  const { desk, tidy } = await openScreenless({ ...options, ring, relay, exchange: inbox, now });
  const office = await desk.office();

  const tell = async (): Promise<void> => {
    const { all } = await keysOf(ring, desk.name, 'sales', now);
    // Numbers that are missing are what a desk is told everything for.
    await office?.erase('sales', await Promise.all(all.map(({ subject }) => digest(subject, ''))));
    await office?.telling.all(EVERYBODY);
  };
  every(desk, tidy, [tell, TELL]);
  await tell();
  return desk;
}

/** Opens a message of the audit stream with the auditors' own pair. Throws `bad-envelope`, `wrong-key`. */
export async function openAudited(company: string, { id, privateKey }: AuditKeys, sealed: string): Promise<Audited> {
  if (privateKey === undefined) throw new SayOnceError('key-required', 'Auditors read with their own private key.');
  const { openEnvelope } = await import('../carry/envelope.js');
  return (await openEnvelope({ company, box: 'audit' }, [{ id, key: privateKey }], sealed)) as Audited;
}

export interface EraserOptions extends Pick<IntakeOptions, 'name' | 'policy' | 'log' | 'now'> {
  /** support's keys */
  keys: KeyRing;
  /** with the right to erase; its author is `eraser` */
  relay: ErasingCarrier;
  /** whose asking counts; left out: every support desk's */
  mayAsk?: (asked: Asked) => boolean | Promise<boolean>;
}

/** Opens the host's eraser: it executes what desks ask to be forgotten or struck. Throws `bad-option`, `bad-policy`, `key-required`, `wrong-key`, and what the log throws. */
export async function openEraser({ keys: { support: own }, relay, mayAsk = () => true, now = Date.now, ...options }: EraserOptions): Promise<Touchpoint<'support'>> {
  const { desk, tidy } = await openScreenless({ ...options, id: ERASER, ring: { ...(own === undefined ? {} : { support: own }), erase: true }, relay, now });
  const { Eraser } = await import('./eraser.js');
  desk.eraser = new Eraser(desk, relay, mayAsk);
  await desk.office();
  // After the office, which at the end still does what it was asked: its log must not tell of that either.
  every(desk, tidy);
  return desk;
}
