/** What every contestant's page has: `window.bench`, which times work, checks what came of it, and answers with numbers only. */
import { customerId, documentOf, draft, nameOf, phoneOf } from './data.js';

const pause = new MessageChannel();
/** Until everything that waits has had its turn: what one piece of work left behind is not paid by the next. */
const breathe = () =>
  new Promise((resolve) => {
    pause.port1.onmessage = resolve;
    pause.port2.postMessage(0);
  });

const wrong = (what) => {
  throw new Error(`a contestant answered wrong: ${what}`);
};

/** Commits of write transactions are seen here, so that «after the commit» means the same for everybody; and durability can be forced where a library does not let one ask. */
const commits = { last: 0, durability: undefined };
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function transaction(stores, mode = 'readonly', options = {}) {
  if (mode !== 'readwrite') return begin.call(this, stores, mode, options);
  const tx = begin.call(this, stores, mode, commits.durability === undefined ? options : { ...options, durability: commits.durability });
  tx.addEventListener('complete', () => (commits.last = performance.now()));
  return tx;
};

export const isCardOf = (context, i) => context?.customer === customerId(i) && context.entries > 0 && context.facts.some(({ fact, values }) => fact === 'tel' && values[0].value === phoneOf(i));

/** Work: how it is called, and how what it answers is checked. Everything else of a contestant is its own affair. */
const WORK = {
  card: { run: (desk, i) => desk.card(customerId(i)), check: (context, i) => isCardOf(context, i) || wrong(`the card of ${i}`) },
  find: { run: (desk, i) => desk.find(phoneOf(i)), check: (context, i) => isCardOf(context, i) || wrong(`who has the number of ${i}`) },
  history: { run: (desk, i) => desk.history(customerId(i), 20), check: (entries, i) => (entries.length === 20 && entries.every(({ customer }) => customer === customerId(i)) && entries[0].at >= entries[19].at) || wrong(`the history of ${i}`) },
};

/** @param open a contestant's `open(options)`: resolves with its desk */
export function expose(open) {
  let desk;
  const counts = new Map();
  const bench = {
    commits,
    get desk() {
      return desk;
    },
    async open(options) {
      const from = performance.now();
      desk = await open(options ?? {});
      return performance.now() - from;
    },
    /** Writes customers `from` up to `to`, `per` entries each. */
    async seed(from, to, per) {
      const began = performance.now();
      const STEP = 100;
      for (let at = from; at < to; at += STEP) {
        const documents = Array.from({ length: Math.min(STEP, to - at) }, (_, k) => documentOf(at + k, per));
        await (desk.seed ?? desk.importAll)(documents, at);
      }
      await desk.settle?.();
      for (const i of [from, to - 1]) if ((await desk.card(customerId(i))).entries !== per) wrong(`what was seeded of ${i}`);
      return performance.now() - began;
    },
    /** Times one kind of reading, one after the other. @returns ms each */
    async read(what, customers) {
      const { run, check } = WORK[what];
      const times = [];
      for (const i of customers) {
        await breathe();
        const from = performance.now();
        const answer = await run(desk, i);
        times.push(performance.now() - from);
        check(answer, i);
      }
      return times;
    },
    /** Times appends to customers whose card lies open, as on a desk. Every one is read back. @returns ms each */
    async append(customers, how = 'append', durability = 'strict') {
      const times = [];
      for (const i of customers) {
        const customer = customerId(i);
        const before = await desk.card(customer);
        const prepared = await desk.prepare?.(customer);
        await breathe();
        const said = draft();
        commits.durability = durability;
        const from = performance.now();
        await desk[how](customer, said, durability, prepared);
        times.push(performance.now() - from);
        commits.durability = undefined;
        const card = await desk.card(customer);
        const [entry] = await desk.history(customer, 1);
        if (card.entries !== before.entries + 1 || entry?.words !== said.words) wrong(`what was appended to ${i}`);
        counts.set(i, card.entries);
      }
      return times;
    },
    /** Times a whole import. Documents are made beforehand, and so is what those that do not fold are to write. @returns ms */
    async import(from, to, per) {
      const documents = Array.from({ length: to - from }, (_, k) => documentOf(from + k, per));
      const prepared = desk.prepareImport?.(documents, from);
      await breathe();
      const began = performance.now();
      await desk.importAll(documents, from, prepared);
      const took = performance.now() - began;
      for (const i of [from, Math.floor((from + to) / 2), to - 1]) {
        const context = await desk.card(customerId(i));
        if (!isCardOf(context, i) || context.entries !== per) wrong(`what was imported of ${i}`);
        if ((await desk.history(customerId(i), 20)).length !== Math.min(20, per)) wrong(`the imported history of ${i}`);
      }
      return took;
    },
    nameOf,
    customerId,
    phoneOf,
    breathe,
  };
  window.bench = bench;
  return bench;
}
