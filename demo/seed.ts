/** Tells this browser what the company knew before. */
import { openTouchpoint } from '../src/touchpoint.js';
import { known } from './known.js';
import { ADA, COMPANY } from './story.js';

/** Once, whichever desk comes first. */
export function seed(): Promise<void> {
  return navigator.locks.request(`${COMPANY}-seed`, async () => {
    const crm = await openTouchpoint({ name: COMPANY, as: { audience: 'support', id: 'crm' }, keys: 'device' });
    const ben = await openTouchpoint({ name: COMPANY, as: { audience: 'support', id: 'ben', label: 'Ben' }, keys: 'device' });
    try {
      if ((await crm.read(ADA.id)).entries > 0) return;
      await known(crm, ben);
    } finally {
      await Promise.all([crm.close(), ben.close()]);
    }
  });
}
