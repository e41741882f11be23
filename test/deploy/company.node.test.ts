/** What somebody meets who sets up a relay for the first time, or a second time: the scripts as commands. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
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

it('a worker that no server lets in says so, and goes on trying', async () => {
  // The part of the gateway and the intake that connects: they themselves need the package built.
  const connects = `import(${JSON.stringify(pathToFileURL(path.join(root, 'deploy/worker.mjs')).href)}).then(({ connectWorker }) => connectWorker({ servers: 'nats://127.0.0.1:1', creds: 'gateway.creds', author: 'gateway' }))`;
  const worker = spawn(process.execPath, ['--input-type=module', '--eval', connects], { cwd: root });
  onTestFinished(() => void worker.kill());
  let said = '';
  worker.stderr.on('data', (text: Buffer) => (said += text.toString()));
  await expect.poll(() => said, { timeout: 15_000 }).toContain('gateway: nats://127.0.0.1:1 does not let it in yet; is the server there, and gateway.creds still good?');
  expect(worker.exitCode).toBeNull();
});
