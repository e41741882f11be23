// `npm run test:cluster`: three nodes, twenty desks in real browsers, and everything that happens to machines; see test/cluster/run.ts.
//   --minutes N   how long machines are killed, frozen and cut off (3)
//   --writers N   how many desks write (20)
//   --next FILE   the nats-server that nodes are upgraded to (the same)
// Its last line: written N, acknowledged N, lost L, doubled D, longest stall S s. It fails unless lost and doubled are 0.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { findNats, HOW } from './nats.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '3' }, writers: { type: 'string', default: '20' }, next: { type: 'string' } } });
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// Without a server nothing is tried, and nothing has passed.
if (findNats() === undefined) {
  console.error(HOW);
  process.exit(1);
}
// It serves nobody: it only lets Node read what is written in TypeScript.
const vite = await createServer({ root, configFile: false, logLevel: 'error', appType: 'custom', server: { middlewareMode: true, hmr: false, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } });
const { main } = await vite.ssrLoadModule('/test/cluster/run.ts');
const isWell = await main({ minutes: Number(values.minutes), writers: Number(values.writers), next: values.next });
await vite.close();
process.exit(isWell ? 0 : 1);
