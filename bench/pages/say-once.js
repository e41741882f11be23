/** The product, through its public interface. Seeding alone goes below it where there is no bulk import. */
import { openTouchpoint } from 'say-once-src/index.ts';
import { Writer } from 'say-once-src/store/write.ts';
import { customerId, phoneOf } from './data.js';
import { expose } from './harness.js';

async function hostKey(id, word) {
  const bits = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(word));
  return { id, key: await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits']) };
}

/** A host's ring after sign-in: support writes for sales. */
const ringOf = async (audience) => ({ ...(audience === 'support' ? { support: [await hostKey('k1', 'support')], erase: true } : {}), sales: [await hostKey('k1', 'sales')] });

/** What a host makes of its own records: an export document without a proof. */
const exported = ({ customer, entries }) => ({ format: 'say-once/export', version: 1, audience: 'support', customer, group: [customer], entries, proof: '' });

/** Customers folded and written in one transaction while seeding. */
const TOGETHER = 10;

async function open({ name = 'bench', audience = 'support', keys } = {}) {
  const touchpoint = await openTouchpoint({ name, as: { audience, id: 'rep-17', label: 'Ana' }, keys: keys ?? (await ringOf(audience)) });
  const writer = new Writer(touchpoint.store);
  const bulk = typeof touchpoint.importAll === 'function';
  return {
    touchpoint,
    card: (customer) => touchpoint.read(customer),
    /** As after a page was stopped and went on: it has to look at the disk. */
    cardFromDisk(customer) {
      document.dispatchEvent(new Event('resume'));
      return touchpoint.read(customer);
    },
    async find(phone) {
      const [match] = await touchpoint.find({ phone });
      return touchpoint.read(match.customer);
    },
    history: async (customer, limit) => (await touchpoint.history(customer, { limit })).entries,
    append: (customer, said, durability) => touchpoint.record(customer, said, { durability }),
    tell: (customer, said) => touchpoint.record(customer, said),
    watch: (customer, callback) => touchpoint.watch(customer, callback),
    async importAll(documents) {
      if (bulk) {
        const { refused } = await touchpoint.importAll(documents.map(exported));
        if (refused.length > 0) throw new Error(`${refused.length} documents were refused: ${refused[0].code}`);
        return;
      }
      for (const document of documents) await touchpoint.import(exported(document));
    },
    /** With the product's own folding, sealing and writing, but for the border's checks; the journals end up as an import leaves them. */
    async seed(documents) {
      for (let from = 0; from < documents.length; from += TOGETHER) {
        const some = new Map(documents.slice(from, from + TOGETHER).map(({ customer, entries }) => [customer, entries]));
        await writer.appendAll(some, { durability: 'relaxed' });
      }
    },
    /** For the lead list of a sales desk: one in ten is held, as support would have told it, and all was heard just now. */
    async hold(of) {
      const { store } = touchpoint;
      const journals = new Map();
      for (let i = 0; i < of; i += 10) {
        const customer = `#${await store.digest(`customer:${customerId(i)}`)}`;
        const at = Date.parse('2026-01-01T00:00:00Z');
        const held = { kind: 'held', stamp: `${at.toString(36).padStart(9, '0')}000${i.toString(36).padStart(6, '0')}bench0`, customer, at, by: { audience: 'support' }, cause: `cause-${i}`, digests: [await store.digest(`tel:${phoneOf(i)}`)], from: '2026-01-01', until: null, review: '2099-01-08', scope: {} };
        journals.set(customer, [held]);
      }
      await writer.appendAll(journals, { durability: 'relaxed', meta: new Map([['heard', { store: 'bench', whole: true, at: Date.now(), nodes: {} }]]) });
      for (let tries = 0; !(await touchpoint.fresh()).fresh; tries++) {
        if (tries > 100) throw new Error('the sales desk never became fresh');
        await new Promise((later) => setTimeout(later, 50));
      }
    },
    isHeld: async (phone) => (await touchpoint.pitch({ phone })).pitch === 'held',
    close: () => touchpoint.close(),
  };
}

expose(open);
