/** The product, through its public interface. Seeding alone goes below it where there is no bulk import. */
import { openTouchpoint } from 'say-once-src/index.ts';
import { Writer } from 'say-once-src/store/write.ts';
import { draft } from './data.js';
import { expose } from './harness.js';

async function hostKey(id, word) {
  const bits = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(word));
  return { id, key: await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits']) };
}

/** A host's ring after sign-in: support writes for sales. */
const ringOf = async (audience) => ({ ...(audience === 'support' ? { support: [await hostKey('k1', 'support')], erase: true } : {}), sales: [await hostKey('k1', 'sales')] });

/** Customers folded and written in one transaction while seeding. */
const TOGETHER = 10;

async function open({ name = 'bench', audience = 'support', keys } = {}) {
  const touchpoint = await openTouchpoint({ name, as: { audience, id: 'rep-17', label: 'Ana' }, keys: keys ?? (await ringOf(audience)) });
  const writer = new Writer(touchpoint.store);
  const bulk = typeof touchpoint.importAll === 'function';
  return {
    touchpoint,
    card: (customer) => touchpoint.read(customer),
    async find(phone) {
      const [match] = await touchpoint.find({ phone });
      return touchpoint.read(match.customer);
    },
    history: async (customer, limit) => (await touchpoint.history(customer, { limit })).entries,
    append: (customer, said) => touchpoint.record(customer, said),
    tell: (customer, said) => touchpoint.record(customer, said),
    watch: (customer, callback) => touchpoint.watch(customer, callback),
    async importAll(documents) {
      if (bulk) return void (await touchpoint.importAll(documents));
      for (const { customer, entries } of documents) await touchpoint.import({ format: 'say-once/export', version: 1, audience: 'support', customer, group: [customer], entries, proof: '' });
    },
    /** With the product's own folding, sealing and writing, but for the border's checks; the journals end up as an import leaves them. */
    async seed(documents) {
      for (let from = 0; from < documents.length; from += TOGETHER) {
        const some = new Map(documents.slice(from, from + TOGETHER).map(({ customer, entries }) => [customer, entries]));
        await writer.appendAll(some, { durability: 'relaxed' });
      }
    },
    close: () => touchpoint.close(),
    draft,
  };
}

expose(open);
