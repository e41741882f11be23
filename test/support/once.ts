/** What several test files need made alike is made once in a run: by the first that asks, while the others wait for it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { emptyFolder, script } from '../house/run.js';

/** Names the folder of a run to the processes that vitest starts for its files. */
const RUN = 'SAY_ONCE_RUN';

/** Makes the folder, which goes when this process does. */
function newRun(): string {
  const folder = emptyFolder('run');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return (process.env[RUN] = folder);
}

/** vitest's globalSetup. What was made of sources that have changed since is not kept. */
export default function setup(project: TestProject): void {
  const folder = process.env[RUN] ?? newRun();
  project.onTestsRerun(() => readdirSync(folder).forEach((name) => rmSync(path.join(folder, name), { recursive: true })));
}

/** Resolves with the folder that `make` has filled, here or in another process; rejects with what kept it from that. */
export async function once(name: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = path.join(process.env[RUN] ?? newRun(), name);
  const ended = `${folder}.ended`;
  if (mkdirSync(folder, { recursive: true }) !== undefined) {
    const fault = await make(folder).then(() => '', String);
    writeFileSync(`${ended}.part`, fault);
    renameSync(`${ended}.part`, ended);
  }
  while (!existsSync(ended)) await after(50);
  const fault = readFileSync(ended, 'utf8');
  if (fault !== '') throw new Error(fault);
  return folder;
}

/** The files for pages without a bundler, as they are published. */
export const browserFiles = async (): Promise<string> => path.join(await once('dist', (out) => script('build', ['--only', 'browser', '--out', out])), 'browser');

/** What scripts/size.mjs says as JSON, and the files that it weighed: a folder for each entry. */
export async function sized(): Promise<{ stdout: string; pages: string }> {
  const folder = await once('sized', async (out) => writeFileSync(path.join(out, 'said.json'), (await script('size', ['--json', '--files', path.join(out, 'pages')])).stdout));
  return { stdout: readFileSync(path.join(folder, 'said.json'), 'utf8'), pages: path.join(folder, 'pages') };
}
