/** What every contestant's page has: `window.bench`, which times work, checks what came of it, and answers with numbers only. */
// oxlint-disable unicorn/require-post-message-target-origin -- these are channels, which have no target
import { customerId, documentOf, draft, phoneOf } from './data.js';

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

/** Between the two tabs of one contestant: answers, and bare messages that tell what a message costs. */
const bell = new BroadcastChannel('bench');
bell.addEventListener('message', ({ data }) => {
  if ('ping' in data) bell.postMessage({ pong: data.ping });
});

/** Resolves with the moment at which an answer came. */
function heard(question, isIt) {
  const came = new Promise((resolve) => {
    bell.addEventListener('message', function hear({ data }) {
      if (!isIt(data)) return;
      bell.removeEventListener('message', hear);
      resolve(performance.now());
    });
  });
  if (question !== undefined) bell.postMessage(question);
  return came;
}

/** Commits of write transactions are seen here, so that «after the commit» means the same for everybody; and durability can be forced where a library does not let one ask. */
const commits = { last: 0, durability: undefined };
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function transaction(stores, mode = 'readonly', options = {}) {
  if (mode !== 'readwrite') return begin.call(this, stores, mode, options);
  const tx = begin.call(this, stores, mode, commits.durability === undefined ? options : { ...options, durability: commits.durability });
  tx.addEventListener('complete', () => (commits.last = performance.now()));
  return tx;
};

const isCardOf = (context, i) => context?.customer === customerId(i) && context.entries > 0 && context.facts.some(({ fact, values }) => fact === 'tel' && values[0].value === phoneOf(i));

/** Work: how it is called, and how what it answers is checked. Everything else of a contestant is its own affair. */
const WORK = {
  card: { run: (desk, i) => desk.card(customerId(i)), check: (context, i) => isCardOf(context, i) || wrong(`the card of ${i}`) },
  fromDisk: { run: (desk, i) => (desk.cardFromDisk ?? desk.card)(customerId(i)), check: (context, i) => isCardOf(context, i) || wrong(`the card of ${i}`) },
  find: { run: (desk, i) => desk.find(phoneOf(i)), check: (context, i) => isCardOf(context, i) || wrong(`who has the number of ${i}`) },
  history: { run: (desk, i) => desk.history(customerId(i), 20), check: (entries, i) => (entries.length === 20 && entries.every(({ customer }) => customer === customerId(i)) && entries[0].at >= entries[19].at) || wrong(`the history of ${i}`) },
};

/** @param open a contestant's `open(options)`: resolves with its desk */
export function expose(open) {
  let desk;
  let waiting;
  const reading = { on: false };
  let unwatch;
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
      }
      return times;
    },
    /** Makes what is to be imported, outside of what is timed: documents, and what those that do not fold are to write. */
    prepare(from, to, per, folding = false) {
      const documents = Array.from({ length: to - from }, (_, k) => documentOf(from + k, per));
      waiting = { from, to, per, documents, prepared: folding ? undefined : desk.prepareImport?.(documents, from) };
    },
    /** Times a whole import. @returns ms */
    async import(from, to, per, way = 'import') {
      bench.prepare(from, to, per, way === 'importFolding');
      await breathe();
      return bench.importPrepared();
    },
    async importPrepared() {
      const { from, to, per, documents, prepared } = waiting;
      waiting = undefined;
      const began = performance.now();
      await desk.importAll(documents, from, prepared);
      const took = performance.now() - began;
      for (const i of [from, Math.floor((from + to) / 2), to - 1]) {
        const context = await desk.card(customerId(i));
        if (!isCardOf(context, i) || context.entries !== per) wrong(`what was imported of ${i}: ${context.entries} entries`);
        if ((await desk.history(customerId(i), 20)).length !== Math.min(20, per)) wrong(`the imported history of ${i}`);
      }
      return took;
    },
    /** Reads cards at a human pace until told that it is enough. @returns ms each */
    async readSlowly(count, apart, among) {
      reading.on = true;
      const times = [];
      while (times.length < count && reading.on) {
        const i = Math.floor(Math.random() * among);
        times.push(...(await bench.read('card', [i])));
        await new Promise((later) => setTimeout(later, apart));
      }
      return times;
    },
    enough() {
      reading.on = false;
    },
    /** Shows a customer in this tab, and says so to the other one whenever there is something new. */
    async see(i) {
      await new Promise((shown) => {
        unwatch = desk.watch(customerId(i), (context) => {
          shown();
          bell.postMessage({ seen: context.entries });
        });
      });
    },
    unsee() {
      unwatch?.();
    },
    /** Writes, and waits until the other tab has seen it. @returns ms each from the commit on, without half a bare round trip */
    async tell(i, count) {
      const customer = customerId(i);
      const trips = [];
      const times = [];
      for (let n = -3; n < count; n++) {
        let from = performance.now();
        await heard({ ping: n }, (data) => data.pong === n);
        if (n >= 0) trips.push(performance.now() - from);
        await breathe();
        const before = await desk.card(customer);
        const prepared = await desk.prepare?.(customer);
        const seen = heard(undefined, (data) => data.seen === before.entries + 1);
        await desk.tell(customer, draft(), 'strict', prepared);
        const at = await seen;
        if (n >= 0) times.push(at - commits.last);
        await new Promise((later) => setTimeout(later, 3));
      }
      const trip = trips.sort((a, b) => a - b)[trips.length >> 1] / 2;
      return { times: times.map((time) => time - trip), trip };
    },
    /** Asks whether numbers may be called, a hundred at a time: one in ten may not. @returns ms for all of them */
    async leads(count) {
      const numbers = Array.from({ length: count }, (_, i) => phoneOf(i));
      const held = [];
      const from = performance.now();
      for (let at = 0; at < count; at += 100) held.push(...(await Promise.all(numbers.slice(at, at + 100).map((phone) => desk.isHeld(phone)))));
      const took = performance.now() - from;
      for (const [i, answer] of held.entries()) if (answer !== (i % 10 === 0)) wrong(`whether ${i} may be called`);
      return took;
    },
  };
  window.bench = bench;
  const [, cold] = /^#cold=(\d+)$/.exec(location.hash) ?? [];
  if (cold !== undefined) window.cold = coldOpen(bench, Number(cold));
  return bench;
}

/** @returns ms from the start of the navigation until the card is there */
async function coldOpen(bench, i) {
  await bench.open();
  const context = await bench.desk.card(customerId(i));
  const at = performance.now();
  return isCardOf(context, i) ? at : wrong(`the first card, of ${i}`);
}
