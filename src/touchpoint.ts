import type { Audience } from './model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from './model/errors.js';
import { COMMON_POLICY } from './model/policy.js';
import { deviceRing } from './store/device.js';
import { keysOf, type KeyRing, requireKeys } from './store/keys.js';
import { part } from './store/part.js';
import { ReadingDisk } from './store/reading.js';
import { notedKeys, Store } from './store/store.js';
import { Desk } from './touchpoint/desk.js';
import { waysOf } from './touchpoint/seat.js';
import type { Seat, Touchpoint, TouchpointOptions, TouchpointState } from './touchpoint/types.js';

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
    return { ...(await (await part(import('./store/device-keys.js'))).passingRing(as.audience)), ...(keys === 'device' ? {} : keys) };
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

/**
 * Opens a touchpoint: joins a store, a policy and carriers. Throws `bad-option`, `bad-policy`, `key-required`,
 * `wrong-key`, `outdated`, `blocked`, `not-loaded`. Where nothing can be kept it opens all the same, and says so in its state.
 */
export async function openTouchpoint<A extends Audience>(options: TouchpointOptions<A>): Promise<Touchpoint<A>> {
  const plain = isPlain(options ?? {});
  // To fetch what looks at a key ring takes no longer than to open a database.
  const checked = plain && typeof options.keys !== 'object' ? undefined : part(import('./touchpoint/options.js')).then(({ checkOptions }) => checkOptions(options));
  if (!plain) await checked;
  const { name, as, carriers = [], now = Date.now } = options;
  isGiven(options.keys, as.audience);
  const given = options.policy === undefined ? undefined : (await part(import('./touchpoint/policy.js'))).checkedPolicy(options.policy);
  let problem: ErrorCode | undefined;
  let tell = (code: ErrorCode | undefined): void => void (problem = code);
  const trouble = (code: ErrorCode | undefined): void => tell(code);

  // Begun first: to open a database takes longer than all the rest.
  const disk = ReadingDisk.open(name, as.audience, trouble);
  const noted = disk.then(notedKeys);
  const ways = waysOf(as.audience);
  for (const early of [disk, noted, ways, checked]) early?.catch(() => {}); // who waits for it sees the error
  try {
    await checked;
    let lasting = true;
    const ring = await ringOf(options, (code) => {
      lasting = false;
      trouble(code);
    });
    const keys = await keysOf(ring, name, as.audience, now);
    const seat = await ways;
    const policy = given ?? seat.policy ?? COMMON_POLICY;
    const store = await Store.open({ company: name, audience: as.audience, keys, policy, now, trouble, ...(lasting ? { disk, noted } : {}) });
    if (!lasting) shut(disk);

    const state: TouchpointState = { storage: store.disk.lasting ? 'disk' : 'memory', ...(problem === undefined ? {} : { problem }), unsaved: 0, unsent: 0, fresh: as.audience !== 'sales' };
    // Whose keys end with this page can open nothing that others sealed, and would only take it out of their boxes.
    const posts = lasting || as.audience === 'customer';
    const desk = new Desk<A>({ store, ring, as, policy, ways: seat, state: Object.freeze(state), ...(posts ? { carriers } : {}) });
    tell = (code) => desk.setState({ problem: code });
    return desk;
  } catch (error) {
    shut(disk);
    throw error;
  }
}

const shut = (disk: Promise<ReadingDisk>): void => void disk.then((opened) => opened.close(), () => {});
