// A browser that has just been started: page load, open, card. What was written before has been settled by then; the system's file cache is warm.
// For what keeps everything in memory this is where it pays.
export default {
  name: 'cold',
  async run(bench) {
    const { session } = bench;
    const stores = ['small', 'base', 'million'].filter((store) => session.size(store) !== undefined);
    const label = (name, store) => `${name} ${session.size(store).reduce((a, b) => a * b).toLocaleString('en')}`;
    const places = Object.fromEntries([
      ...['raw', 'unsealed', 'sealed'].flatMap((name) => stores.filter((store) => name === 'sealed' || store !== 'million').map((store) => [label(name, store), [name, store]])),
      ...bench.libraries.map((name) => [label(name, 'base'), [name, 'base']]),
    ]);
    for (const [name, store] of Object.values(places)) await session.desk(name, store);
    await settle(session, Object.values(places));
    const all = await bench.rounds(bench.of(8, 2), Object.keys(places), async (place) => {
      const [name, store] = places[place];
      const page = await (await session.context()).newPage();
      try {
        await page.goto(await session.address(name, store, `#cold=${Math.floor(Math.random() * session.size(store)[0])}`));
        return [await page.evaluate(() => window.cold)];
      } finally {
        await page.close();
      }
    }, { before: () => restart(session) });
    for (const name of ['raw', 'unsealed', 'sealed']) {
      const own = Object.fromEntries(Object.entries(all).filter(([place]) => places[place][0] === name));
      bench.add('cold', 'cold open: page, database, card', own, label(name, 'small'));
    }
    const largest = Object.fromEntries(Object.entries(all).filter(([place]) => places[place][1] === 'base'));
    bench.add('cold base', `cold open of the ${session.size('base').reduce((a, b) => a * b).toLocaleString('en')} store`, largest, label('raw', 'base'));
  },
};

/** A browser that was started just now, and is done with starting. */
async function restart(session) {
  await session.rest();
  const page = await (await session.context()).newPage();
  await page.goto(await session.address('raw', 'nothing', 'blank'));
  await page.waitForTimeout(1_000);
}

/** Everything is opened once after a start, so that what lies in logs is put into tables, and the browser ended in peace. */
async function settle(session, places) {
  await session.rest();
  for (const [name, store] of places) await session.desk(name, store);
  await new Promise((later) => setTimeout(later, 3_000));
  await session.rest();
}
