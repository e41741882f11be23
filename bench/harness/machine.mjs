// What the numbers were measured on: without it they say little.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export async function machine(session, root, here) {
  await session.context();
  const { devDependencies } = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { stdout } = spawnSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' });
  return {
    'say-once': `${version} (${stdout.trim()})`,
    machine: `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? '?'}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}`,
    load: `${os.loadavg().map((load) => load.toFixed(1)).join(' ')} at the end`,
    chromium: session.version,
    node: process.version,
    contestants: Object.entries(devDependencies).map(([name, of]) => `${name} ${of}`).join(', '),
    date: new Date().toISOString(),
  };
}
