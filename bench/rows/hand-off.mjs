// From the call that offers a customer until another desk has the card: in the same browser, where the offer is found in the journal,
// and with a store of its own, to which the token is sent. The floor sends 16,000 characters, about the usual customer's full token, by the same channel.
import { fileURLToPath } from 'node:url';
import { bundle } from '../harness/build.mjs';

const WAYS = ['bytes alone', 'same browser', 'full token', 'compact token'];

const pair = async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const [secret, open] = await Promise.all([privateKey, publicKey].map((key) => crypto.subtle.exportKey('jwk', key)));
  return { privateKey: secret, publicKey: open };
};

export default {
  name: 'hand-off',
  async run(bench) {
    const { session, served } = bench;
    for (const [file, code] of await bundle(bench.root, 'hand-off', { 'hand-off': fileURLToPath(new URL('../pages/hand-off.js', import.meta.url)) })) served.files.set(file, code);
    served.files.set('hand-off/', '<!doctype html><meta charset="utf-8"><title>hand-off</title><link rel="icon" href="data:,"><script type="module" src="hand-off.js"></script>');
    const keys = { host: await pair(), support: [...crypto.getRandomValues(new Uint8Array(32))] };
    const open = async (id, team, search = '') => {
      const page = await (await session.context()).newPage();
      page.on('pageerror', (error) => bench.trouble('hand-off', error));
      await page.goto((await session.address('hand-off', 'base')) + search);
      await page.waitForFunction(() => 'bench' in window);
      await page.evaluate((how) => window.bench.open(how), { id, team, ...keys });
      return page;
    };
    const here = [await open('rep-17', 'care'), await open('rep-4', 'billing')];
    const apart = [await open('rep-18', 'care', '?one'), await open('rep-5', 'billing', '?another')];

    const sizes = {};
    const all = await bench.rounds(bench.of(10, 4), WAYS, async (way) => {
      const [one, other] = way === 'same browser' ? here : apart;
      await other.evaluate((which) => window.bench.listen(which), way);
      const { times, characters } = await one.evaluate(([which, count]) => window.bench.times(which, count), [way, bench.of(10, 5)]);
      await other.evaluate(() => window.bench.deaf());
      sizes[way] = characters;
      return times;
    });
    for (const page of [...here, ...apart]) await page.close();
    bench.add('hand-off', 'from the offer to the card at another desk', all, 'bytes alone');
    for (const [way, characters] of Object.entries(sizes)) bench.note('hand-off', 'what travels', way, characters, 'B');
  },
};
