// The card of a customer with 10, 1,000 and 100,000 entries, in one store, without say-once's memory of what was shown lately.
const FIRST = 1_000;

export default {
  name: 'tall',
  async run(bench) {
    const heights = bench.of([10, 1_000, 100_000], [10, 1_000]);
    const names = ['raw', 'unsealed', 'sealed'];
    const which = Object.fromEntries(names.flatMap((name) => heights.map((height, k) => [`${name} ${height.toLocaleString('en')}`, [name, FIRST + k, height]])));
    for (const name of names) {
      const page = await bench.session.desk(name, 'tall');
      for (const [k, height] of heights.entries()) bench.session.seeding[`${name}/${height}`] = await page.evaluate(([i, count]) => window.bench.seed(i, i + 1, count), [FIRST + k, height]);
    }
    const all = await bench.rounds(bench.of(12, 6), Object.keys(which), async (one) => {
      const [name, i] = which[one];
      return (await bench.session.desk(name, 'tall')).evaluate((ids) => window.bench.read('fromDisk', ids), Array.from({ length: bench.of(50, 30) }, () => i));
    });
    for (const name of names) {
      const own = Object.fromEntries(Object.entries(all).filter(([one]) => which[one][0] === name));
      bench.add('tall', 'card of a customer with so many entries', own, `${name} 10`);
    }
    // The card of somebody with ten entries is smaller, for everybody: what is left when that is taken off.
    const tallest = heights.at(-1).toLocaleString('en');
    const ours = bench.figures[`tall/sealed ${tallest}`] / bench.figures[`tall/raw ${tallest}`];
    bench.figures['tall/in raw gets'] = ours;
    bench.note('tall', `customer with ${tallest} entries against 10, in raw gets of the same card`, 'sealed', ours, '×', { aside: true });
  },
};
