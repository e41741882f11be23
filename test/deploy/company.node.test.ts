/** What somebody meets who sets up a relay for the first time, or a second time: the scripts as commands. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fmtCreds } from '@nats-io/jwt';
import { createUser } from '@nats-io/nkeys';
import { expect, it, onTestFinished, vi } from 'vitest';
import { root } from '../house/imports.js';
import { type Ended, run } from '../house/run.js';
import { natsHere } from '../support/nats.js';
import { type CompanyKeys, credentials, Host } from './host.js';

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
  await company('add', 'acme', '--servers', 'nats://127.0.0.1:1');
  // Without a number it would be good for ever.
  expect(await company('creds', 'acme', '--role', 'gateway', '--seconds', 'abc')).toEqual({ ok: false, stdout: '', output: 'Say in seconds how long it is good for.\n' });
  expect(await company('begin')).toEqual({ ok: false, stdout: '', output: 'Say one of: init, add, creds, revoke.\n' });
});

/** The part of the gateway and the intake that connects: they themselves need the package built. */
function worker(servers: string, creds: string): { said(): string; code(): number | null } {
  const connects = `import(${JSON.stringify(pathToFileURL(path.join(root, 'deploy/worker.mjs')).href)}).then(({ connectWorker, started }) => started('gateway', () => connectWorker({ servers: ${JSON.stringify(servers)}, creds: ${JSON.stringify(creds)}, author: 'gateway' })))`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', connects], { cwd: root });
  onTestFinished(() => void child.kill());
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  return { said: () => said, code: () => child.exitCode };
}

function credentialOf(text: string): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'say-once-creds-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = path.join(dir, 'gateway.creds');
  writeFileSync(file, text);
  return file;
}

it('a worker whose server is not there yet says so, and goes on trying', async () => {
  const one = worker('nats://127.0.0.1:1', credentialOf('any'));
  await expect.poll(one.said, { timeout: 15_000 }).toContain('gateway: nats://127.0.0.1:1 does not answer; is the server there? It goes on trying.');
  expect(one.code()).toBeNull();
});

it('a worker without its credential, or with another company’s, says so in a line and ends with 1; one whose credential has ended says so', async () => {
  const none = worker('nats://127.0.0.1:1', 'nowhere.creds');
  await expect.poll(none.code, { timeout: 15_000 }).toBe(1);
  expect(none.said()).toBe('gateway: There is no nowhere.creds.\n');
  const file = natsHere();
  if (file === undefined) return;
  const host = await Host.start(file);
  onTestFinished(() => host.end());
  const acme = await host.company('acme');
  const stranger = credentials.newCompany('stranger');
  const pair = createUser();
  const credential = async (company: CompanyKeys, seconds?: number): Promise<string> => new TextDecoder().decode(fmtCreds(await credentials.mint(company, { user: pair.getPublicKey(), role: 'gateway', author: 'gateway', ...(seconds === undefined ? {} : { seconds }) }), pair));
  const servers = `nats://127.0.0.1:${host.server.port}`;
  const own = credentialOf(await credential(acme, 4));
  const three = worker(servers, own);
  const two = worker(servers, credentialOf(await credential({ ...acme, signing: stranger.signing })));
  await expect.poll(two.code, { timeout: 15_000 }).toBe(1);
  expect(two.said()).toMatch(new RegExp(`^gateway: ${servers} does not let it in: is .* of this company, and still good\\?.*\\n$`));
  await expect.poll(three.said, { timeout: 15_000 }).toBe(`gateway: the server lets it in no more: has ${own} ended, or was it revoked? It goes on when a newer one is there.\n`);
  expect(three.code()).toBeNull();
});

it('a port that is taken, and a log that another process has, are said in a line', async () => {
  const { started } = (await import(pathToFileURL(path.join(root, 'deploy/worker.mjs')).href)) as { started(name: string, work: () => Promise<unknown>): Promise<void> };
  const said: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  onTestFinished(() => void vi.restoreAllMocks());
  const taken = createServer();
  const port = await new Promise<number>((at) => taken.listen(0, '127.0.0.1', () => at((taken.address() as { port: number }).port)));
  onTestFinished(() => void taken.close());
  await started('gateway', () => new Promise((_, failed) => createServer().once('error', failed).listen(port, '127.0.0.1')));
  const dir = mkdtempSync(path.join(tmpdir(), 'say-once-lock-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { fileLog } = (await import(pathToFileURL(path.join(root, 'deploy/log.mjs')).href)) as { fileLog(name: string): Promise<{ close(): Promise<void> }> };
  const log = await fileLog(path.join(dir, 'log'));
  await started('intake', () => fileLog(path.join(dir, 'log')));
  expect(said).toEqual([`gateway: Port ${port} is taken: give another with --port, or end what has it.`, expect.stringMatching(/^intake: .*log is process \d+’s, which runs\. One at a time/)]);
  await log.close();
  // What a process left that was killed is taken over.
  const gone = spawn(process.execPath, ['--eval', '']);
  await new Promise((ended) => gone.once('close', ended));
  writeFileSync(path.join(dir, 'log.lock'), `${gone.pid}`);
  await (await fileLog(path.join(dir, 'log'))).close();
});

it('keys are made once: neither file is written over, and none is left behind without the other', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'say-once-keys-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const keys = (): Promise<Ended> => run(process.execPath, [path.join(root, 'deploy/keys.mjs'), '--out', 'keys.json', '--auditors', 'auditors.json'], dir);
  writeFileSync(path.join(dir, 'keys.json'), 'what was there');
  expect(await keys()).toEqual({ ok: false, stdout: '', output: 'keys: keys.json is there already, and stays as it is.\n' });
  expect(readdirSync(dir)).toEqual(['keys.json']);
  expect(readFileSync(path.join(dir, 'keys.json'), 'utf8')).toBe('what was there');
  rmSync(path.join(dir, 'keys.json'));
  expect(await keys()).toEqual({ ok: true, stdout: '', output: '' });
  expect(await keys()).toMatchObject({ ok: false, output: 'keys: auditors.json is there already, and stays as it is.\n' });
});
