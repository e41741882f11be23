/** PouchDB on IndexedDB. A number is found through a document of its own; writing two documents is not atomic. */
import PouchDB from 'pouchdb';
import { after, cardOf, entryNow } from './data.js';
import { expose } from './harness.js';

/** Newest first, as everywhere. */
const idOf = (customer, count) => `log/${customer}/${String(1e9 - count).padStart(10, '0')}`;

async function open({ name = 'bench' } = {}) {
  const db = new PouchDB(name, { auto_compaction: true });
  await db.info();
  const desk = {
    card: async (customer) => (await db.get(`card/${customer}`)).context,
    async find(phone) {
      const { customer } = await db.get(`tel:${phone}`);
      return desk.card(customer);
    },
    async history(customer, limit) {
      const { rows } = await db.allDocs({ startkey: `log/${customer}/`, endkey: `log/${customer}0`, limit, include_docs: true });
      return rows.map(({ doc }) => doc.entry);
    },
    async append(customer, said) {
      const entry = { ...entryNow(customer), words: said.words };
      const card = await db.get(`card/${customer}`);
      const next = after(card, entry);
      const answers = await db.bulkDocs([{ _id: idOf(customer, next.count), entry }, next]);
      if (answers.some(({ error }) => error)) throw new Error('PouchDB refused a document');
    },
    prepareImport: (documents, from) => documents.map((document, k) => cardOf(document, from + k)),
    async importAll(documents, from, given = desk.prepareImport(documents, from)) {
      for (let at = 0; at < documents.length; at += 10) {
        const docs = documents.slice(at, at + 10).flatMap(({ customer, entries }, k) => [
          ...entries.map((entry, index) => ({ _id: idOf(customer, index + 1), entry })),
          { _id: `card/${customer}`, ...given[at + k] },
          { _id: given[at + k].marks[0], customer },
        ]);
        await db.bulkDocs(docs);
      }
    },
    close: () => db.close(),
  };
  return desk;
}

expose(open);
