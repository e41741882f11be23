/** Two desks that pass customers on: one offers, the other has the card. Each page is one of them, for rows/hand-off.mjs. */
// oxlint-disable unicorn/require-post-message-target-origin -- this is a channel, which has no target
import { exportJWK, importJWK, SignJWT } from 'jose';
import { openTouchpoint } from 'say-once-src/index.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const MINUTE = 60_000;

/** `?…`: another machine's. The same origin, for the same channel, but every database is its own. */
if (location.search !== '') {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function opened(name, ...rest) {
    return open.call(this, `${location.search}/${name}`, ...rest);
  };
}

const bell = new BroadcastChannel('hand-off');
const nameOf = (customer) => `Ada of ${customer}`;

/** A usual customer: checked, with an open issue, and twenty notes. */
const said = (customer) => [
  { kind: 'told', fact: 'name', value: nameOf(customer) },
  { kind: 'told', fact: 'account', value: '4821-77' },
  { kind: 'told', fact: 'tel', value: '+442079460018' },
  { kind: 'checked', method: 'one-time code', level: 'verified', goodFor: ['*'], until: Date.now() + 26 * MINUTE },
  { kind: 'issue', words: 'She was billed after I cancelled it.' },
  ...Array.from({ length: 20 }, (_, n) => ({ kind: 'step', step: 'note', words: `Note ${n}: looked at the bill of month ${n % 12}, told them what the ${n}th line is about, and when to call.` })),
];

let desk;
let stop;
let made = 0;

/** Whoever asks hears from the other page; `answer` says whether it is about this. */
function heard(answer) {
  return new Promise((resolve) => {
    bell.addEventListener('message', function hear({ data }) {
      if (!answer(data)) return;
      bell.removeEventListener('message', hear);
      resolve(performance.now());
    });
  });
}

const isCard = (context, customer) => context.facts.some(({ fact, values }) => fact === 'name' && values[0].value === nameOf(customer));

/** What each way sends, once all of it is ready but the offer; resolves with how many characters travelled. */
const WAYS = {
  'bytes alone': async () => {
    bell.postMessage({ bytes: 'x'.repeat(16_000) });
    return 16_000;
  },
  'same browser': async (customer) => (await desk.handOff(customer, { to: { team: 'billing' } })).reference.length,
  'full token': async (customer) => {
    const { full } = await desk.handOff(customer, { to: { team: 'billing' } });
    bell.postMessage({ token: full, customer });
    return full.length;
  },
  'compact token': async (customer) => {
    const { compact } = await desk.handOff(customer, { to: { team: 'billing' } });
    bell.postMessage({ token: compact, customer });
    return compact.length;
  },
};

window.bench = {
  /** `host`: the host's pair as JWK, and the company's key as bytes */
  async open({ id, team, host, support }) {
    const own = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
    const certificate = await new SignJWT({ company: 'hand-off', audience: 'support', id, jwk: await exportJWK(own.publicKey) })
      .setProtectedHeader({ alg: 'ES256', typ: 'say-once-session+1', kid: 'host-1' })
      .setExpirationTime('8h')
      .sign(await importJWK(host.privateKey, 'ES256'));
    const session = { hosts: [{ id: 'host-1', key: await importJWK(host.publicKey, 'ES256') }], own: { key: own.privateKey, certificate } };
    const key = await crypto.subtle.importKey('raw', Uint8Array.from(support), 'HKDF', false, ['deriveKey', 'deriveBits']);
    desk = await openTouchpoint({ name: 'hand-off', as: { audience: 'support', id, teams: [team] }, keys: { support: [{ id: 's1', key }], session } });
  },

  /** The other side, for one way: has the card, says so, and takes the customer over, so that no heap of offers waits. */
  listen(way) {
    const answer = (data) => bell.postMessage({ done: data });
    const look = async (token, customer) => {
      const { context, signed, accept } = await desk.receive(token);
      if (!isCard(context, customer) || (way === 'full token' && !signed)) throw new Error(`the card of ${customer} did not arrive`);
      answer(customer);
      await accept();
    };
    const hear = ({ data }) => {
      if ('bytes' in data) answer(data.bytes.length === 16_000 ? 'bytes' : 'wrong');
      if ('ping' in data) answer('pong');
      if ('token' in data) void look(data.token, data.customer);
    };
    bell.addEventListener('message', hear);
    const seen = new Set();
    const unlist = way !== 'same browser' ? () => {} : desk.watchOffers((offers) => {
      for (const { offer, reference, customer } of offers) {
        if (seen.has(offer)) continue;
        seen.add(offer);
        void look(reference, customer);
      }
    });
    stop = () => {
      unlist();
      bell.removeEventListener('message', hear);
    };
  },
  deaf: () => stop(),

  /** `count` times from the offer to the card on the other side, ms; half a round trip of a bare message is taken off, for the answer. */
  async times(way, count) {
    const times = [];
    let characters = 0;
    for (let n = 0; n < count; n++) {
      const customer = `cus_${way.replaceAll(' ', '-')}_${made++}`;
      if (way !== 'bytes alone') {
        await desk.begin(customer, { channel: 'phone' });
        await desk.recordAll(customer, said(customer));
      }
      await new Promise((later) => setTimeout(later, 20));
      const pong = heard((data) => data.done === 'pong');
      const asked = performance.now();
      bell.postMessage({ ping: 1 });
      const trip = (await pong) - asked;
      const there = heard((data) => data.done === (way === 'bytes alone' ? 'bytes' : customer));
      const from = performance.now();
      characters = await WAYS[way](customer);
      times.push((await there) - from - trip / 2);
    }
    return { times, characters };
  },
};
