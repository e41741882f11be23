import type { Provenance } from './context.js';
import type { Common } from './entry.js';

/** Where an entry came from, as a context shows it. */
export const provenance = ({ stamp, at, by, channel, contact, chain }: Common): Provenance => ({
  stamp,
  at,
  by: { audience: by.audience, ...(by.id === undefined ? {} : { id: by.id }), ...(by.label === undefined ? {} : { label: by.label }) },
  ...(channel === undefined ? {} : { channel }),
  ...(contact === undefined ? {} : { contact }),
  ...(chain === undefined ? {} : { chain }),
});
