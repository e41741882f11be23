// The card of a customer in a page that is open: one of a thousand customers at a time, at random.
import { some } from '../harness/bench.mjs';

export default {
  name: 'warm',
  async run(bench) {
    const [customers] = bench.session.size('base');
    const samples = bench.of(60, 40);
    const contestants = ['raw', 'unsealed', 'sealed', ...bench.libraries];
    const all = await bench.rounds(bench.of(12, 6), contestants, async (name) => {
      const page = await bench.session.desk(name);
      return page.evaluate((ids) => window.bench.read('card', ids), some(samples, customers));
    });
    bench.add('warm', 'warm card', all, 'raw');
    // The newest fifty are in memory.
    const again = await bench.rounds(bench.of(6, 3), ['raw', 'unsealed', 'sealed'], async (name) => (await bench.session.desk(name)).evaluate((ids) => window.bench.read('card', ids), some(samples, 20)));
    bench.add('again', 'card that was shown lately', again, 'raw');
  },
};
