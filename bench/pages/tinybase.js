/** TinyBase with its IndexedDB persister: all of it in memory. It reads at once, opens slowly, and saves by writing everything anew. */
import { createStore } from 'tinybase';
import { createIndexedDbPersister } from 'tinybase/persisters/persister-indexed-db';
import { after, cardOf, entryNow } from './data.js';
import { expose } from './harness.js';

async function open({ name = 'bench' } = {}) {
  const store = createStore();
  const persister = createIndexedDbPersister(store, name);
  await persister.load();
  const cardIn = (customer) => JSON.parse(store.getCell('snap', customer, 'card'));
  const write = ({ customer, entries }, card) => {
    store.setCell('snap', customer, 'card', JSON.stringify(card));
    store.setCell('marks', card.marks[0], 'customer', customer);
    for (const [k, entry] of entries.entries()) store.setCell(`log/${customer}`, String(card.count - entries.length + k + 1), 'entry', JSON.stringify(entry));
  };
  const desk = {
    card: async (customer) => cardIn(customer).context,
    find: async (phone) => cardIn(store.getCell('marks', `tel:${phone}`, 'customer')).context,
    history: async (customer, limit) => {
      const { count } = cardIn(customer);
      return Array.from({ length: Math.min(limit, count) }, (_, k) => JSON.parse(store.getCell(`log/${customer}`, String(count - k), 'entry')));
    },
    async append(customer, said) {
      const entry = { ...entryNow(customer), words: said.words };
      write({ customer, entries: [entry] }, after(cardIn(customer), entry));
      await persister.save();
    },
    prepareImport: (documents, from) => documents.map((document, k) => cardOf(document, from + k)),
    async importAll(documents, from, given = desk.prepareImport(documents, from)) {
      await desk.seed(documents, from, given);
      await persister.save();
    },
    async seed(documents, from, given = desk.prepareImport(documents, from)) {
      store.transaction(() => documents.forEach((document, k) => write(document, given[k])));
    },
    settle: () => persister.save(),
    close: () => persister.destroy(),
  };
  return desk;
}

expose(open);
