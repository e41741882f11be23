// What the database of a contestant takes on the disk, once the browser was closed and everything has been put in order.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const weigh = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => sum + (entry.isFile() ? statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size : 0), 0);

export default {
  name: 'bytes',
  async run(bench) {
    const { session } = bench;
    const contestants = ['raw', 'unsealed', 'sealed', ...bench.libraries];
    const [customers, per] = session.size('base');
    for (const name of contestants) await session.desk(name).catch((error) => bench.trouble(name, error));
    // Every store is opened once more after a start, so that what lies in its log is put into tables.
    await session.rest();
    for (const name of contestants) await session.desk(name).catch(() => {});
    await new Promise((later) => setTimeout(later, 3_000));
    await session.rest();
    const databases = path.join(session.folder, 'Default/IndexedDB');
    const sizes = {};
    for (const name of contestants) {
      const { port } = new URL(await session.address(name, 'base'));
      const folders = readdirSync(databases).filter((folder) => folder.startsWith(`http_localhost_${port}.`));
      if (folders.length > 0) sizes[name] = folders.reduce((sum, folder) => sum + weigh(path.join(databases, folder)), 0) / (customers * per);
    }
    for (const [name, size] of Object.entries(sizes)) {
      bench.figures[`bytes/${name}`] = size / sizes.raw;
      const ratio = size / sizes.raw;
      bench.note('bytes', 'bytes on disk an entry, card and index included', name, size, 'B', name === 'raw' ? {} : { ratio: { median: ratio, low: ratio, high: ratio }, base: 'raw' });
    }
  },
};
