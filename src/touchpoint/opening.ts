/** How a touchpoint opens, whoever sits down there then: its options, its database, its keys. */
import type { Carrier } from '../carry/carrier.js';
import type { Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import type { Policy } from '../model/policy.js';
import { deviceRing } from '../store/device.js';
import { type Keys, keysOf, type KeyRing, requireKeys } from '../store/keys.js';
import { LookingDisk } from '../store/looking.js';
import { notedKeys } from '../store/noted.js';
import { part } from '../store/part.js';
import type { Seat, TouchpointOptions } from './types.js';

/** A touchpoint that is being opened. */
export interface Opening<A extends Audience = Audience> {
  name: string;
  as: Seat<A>;
  carriers: readonly Carrier[];
  now: () => number;
  ring: KeyRing;
  keys: Keys;
  /** the host's; left out: the built-in one */
  policy?: Policy;
  /** with which keys its records were sealed; both left out: the keys end with this page, and nothing may lie on the disk */
  disk?: Promise<LookingDisk>;
  noted?: Promise<readonly unknown[]>;
  /** what happens to its storage: who sits there hears it, and what happened before lies there */
  line: { problem?: ErrorCode | undefined; tell(code: ErrorCode | undefined): void };
  /** nobody will sit there */
  shut(): void;
}

/**
 * The keys a touchpoint works with. Device keys must be asked for by name; a customer's own page may leave them out.
 * `passing` hears why they end with this page, where they do.
 */
async function ringOf({ name, as, keys }: TouchpointOptions, passing: (code: ErrorCode) => void): Promise<KeyRing> {
  if (isGiven(keys, as.audience)) return keys;
  try {
    return { ...(await deviceRing(name, as.audience)), ...(keys === 'device' ? {} : keys) };
  } catch (error) {
    if (!isRefusal(error) || error.code === 'outdated' || error.code === 'blocked' || error.code === 'not-loaded') throw error;
    // Where nothing can be kept, neither can keys: this page's own do for what is in its memory.
    passing(error.code);
    return { ...(await (await part(import('../store/device-keys.js'))).passingRing(as.audience)), ...(keys === 'device' ? {} : keys) };
  }
}

/** Whether the host's ring does. Throws `key-required`, before anything is made. */
function isGiven(keys: TouchpointOptions['keys'], audience: Audience): keys is KeyRing {
  if (keys === 'device' || (audience === 'customer' && keys?.customer === undefined)) return false;
  if (keys === undefined) throw new SayOnceError('key-required', `Give \`keys\` after sign-in, or ask for 'device' by name.`);
  requireKeys(keys, audience);
  return true;
}

/** Whether what a host gave needs no closer look, but for a key ring. */
function isPlain({ name, as, keys }: Partial<TouchpointOptions>): boolean {
  const { audience = '', id = '', label = '' } = (as ?? {}) as Partial<Seat>;
  const texts = [name, audience, id, label].every((text) => typeof text === 'string' && text.length <= 200);
  return texts && /^[\w.-]{1,64}$/.test(name ?? '') && /^(support|sales|customer)$/.test(audience) && (keys === undefined || keys === 'device' || (typeof keys === 'object' && keys !== null));
}

const shut = (disk: Promise<LookingDisk>): void => void disk.then((opened) => opened.close(), () => {});

/** Begins to open one. Throws `bad-option`, `bad-policy`, `key-required`, `outdated`, `blocked`, `not-loaded`. */
export async function begin<A extends Audience>(options: TouchpointOptions<A>): Promise<Opening<A>> {
  const plain = isPlain(options ?? {});
  // To fetch what looks at a key ring takes no longer than to open a database.
  const checked = plain && typeof options.keys !== 'object' ? undefined : part(import('./options.js')).then(({ checkOptions }) => checkOptions(options));
  if (!plain) await checked;
  const { name, as, carriers = [], now = Date.now } = options;
  isGiven(options.keys, as.audience);
  const policy = options.policy === undefined ? undefined : (await part(import('./policy.js'))).checkedPolicy(options.policy);
  const line: Opening['line'] = { tell: (code) => void (line.problem = code) };

  // Begun first: to open a database takes longer than all the rest.
  const disk = LookingDisk.open(name, as.audience, (code) => line.tell(code));
  const noted = disk.then(notedKeys);
  for (const early of [disk, noted, checked]) early?.catch(() => {}); // who waits for it sees the error
  try {
    await checked;
    let lasting = true;
    const ring = await ringOf(options, (code) => {
      lasting = false;
      line.tell(code);
    });
    const keys = await keysOf(ring, name, as.audience, now);
    if (!lasting) shut(disk);
    return { name, as, carriers, now, ring, keys, line, shut: () => shut(disk), ...(policy && { policy }), ...(lasting ? { disk, noted } : {}) };
  } catch (error) {
    shut(disk);
    throw error;
  }
}
