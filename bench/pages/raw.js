/** The floor: IndexedDB with nothing between, laid out as well as one can without packing: a record per entry, and the card materialised. */
// oxlint-disable unicorn/require-post-message-target-origin -- a channel has no target
import { after, cardOf, customerId, entryNow, phoneOf } from './data.js';
import { expose } from './harness.js';

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const complete = (tx) =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
  });

/** Records in one transaction of an import. */
const BATCH = 1_000;

async function open({ name = 'bench' } = {}) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('snap').createIndex('marks', 'marks', { multiEntry: true });
    request.result.createObjectStore('log');
  };
  const database = await done(request);
  const channel = new BroadcastChannel(`raw/${name}`);

  const get = async (customer) => done(database.transaction('snap').objectStore('snap').get(customer));
  const desk = {
    database,
    card: async (customer) => (await get(customer)).context,
    async find(phone) {
      const [card] = await done(database.transaction('snap').objectStore('snap').index('marks').getAll(`tel:${phone}`));
      return card.context;
    },
    history: (customer, limit) => done(database.transaction('log').objectStore('log').getAll(IDBKeyRange.bound([customer, -Infinity], [customer, 0]), limit)),

    /** Puts into both stores without looking: the cheapest write that leaves entry and card behind. The card is in memory. */
    prepare: (customer) => done(database.transaction('snap').objectStore('snap').get(customer)),
    async append(customer, said, durability, card) {
      const entry = { ...entryNow(customer), words: said.words };
      const next = after(card, entry);
      const tx = database.transaction(['log', 'snap'], 'readwrite', { durability });
      tx.objectStore('log').put(entry, [customer, -next.count]);
      tx.objectStore('snap').put(next, customer);
      tx.commit();
      await complete(tx);
    },
    /** Reads first what is there, then puts into both: right across tabs without any further thought. */
    async appendReading(customer, said, durability) {
      const entry = { ...entryNow(customer), words: said.words };
      const tx = database.transaction(['log', 'snap'], 'readwrite', { durability });
      const ended = complete(tx);
      const next = after(await done(tx.objectStore('snap').get(customer)), entry);
      tx.objectStore('log').put(entry, [customer, -next.count]);
      tx.objectStore('snap').put(next, customer);
      tx.commit();
      await ended;
    },
    async tell(customer, said, durability, card) {
      await desk.append(customer, said, durability, card);
      channel.postMessage(customer);
    },
    watch(customer, callback) {
      const show = () => void get(customer).then(({ context }) => callback(context));
      const hear = ({ data }) => data === customer && show();
      channel.addEventListener('message', hear);
      show();
      return () => channel.removeEventListener('message', hear);
    },

    prepareImport: (documents, from) => documents.map((document, k) => cardOf(document, from + k)),
    /** A record per entry, and the cards, if they are given: then nothing but storage is paid. */
    async importAll(documents, from, given = desk.prepareImport(documents, from)) {
      let tx;
      let pending = 0;
      const ends = [];
      const into = () => {
        if (tx === undefined) {
          tx = database.transaction(['log', 'snap'], 'readwrite', { durability: 'relaxed' });
          ends.push(complete(tx));
        }
        pending++;
        return tx;
      };
      for (const [k, { customer, entries }] of documents.entries()) {
        into().objectStore('snap').put(given[k], customer);
        for (const [index, entry] of entries.entries()) {
          into().objectStore('log').put(entry, [customer, -(index + 1)]);
          if (pending < BATCH) continue;
          tx.commit();
          tx = undefined;
          pending = 0;
          await ends.pop();
        }
      }
      tx?.commit();
      await Promise.all(ends);
    },
    /** For the lead list: one in ten is held. */
    async hold(of) {
      const tx = database.transaction('snap', 'readwrite');
      for (let i = 0; i < of; i += 10) tx.objectStore('snap').put({ marks: [`tel:${phoneOf(i)}`], held: { from: '2026-01-01', until: null, review: '2026-01-08', scope: {} } }, customerId(i));
      await complete(tx);
    },
    async isHeld(phone) {
      const found = await done(database.transaction('snap').objectStore('snap').index('marks').getAll(`tel:${phone}`));
      return found.some(({ held }) => held.until === null);
    },
    close: () => database.close(),
  };
  return desk;
}

expose(open);
