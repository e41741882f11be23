// `npm run test:sip`: real calls on loopback. A calls B through an exchange, with a reference in User-to-User; B refers A to C, with
// another in Refer-To; A calls C; and C's desk, in a real browser, opens the card of whoever B handed over from what came. Kamailio is the exchange, sipp plays the three
// (test/sip/). Where they are missing and this is Debian under root, they are installed. Ends with «carried N of N».
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { build } from 'vite';
import { root, shared, source } from './bundle.mjs';
import { desks } from './sip-desk.mjs';

const say = (text) => console.log(`sip: ${text}`);
const has = (command) => (process.env.PATH ?? '').split(path.delimiter).concat('/usr/sbin').some((folder) => existsSync(path.join(folder, command)));
const env = { ...process.env, PATH: `${process.env.PATH}${path.delimiter}/usr/sbin`, TERM: 'dumb' };

function install() {
  if (has('kamailio') && has('sipp')) return;
  const packages = ['kamailio', 'sip-tester'];
  const apt = (...args) => spawnSync('apt-get', args, { stdio: 'inherit', env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  if (process.getuid?.() === 0 && has('apt-get')) {
    say(`installs ${packages.join(' and ')}`);
    if (apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages) && has('kamailio') && has('sipp')) return;
  }
  console.error(`sip: Kamailio and sipp are needed. Debian: apt-get install ${packages.join(' ')}`);
  process.exit(1);
}

/** Our own sources, as Node can run them. */
async function ours() {
  const [{ output }] = await build({ ...shared, build: { write: false, minify: false, lib: { entry: source('wire/uui'), formats: ['es'] } } });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}

/** A port that nobody has, neither of TCP nor of UDP. */
async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const socket = createSocket('udp4');
  const free = await new Promise((found) => socket.once('error', () => found(false)).bind(port, '127.0.0.1', () => found(true)));
  server.close();
  socket.close();
  return free ? port : freePort();
}

/** Somebody listens there: read from the kernel, since to knock would be a message too. */
async function listens(port, transport) {
  const place = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  for (let tries = 0; tries < 100; tries++) {
    // Of TCP only who listens (0A): a connection from or to that port is none.
    if (readFileSync(`/proc/net/${transport}`, 'utf8').split('\n').some((line) => line.includes(`: 0100007F${place}`) && (transport === 'udp' || / 0A /.test(line)))) return;
    await after(50);
  }
  throw new Error(`nobody listens on port ${port}`);
}

const running = new Set();
function start(command, args) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said = (said + data).slice(-4_000)));
  running.add(child);
  const ended = new Promise((done) => child.once('close', (code) => (running.delete(child), done({ code, said }))));
  return { child, ended };
}
/** With what it started: Kamailio is several processes. */
const stop = (child) => {
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (running.forEach(stop), process.exit(1)));

const { decodeUui, encodeUui, referTo } = await ours();

/** How A takes the header out of the Refer-To (as it should, or, as many do, as it stands there): what it looks for, keeps, and sends. */
const TAKEN = {
  unescaped: ['User-to-User=([0-9a-f]+)%3Bencoding%3Dhex%3Bpurpose%3D([a-z-]+)', 'all,hex,purpose', '[$hex];encoding=hex;purpose=[$purpose]'],
  'still escaped': ['User-to-User=([^&amp;&gt;]+)', 'all,uui', '[$uui]'],
};
/** A hand-off's own is made for each call; longer ones only show what the way lets through. */
const REFERENCES = { 'a hand-off': undefined, 'one of 60': `so1:${'7f3K2p9QxV'.repeat(6)}`.slice(0, 60), 'one of 127': `so1:${'7f3K2p9QxV'.repeat(13)}`.slice(0, 127) };
const PACKAGES = { 'as say-once': {}, 'as ISDN': { discriminator: 0 } };

const cases = ['udp', 'tcp'].flatMap((transport) =>
  Object.entries(REFERENCES).flatMap(([size, reference]) =>
    Object.entries(PACKAGES).flatMap(([named, options]) => Object.keys(TAKEN).map((taken) => ({ name: `${transport}, ${size}, ${named}, ${taken}`, transport, reference, options, taken }))),
  ),
);

/** One call and its transfer. Answers what B and C read, or throws. */
async function call(folder, { transport, reference, options, taken }) {
  const [exchange, a, b, c] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const [regexp, variables, toC] = TAKEN[taken];
  const filled = {
    exchange, b, c, transport, toC,
    toB: encodeUui(`menu:${reference}`.slice(0, 127), options),
    referTo: referTo(`sip:c@127.0.0.1:${exchange}`, encodeUui(reference, options)),
    regexp, variables,
  };
  const fill = (name) => {
    const file = path.join(folder, name);
    writeFileSync(file, readFileSync(path.join(root, 'test/sip', name), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, key) => String(filled[key])));
    return file;
  };
  const log = (name) => path.join(folder, `${name}.log`);
  const plays = (name, port, ...more) => start('sipp', ['-sf', fill(`${name}.xml`), '-i', '127.0.0.1', '-p', String(port), '-t', transport === 'udp' ? 'u1' : 't1', '-m', '1', '-timeout', '15s', '-timeout_error', '-nostdin', '-trace_logs', '-log_file', log(name), '-trace_err', '-error_file', log(`${name}-errors`), ...more]);

  const kamailio = start('kamailio', ['-DD', '-E', '-f', fill('kamailio.cfg'), '-w', folder, '-Y', folder, '-m', '32', '-M', '8']);
  try {
    const [playsB, playsC] = [plays('b', b), plays('c', c)];
    await Promise.all([listens(exchange, transport), listens(b, transport), listens(c, transport)]);
    const playsA = plays('a', a, `127.0.0.1:${exchange}`);
    const ends = Object.entries({ A: playsA, B: playsB, C: playsC });
    for (const [who, { ended }] of ends) {
      const { code, said } = await ended;
      if (code === 0) continue;
      const errors = log(`${who.toLowerCase()}-errors`);
      throw new Error(`${who} broke off (${code}): ${existsSync(errors) ? readFileSync(errors, 'utf8').slice(0, 800) : said}`);
    }
    const read = (name) => decodeUui(readFileSync(log(name), 'utf8').trim());
    return { header: readFileSync(log('c'), 'utf8').trim(), read: read('c')[0]?.text, before: read('b')[0]?.text };
  } finally {
    for (const child of running) stop(child);
    await kamailio.ended;
  }
}

install();
const { handOff, opens, close } = await desks();
let carried = 0;
for (const [number, one] of cases.entries()) {
  const folder = mkdtempSync(path.join(tmpdir(), 'say-once-sip-'));
  try {
    const name = `Ada Okafor ${number}`;
    const reference = one.reference ?? (await handOff(`cus_${number}`, name));
    const { header, read, before } = await call(folder, { ...one, reference });
    const right = read === reference && before === `menu:${reference}`.slice(0, 127);
    if (right && one.reference === undefined) await opens(header, name);
    if (right) carried++;
    say(`${right ? 'carried' : 'LOST   '} ${one.name}${right ? '' : `: B read ${before}, C read ${read}`}`);
  } catch (error) {
    say(`LOST    ${one.name}: ${error.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
await close();
console.log(`carried ${carried} of ${cases.length}`);
process.exitCode = carried === cases.length ? 0 : 1;
