// From the start of a navigation until the first text is in the document. The renderer is warm (same origin before), scripts are
// in the HTTP cache, the database is filled. The floor is an inline script with a raw get. say-once is what `npm run build` makes for pages.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../harness/build.mjs';
import { firstPages } from '../harness/first-pages.mjs';

/** Every file of the published browser build, by name. */
function published(root) {
  const out = mkdtempSync(path.join(tmpdir(), 'say-once-build-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs'), '--only', 'browser', '--out', out], { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`scripts/build.mjs failed: ${stderr}`);
    const folder = path.join(out, 'browser');
    return readdirSync(folder, { recursive: true }).filter((file) => statSync(path.join(folder, file)).isFile()).map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(folder, file))]);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

export default {
  name: 'first',
  async run(bench) {
    const { session, served } = bench;
    const { files } = served;
    for (const [file, code] of published(bench.root)) for (const name of ['sealed', 'device']) files.set(`${name}/${file}`, code);
    for (const [file, code] of await bundle(bench.root, 'emoji-picker-element', { emoji: fileURLToPath(new URL('../pages/emoji.js', import.meta.url)) })) files.set(file, code);
    files.set('emoji-picker-element/data.json', readFileSync(createRequire(import.meta.url).resolve('emoji-picker-element-data/en/emojibase/data.json')));
    for (const [name, html] of Object.entries(firstPages)) files.set(name, html);

    // Name of the variant: contestant whose store it reads, its page.
    const variants = { 'raw, inline': ['raw', 'first'], sealed: ['sealed', 'first'], 'sealed, device keys': ['device', 'first'], 'emoji-picker-element': ['emoji-picker-element', 'first'] };
    await session.desk('raw');
    await session.desk('sealed');
    files.set('device/', files.get('sealed/').replace('sealed.js', '../sealed/sealed.js'));
    await session.desk('device', 'base', { keys: 'device' });
    for (const name of ['raw', 'sealed', 'device']) await session.leave(name);

    const tab = await (await session.context()).newPage();
    const all = await bench.rounds(bench.of(12, 3), Object.keys(variants), async (variant) => {
      const [name, file] = variants[variant];
      const times = [];
      // The first visit of each round opens files that the others find open.
      for (let n = -1; n < bench.of(4, 2); n++) {
        await tab.goto(await session.address(name, 'base', 'blank'));
        await tab.waitForTimeout(100);
        await tab.goto(await session.address(name, 'base', file));
        const time = await tab.evaluate(() => window.firstText);
        if (time === undefined) throw new Error(`${variant} showed no text in 10 s`);
        if (n >= 0) times.push(time);
      }
      return times;
    });
    await tab.close();
    bench.add('first', 'first text on a new page', all, 'raw, inline');
    bench.compare('first', all, 'emoji-picker-element');
  },
};
