/** A support desk with a relay to other machines, the card on its screen; and the plain client in the same page, for the floor. */
import 'say-once-src/define.ts';
import { jetstream } from '@nats-io/jetstream';
import { headers, jwtAuthenticator, wsconnect } from '@nats-io/nats-core';
import { sealEnvelope } from 'say-once-src/carry/envelope.ts';
import { natsCarrier } from 'say-once-src/carry/nats.ts';
import { openTouchpoint } from 'say-once-src/index.ts';
import { digest, keysOf } from 'say-once-src/store/keys.ts';
import { customerId, entriesOf } from './data.js';

const bits = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('support'));
const ring = { support: [{ id: 'k1', key: await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits']) }] };
/** One clock for all pages of this machine, ms. */
const clock = () => performance.timeOrigin + performance.now();
const plainly = ({ servers, author, credentials: { jwt, seed } }) => wsconnect({ servers, inboxPrefix: `_INBOX.${author}`, authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(seed)), reconnect: false });

let desk;
let card;
let behind;

window.relay = {
  /** Publishes journals that take turns, an entry a message, as time would: everybody's first entry, then everybody's second. */
  async fill({ servers, author, credentials }, customers, per) {
    const carrier = natsCarrier({ servers, author, credentials });
    const { newest } = await keysOf(ring, 'bench', 'support', Date.now);
    const journals = Array.from({ length: customers }, (_, i) => entriesOf(i, per));
    const subjects = await Promise.all(journals.map((_, i) => digest(newest.subject, `customer:${customerId(i)}`)));
    for (let k = 0; k < per; k++) {
      const envelopes = await Promise.all(journals.map(async (journal, i) => ({ id: `f-${k}-${i}`, to: 'support', subject: subjects[i], sealed: await sealEnvelope({ company: 'bench', box: 'support' }, { id: newest.id, key: newest.envelope }, { v: 1, kind: 'shared', entries: [{ ...journal[k], by: { audience: 'support', id: author, label: 'Ana' } }] }) })));
      await carrier.publish(envelopes);
    }
    carrier.close();
  },
  /** Opens a desk; `show`: whose card is on the screen. It may have nothing behind it yet. */
  async open({ servers, author, credentials }, show) {
    const from = clock();
    desk = await openTouchpoint({ name: 'bench', as: { audience: 'support', id: author, label: 'Ana' }, keys: ring, ...(servers === undefined ? {} : { carriers: [natsCarrier({ servers, author, credentials })] }) });
    const seat = Object.assign(document.createElement('say-once'), { touchpoint: desk });
    card = Object.assign(document.createElement('say-once-card'), { customer: customerId(show) });
    seat.append(card);
    document.body.append(seat);
    behind = new Promise((done) => {
      const stop = desk.onState(({ relay }) => {
        if (relay?.link !== 'up' || relay.behind) return;
        done(clock() - from);
        queueMicrotask(() => stop());
      });
    });
  },
  /** Resolves when everything that lay there is in the store: ms since it was opened. */
  async caughtUp(customers, per) {
    const ms = await behind;
    for (const i of customers === 0 ? [] : [0, customers - 1]) if ((await desk.read(customerId(i))).entries !== per) throw new Error(`what was read of ${i} is not all of it`);
    return ms;
  },
  /** How much of one customer there is by now. */
  entries: async (i) => (await desk.read(customerId(i))).entries,
  close: () => desk.close(),
  /** Reads a card at a human pace, so often or until `enough`. @returns ms each */
  async read(i, count) {
    window.reading = true;
    const times = [];
    while (times.length < count && window.reading) {
      const from = performance.now();
      await desk.read(customerId(i));
      times.push(performance.now() - from);
      await new Promise((later) => setTimeout(later, 4));
    }
    return times;
  },
  /** Records something. @returns when it was asked for */
  async record(i, words) {
    const at = clock();
    await desk.record(customerId(i), { kind: 'step', step: 'note', words });
    return at;
  },
  /** Resolves when the card shows it. */
  seen: (words) =>
    new Promise((resolve) => {
      const look = () => {
        if (!card.shadowRoot?.textContent.includes(words)) return;
        watching.disconnect();
        resolve(clock());
      };
      const watching = new MutationObserver(look);
      watching.observe(card.shadowRoot, { subtree: true, childList: true, characterData: true });
      look();
    }),

  // The floor

  async plain(how) {
    window.connection = await plainly(how);
    window.heard = new Map();
    const consumer = await jetstream(window.connection).consumers.get('SAY_SUPPORT', { deliver_policy: 'new' });
    const messages = await consumer.consume();
    void (async () => {
      for await (const message of messages) window.heard.get(message.headers?.get('Nats-Msg-Id'))?.(clock());
    })();
  },
  hear: (id) => new Promise((heard) => window.heard.set(id, heard)),
  async say(author, id, length) {
    const at = clock();
    await jetstream(window.connection).publish(`say.support.${author}.plain`, 'x'.repeat(length), { msgID: id, headers: headers() });
    return at;
  },
  /** Receives all that lies in the stream, and stores nothing of it. @returns messages and ms */
  async receive(how) {
    const from = clock();
    const connection = await plainly(how);
    const consumer = await jetstream(connection).consumers.get('SAY_SUPPORT', { opt_start_seq: 1 });
    let count = 0;
    let length = 0;
    for await (const message of await consumer.consume({ max_messages: 500 })) {
      count += 1;
      length += message.string().length;
      if (message.info.pending === 0) break;
    }
    const ms = clock() - from;
    await connection.close();
    return { count, length, ms };
  },
};
