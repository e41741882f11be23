// A phone number in, a card out. A thousand customers with a number each: no small memory of numbers helps.
import { some } from '../harness/bench.mjs';

export default {
  name: 'find',
  async run(bench) {
    const [customers] = bench.session.size('base');
    const samples = bench.of(60, 40);
    const all = await bench.rounds(bench.of(12, 6), ['raw get', 'raw', 'unsealed', 'sealed', ...bench.libraries], async (name) => {
      const page = await bench.session.desk(name.split(' ')[0]);
      return page.evaluate(([what, ids]) => window.bench.read(what, ids), [name === 'raw get' ? 'card' : 'find', some(samples, customers)]);
    });
    bench.add('find', 'phone → card', all, 'raw get');
  },
};
