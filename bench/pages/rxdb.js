/** RxDB on its own Dexie storage. It has no transaction over two collections: entry and card are written one after the other. */
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { after, cardOf, entryNow } from './data.js';
import { expose } from './harness.js';

const text = { type: 'string', maxLength: 60 };
const snap = { version: 0, primaryKey: 'customer', type: 'object', properties: { customer: text, phone: text, count: { type: 'number' }, context: { type: 'object' } }, required: ['customer', 'phone'], indexes: ['phone'] };
const log = { version: 0, primaryKey: 'id', type: 'object', properties: { id: text, entry: { type: 'object' } }, required: ['id'] };

/** Newest first, as everywhere. */
const idOf = (customer, count) => `${customer}/${String(1e9 - count).padStart(10, '0')}`;

async function open({ name = 'bench' } = {}) {
  const db = await createRxDatabase({ name: name.replaceAll('-', ''), storage: getRxStorageDexie(), multiInstance: true, closeDuplicates: true });
  await db.addCollections({ snap: { schema: snap }, log: { schema: log } });
  const docOf = ({ customer, marks, count, context }) => ({ customer, phone: marks[0], count, context });
  const cardIn = async (customer) => (await db.snap.findOne(customer).exec()).toJSON();
  const desk = {
    card: async (customer) => (await cardIn(customer)).context,
    find: async (phone) => (await db.snap.findOne({ selector: { phone: `tel:${phone}` } }).exec()).toJSON().context,
    async history(customer, limit) {
      const found = await db.log.find({ selector: { id: { $gte: `${customer}/`, $lt: `${customer}0` } }, sort: [{ id: 'asc' }], limit }).exec();
      return found.map((one) => one.toJSON().entry);
    },
    async append(customer, said) {
      const entry = { ...entryNow(customer), words: said.words };
      const next = after(await cardIn(customer), entry);
      await db.log.insert({ id: idOf(customer, next.count), entry });
      await db.snap.upsert(next);
    },
    tell: (customer, said) => desk.append(customer, said),
    watch(customer, callback) {
      const watching = db.snap.findOne(customer).$.subscribe((one) => one && callback(one.toJSON().context));
      return () => watching.unsubscribe();
    },
    prepareImport: (documents, from) => documents.map((document, k) => docOf(cardOf(document, from + k))),
    async importAll(documents, from, given = desk.prepareImport(documents, from)) {
      for (let at = 0; at < documents.length; at += 10) {
        const some = documents.slice(at, at + 10);
        await db.log.bulkInsert(some.flatMap(({ customer, entries }) => entries.map((entry, k) => ({ id: idOf(customer, k + 1), entry }))));
        await db.snap.bulkInsert(given.slice(at, at + 10));
      }
    },
    close: () => db.close(),
  };
  return desk;
}

expose(open);
