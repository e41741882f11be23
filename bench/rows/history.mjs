// The newest twenty entries of a customer.
import { some } from '../harness/bench.mjs';

export default {
  name: 'history',
  async run(bench) {
    const [customers] = bench.session.size('base');
    const samples = bench.of(40, 30);
    const all = await bench.rounds(bench.of(10, 5), ['raw', 'unsealed', 'sealed', ...bench.libraries], async (name) => {
      const page = await bench.session.desk(name);
      return page.evaluate((ids) => window.bench.read('history', ids), some(samples, customers));
    });
    bench.add('history', 'history page of 20', all, 'raw');
  },
};
