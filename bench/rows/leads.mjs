// A list of numbers to call: may each be pitched to? One in ten is held. A hundred are asked at a time, by everybody.
export default {
  name: 'leads',
  async run(bench) {
    const count = bench.of(10_000, 1_000);
    const pages = {};
    for (const name of ['raw', 'unsealed', 'sealed']) {
      pages[name] = await bench.session.page(name, 'leads');
      await pages[name].evaluate(() => window.bench.open({ audience: 'sales' }));
      await pages[name].evaluate((of) => window.bench.desk.hold(of), count);
    }
    const all = await bench.rounds(3, Object.keys(pages), async (name) => [await pages[name].evaluate((of) => window.bench.leads(of), count)], { warmUp: bench.quick });
    for (const page of Object.values(pages)) await page.close();
    bench.add('leads', `a lead list of ${count.toLocaleString('en')}`, all, 'raw');
  },
};
