/** Runs the house's own commands, as a reader of CONTRIBUTING.md would, and gives back what they said. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { root } from './imports.js';

export interface Ended {
  ok: boolean;
  output: string;
  stdout: string;
}

export function run(command: string, args: string[], cwd = root): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' }, shell: process.platform === 'win32' && command !== process.execPath }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: `${stdout}${stderr}`, stdout });
    });
  });
}

/** One of the commands that node_modules brings. */
export const tool = (name: string, args: string[], cwd = root): Promise<Ended> => run(path.join(root, 'node_modules/.bin', name), args, cwd);

/** npm, the same that runs these tests. */
export const npm = (args: string[], cwd = root): Promise<Ended> => {
  const itself = process.env['npm_execpath'];
  return itself === undefined ? run('npm', args, cwd) : run(process.execPath, [itself, ...args], cwd);
};

export async function script(name: string, args: string[]): Promise<Ended> {
  const ended = await run(process.execPath, [path.join(root, 'scripts', `${name}.mjs`), ...args]);
  if (!ended.ok) throw new Error(`scripts/${name}.mjs failed:\n${ended.output}`);
  return ended;
}

/** An empty folder beside the caches: inside the project, so that tools find the project's packages from there. */
export function emptyFolder(name: string): string {
  const caches = path.join(root, 'node_modules/.cache/say-once');
  mkdirSync(caches, { recursive: true });
  return mkdtempSync(path.join(caches, `${name}-`));
}
