// Cards read in one tab while another imports into the same database, against the same tab just before.
const READS_APART = 4;
/** Every import brings new customers, far from those that are read. */
let next = 500_000;

export default {
  name: 'during',
  async run(bench) {
    const [among] = bench.session.size('base');
    const customers = bench.of(600, 80);
    const per = 100;
    const contestants = ['raw', 'unsealed', 'sealed'];
    const idle = Object.fromEntries(contestants.map((name) => [name, []]));
    const rates = Object.fromEntries(contestants.map((name) => [name, []]));
    const all = await bench.rounds(bench.of(4, 2), contestants, async (name, round) => {
      const reader = await bench.session.desk(name);
      const importer = await bench.session.page(name, 'base');
      try {
        await importer.evaluate(() => window.bench.open());
        const quiet = await reader.evaluate(([count, apart, of]) => window.bench.readSlowly(count, apart, of), [bench.of(100, 50), READS_APART, among]);
        // The floor is slow at this, and needs no more to be seen.
        const share = name === 'raw' ? 4 : 1;
        const from = next;
        next += customers;
        await importer.evaluate(([a, b, each]) => window.bench.prepare(a, b, each), [from, from + Math.ceil(customers / share), per]);
        const reading = reader.evaluate(([count, apart, of]) => window.bench.readSlowly(count, apart, of), [100_000, READS_APART, among]);
        reading.catch(() => {}); // whoever waits for it sees the error
        const ms = await importer.evaluate(() => window.bench.importPrepared());
        await reader.evaluate(() => window.bench.enough());
        const samples = await reading;
        if (round >= 0) {
          idle[name][round] = quiet;
          rates[name][round] = [(Math.ceil(customers / share) * per * 1000) / ms];
        }
        return samples;
      } finally {
        await importer.close();
      }
    }, { warmUp: false });
    for (const name of contestants) {
      bench.add('during', 'card read while an import runs', { [`${name}, idle`]: idle[name], [`${name}, importing`]: all[name] }, `${name}, idle`);
    }
    bench.add('during rate', 'import while cards are read', rates, 'raw', { unit: 'entries/s' });
    const line = (name) => bench.lines.find(({ row, contestant }) => row.startsWith('during') && contestant === name);
    bench.figures['during/p50'] = bench.figures['during/sealed, importing'];
    bench.figures['during/p95'] = line('sealed, importing')?.p95;
    bench.figures['during/entries a second'] = line('sealed')?.p50;
  },
};
