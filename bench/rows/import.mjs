// Entries and cards of many customers into an empty database. The floor writes a record per entry and gets its cards for nothing;
// say-once takes what a host has (entries alone), checks and scrubs each, folds and seals.
// «raw, folding» is the floor when it has to make the cards itself, with our fold.
export default {
  name: 'import',
  async run(bench) {
    const customers = bench.of(500, 80);
    // A rate needs no more of those that take longer.
    const fewer = bench.of(100, 15);
    const per = 100;
    const how = { 'raw, a record per entry': ['raw', 'import'], 'raw, folding': ['raw', 'importFolding'] };
    const contestants = [...Object.keys(how), 'unsealed', 'sealed', ...bench.libraries];
    let database = 0;
    const all = await bench.rounds(bench.of(4, 2), contestants, async (name) => {
      const [contestant, way] = how[name] ?? [name, 'import'];
      const page = await bench.session.page(contestant, 'import');
      try {
        await page.evaluate((to) => window.bench.open({ name: to }), `import-${++database}`);
        const count = bench.libraries.includes(name) ? fewer : customers;
        const ms = await page.evaluate(([to, each, as]) => window.bench.import(0, to, each, as), [count, per, way]);
        return [(count * per * 1000) / ms];
      } finally {
        await page.close();
      }
    }, { warmUp: !bench.quick });
    bench.add('import', `bulk import of ${(customers * per).toLocaleString('en')}`, all, 'raw, a record per entry', { unit: 'entries/s' });
  },
};
