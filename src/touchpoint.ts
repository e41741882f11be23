import type { Audience } from './model/entry.js';
import { type ErrorCode, SayOnceError } from './model/errors.js';
import { policyOf } from './model/policy.js';
import { keysOf, type KeyRing } from './store/keys.js';
import { Store } from './store/store.js';
import { Desk } from './touchpoint/desk.js';
import { checkOptions } from './touchpoint/options.js';
import type { Touchpoint, TouchpointOptions, TouchpointState } from './touchpoint/types.js';

/** The keys a touchpoint works with. Device keys must be asked for by name; a customer's own page may leave them out. */
async function ringOf({ name, as, keys }: TouchpointOptions, passing: (code: ErrorCode) => void): Promise<KeyRing> {
  const device = async (): Promise<KeyRing> => {
    const { deviceRing, passingRing } = await import('./store/device.js');
    return deviceRing(name, as.audience).catch((error: unknown) => {
      if (!(error instanceof SayOnceError) || error.code === 'outdated' || error.code === 'blocked') throw error;
      // Where nothing can be kept, neither can keys: this page's own do for what is in its memory.
      passing(error.code);
      return passingRing(as.audience);
    });
  };
  if (keys === 'device') return device();
  if (as.audience === 'customer' && keys?.customer === undefined) return { ...(await device()), ...keys };
  if (keys === undefined) throw new SayOnceError('key-required', `Give \`keys\` after sign-in, or ask for 'device' by name.`);
  return keys;
}

/**
 * Opens a touchpoint: joins a store, a policy and carriers. Throws `bad-option`, `bad-policy`, `key-required`,
 * `wrong-key`, `outdated`, `blocked`. Where nothing can be kept it opens all the same, and says so in its state.
 */
export async function openTouchpoint<A extends Audience>(options: TouchpointOptions<A>): Promise<Touchpoint<A>> {
  checkOptions(options);
  const { name, as, carriers = [], now = Date.now } = options;
  let problem: ErrorCode | undefined;
  let tell = (code: ErrorCode | undefined): void => void (problem = code);
  const trouble = (code: ErrorCode | undefined): void => tell(code);

  const input = options.policy === undefined ? {} : (await import('./model/schema.js')).parsePolicy(options.policy);
  const policy = policyOf(input);
  let lasting = true;
  const ring = await ringOf(options, (code) => {
    lasting = false;
    trouble(code);
  });
  const keys = await keysOf(ring, name, as.audience, now);
  const store = await Store.open({ company: name, audience: as.audience, keys, policy, now, lasting, trouble });

  const state: TouchpointState = { storage: store.disk.lasting ? 'disk' : 'memory', ...(problem === undefined ? {} : { problem }), unsaved: 0, unsent: 0, fresh: as.audience !== 'sales' };
  const desk = new Desk<A>({ store, ring, as, policy, state: Object.freeze(state) });
  tell = (code) => desk.setState({ problem: code });

  // Whose keys end with this page can open nothing that others sealed, and would only take it out of their boxes.
  if (!lasting && as.audience !== 'customer') return desk;
  desk.office = Promise.all([import('./touchpoint/office.js'), import('./touchpoint/upkeep.js')]).then(([{ Office }, { keepUp }]) => {
    if (store.closed) return undefined;
    const office = new Office(desk as unknown as Desk<Audience>, carriers);
    office.start();
    void keepUp(desk as unknown as Desk<Audience>);
    return office;
  });
  return desk;
}
