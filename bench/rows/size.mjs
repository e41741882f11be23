// What is downloaded before the first action, as `npm run size` weighs it. Not a measurement of time: exact bytes.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Pages as they are weighed: with what they fetch by themselves. */
const LABELS = { card: "a card's page", form: "a form's page", 'form-known': "a form's page, with something known", guard: "a guard's page", together: 'all together' };

export default {
  name: 'size',
  async run(bench) {
    const { stdout, status, stderr } = spawnSync(process.execPath, [path.join(bench.root, 'scripts/size.mjs'), '--json'], { cwd: bench.root, encoding: 'utf8', maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`scripts/size.mjs failed: ${stderr.split('\n')[0]}`);
    const { sizes } = JSON.parse(stdout.slice(stdout.indexOf('{"sizes"')));
    for (const [name, label] of Object.entries(LABELS)) {
      const size = sizes[label];
      if (size === undefined) {
        bench.trouble('size', `scripts/size.mjs weighs no «${label}»`);
        continue;
      }
      bench.figures[`size/${name}`] = size.first + size.itself;
      bench.note('size', 'before the first action, min + gzip', label, size.first + size.itself, 'B');
    }
  },
};
