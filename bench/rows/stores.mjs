// The same card in stores of 1,000, 100,000 and 1,000,000 entries: of the same few customers again and again, and of any.
// Without say-once's memory of what was shown lately: it would show the ten customers of the small store from it.
import { some } from '../harness/bench.mjs';

const HOT = 10;

export default {
  name: 'stores',
  async run(bench) {
    const { session } = bench;
    const sizes = ['small', 'base', 'million'].filter((store) => session.size(store) !== undefined);
    const label = (store) => session.size(store).reduce((a, b) => a * b).toLocaleString('en');
    const places = Object.fromEntries(['raw', 'unsealed', 'sealed'].flatMap((name) => sizes.filter((store) => name === 'sealed' || store !== 'million').map((store) => [`${name} ${label(store)}`, [name, store]])));
    for (const which of ['hot', 'random']) {
      const all = await bench.rounds(bench.of(10, 5), Object.keys(places), async (place) => {
        const [name, store] = places[place];
        const [customers] = session.size(store);
        return (await session.desk(name, store)).evaluate((ids) => window.bench.read('fromDisk', ids), some(bench.of(60, 30), which === 'hot' ? HOT : customers));
      });
      for (const name of ['raw', 'unsealed', 'sealed']) {
        const own = Object.fromEntries(Object.entries(all).filter(([place]) => places[place][0] === name));
        bench.add(`stores ${which}`, `card in a larger store, ${which} customers`, own, `${name} ${label('small')}`);
      }
    }
  },
};
