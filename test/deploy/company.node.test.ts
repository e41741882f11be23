/** What somebody meets who sets up a relay for the first time, or a second time: company.mjs as a command. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../house/imports.js';
import { type Ended, run } from '../house/run.js';

function folder(): (...args: string[]) => Promise<Ended> {
  const dir = mkdtempSync(path.join(tmpdir(), 'say-once-company-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return (...args) => run(process.execPath, [path.join(root, 'deploy/company.mjs'), ...args], dir);
}

it('init prints the same configuration again: «init > operator.conf» a second time leaves the servers as they were', async () => {
  const company = folder();
  const first = await company('init');
  expect(first.stdout).toContain('operator: ey');
  expect(await company('init')).toEqual(first);
});

it('what is missing is said in a line, with what to do', async () => {
  const company = folder();
  expect(await company('add', 'acme')).toEqual({ ok: false, stdout: '', output: expect.stringMatching(/^There is no secrets.operator\.json: make it with «node company\.mjs init», .*\n$/) });
  await company('init');
  expect(await company('creds', 'acme', '--role', 'gateway')).toEqual({ ok: false, stdout: '', output: expect.stringMatching(/^There is no secrets.acme\.json: make it with «node company\.mjs add acme», .*\n$/) });
  expect(await company('begin')).toEqual({ ok: false, stdout: '', output: 'Say one of: init, add, creds, revoke.\n' });
});
