// One entry more for a customer whose card lies open: entry and card durable when it is answered, and read back.
// The floor is a transaction that puts into both stores without looking; the other one reads first, as one has to without a guard.
import { some } from '../harness/bench.mjs';

const HOW = { 'raw, blind put': ['raw', 'append'], 'raw, reads first': ['raw', 'appendReading'] };

/** Those that write everything anew for one entry get fewer turns. */
const SLOW = { tinybase: 1 };

export default {
  name: 'append',
  async run(bench) {
    const among = 50;
    const samples = bench.of(30, 10);
    for (const durability of ['relaxed', 'strict']) {
      const contestants = [...Object.keys(HOW), 'unsealed', 'sealed', ...bench.libraries];
      const all = await bench.rounds(bench.of(12, 4), contestants, async (name, round) => {
        const [page, how] = HOW[name] ?? [name, 'append'];
        // The first append to a customer tells sales of the hold that an open issue is: it is not what is measured here.
        const ours = name === 'sealed' || name === 'unsealed';
        const customers = round < 0 && ours ? Array.from({ length: among }, (_, i) => i) : some(name in SLOW ? SLOW[name] : samples, among);
        return (await bench.session.desk(page)).evaluate(([ids, way, durable]) => window.bench.append(ids, way, durable), [customers, how, durability]);
      });
      const row = `append ${durability}`;
      bench.add(row, `append, ${durability}`, all, 'raw, blind put');
      bench.compare(row, all, 'raw, reads first');
      bench.compare(row, all, 'unsealed');
    }
  },
};
