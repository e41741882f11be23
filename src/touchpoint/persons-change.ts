/** Who comes to use this device, and who leaves it. Loaded with a first visit, or when somebody says that they are another. */
import type { Audience } from '../model/entry.js';
import { DAY } from '../model/time.js';
import { randomId, utf8 } from '../store/bytes.js';
import { sealBytes } from '../store/seal-bytes.js';
import type { Desk } from './desk.js';
import { known, oneAtATime, type Person } from './persons.js';

async function keep({ store: { disk, keys } }: Desk<Audience>, person: Person): Promise<void> {
  const meta = new Map<string, unknown>([['person', await sealBytes(keys, 'meta', 'person', utf8(JSON.stringify(person)))]]);
  await disk.commit({ expect: new Map(), meta, sealedWith: keys.newest, durability: 'strict' });
}

/** Somebody new, in the place of whoever was here before. They are remembered for the policy's days, if they do not come back. */
export async function next(desk: Desk<Audience>, before: Person | undefined): Promise<string> {
  const person: Person = { id: `prov_${randomId()}`, until: desk.store.now() + desk.policy.provisionalPersonDays * DAY };
  await keep(desk, person);
  if (before !== undefined) await (await desk.recorder()).writer.forget(before.id);
  return person.id;
}

/** Seals whom it knows with the newest key. */
export const resealPerson = (desk: Desk<Audience>): Promise<void> =>
  oneAtATime(desk, async () => {
    const person = await known(desk);
    if (person !== undefined) await keep(desk, person);
  });
