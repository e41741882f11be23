/** Dexie, with the layout of the floor. Durability is forced where it opens its transactions (see harness.js). */
import { Dexie, liveQuery } from 'dexie';
import { after, cardOf, entryNow } from './data.js';
import { expose } from './harness.js';

async function open({ name = 'bench' } = {}) {
  const db = new Dexie(name);
  db.version(1).stores({ snap: 'customer, *marks', log: '[customer+seq]' });
  await db.open();
  const desk = {
    card: async (customer) => (await db.snap.get(customer)).context,
    find: async (phone) => (await db.snap.where('marks').equals(`tel:${phone}`).first()).context,
    history: (customer, limit) => db.log.where('[customer+seq]').between([customer, Dexie.minKey], [customer, 0]).limit(limit).toArray(),
    async append(customer, said) {
      const entry = { ...entryNow(customer), words: said.words };
      await db.transaction('rw', db.log, db.snap, async () => {
        const next = after(await db.snap.get(customer), entry);
        await Promise.all([db.log.put({ ...entry, seq: -next.count }), db.snap.put(next)]);
      });
    },
    tell: (customer, said) => desk.append(customer, said),
    watch(customer, callback) {
      const watching = liveQuery(() => db.snap.get(customer)).subscribe((card) => callback(card.context));
      return () => watching.unsubscribe();
    },
    prepareImport: (documents, from) => documents.map((document, k) => cardOf(document, from + k)),
    async importAll(documents, from, given = desk.prepareImport(documents, from)) {
      for (let at = 0; at < documents.length; at += 10) {
        const some = documents.slice(at, at + 10);
        await db.transaction('rw', db.log, db.snap, async () => {
          await Promise.all([db.log.bulkPut(some.flatMap(({ entries }) => entries.map((entry, k) => ({ ...entry, seq: -(k + 1) })))), db.snap.bulkPut(given.slice(at, at + 10))]);
        });
      }
    },
    close: () => db.close(),
  };
  return desk;
}

expose(open);
