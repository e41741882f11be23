// From the commit in one tab until the other tab has the new context. The clock is the writer's: what comes back is
// an answer, and half a round trip of a bare message is taken off. The floor sends the id; the other tab reads.
export default {
  name: 'tabs',
  async run(bench) {
    const samples = bench.of(25, 15);
    const contestants = ['raw', 'unsealed', 'sealed', ...bench.libraries.filter((name) => name === 'dexie' || name === 'rxdb')];
    const seers = {};
    const trips = [];
    const all = await bench.rounds(bench.of(10, 4), contestants, async (name, round) => {
      const writer = await bench.session.desk(name);
      if (seers[name] === undefined) {
        seers[name] = await bench.session.page(name, 'base');
        await seers[name].evaluate(() => window.bench.open());
      }
      const customer = 60 + round + 1;
      await seers[name].evaluate((i) => window.bench.see(i), customer);
      const { times, trip } = await writer.evaluate(([i, count]) => window.bench.tell(i, count), [customer, samples]);
      await seers[name].evaluate(() => window.bench.unsee());
      trips.push(trip);
      return times;
    });
    for (const page of Object.values(seers)) await page.close();
    bench.add('tabs', 'seen in another tab after the commit', all, 'raw');
    bench.note('tabs', 'half a round trip of a bare message (taken off)', 'BroadcastChannel', trips.sort((a, b) => a - b)[trips.length >> 1], 'ms');
    bench.figures['tabs/sealed ms'] = bench.lines.find(({ row, contestant }) => row === 'tabs' && contestant === 'sealed')?.p50;
  },
};
