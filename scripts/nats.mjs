// Finds a nats-server that is new enough, or gets one, without touching the system: on the PATH; in the project's ignored cache;
// else Debian's package from a newer suite of the very mirror this machine is set to. `node scripts/nats.mjs` prints its path.
// Why 2.12: Debian's older ones lost acknowledged events when a leader froze (docs/decisions/0023-the-relay.md).
import { execFileSync } from 'node:child_process';
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cache = path.join(root, 'node_modules/.cache/nats');
/** Debian's suite whose server is new enough. */
const SUITE = 'forky';

/** Said where there is none and none can be got. */
export const HOW = 'nats: no nats-server 2.12 or newer was found: take one from https://github.com/nats-io/nats-server/releases, Homebrew (nats-server) or Debian 14, and put it on the PATH.';

function isNewEnough(file) {
  try {
    accessSync(file, constants.X_OK);
    const [, major, minor] = /v(\d+)\.(\d+)\./.exec(execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 10_000 })) ?? [];
    return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 12);
  } catch {
    return false;
  }
}

/** The mirror this machine gets its packages from. */
function mirrorOf() {
  const sources = ['/etc/apt/sources.list'];
  const more = '/etc/apt/sources.list.d';
  if (existsSync(more)) sources.push(...readdirSync(more).filter((name) => /\.(list|sources)$/.test(name)).map((name) => path.join(more, name)));
  const lines = sources.filter((file) => existsSync(file)).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return lines.filter((line) => !/^\s*#/.test(line)).map((line) => /https?:\/\/[^\s]+\/debian\/?(?=\s|$)/.exec(line)?.[0]).find(Boolean);
}

/** With package lists and a state of its own: the system's stay as they are. */
function fromMirror() {
  const mirror = mirrorOf();
  if (mirror === undefined) return undefined;
  const state = mkdtempSync(path.join(tmpdir(), 'say-once-nats-'));
  try {
    for (const folder of ['lists/partial', 'cache/archives/partial', 'state', 'out']) mkdirSync(path.join(state, folder), { recursive: true });
    const list = path.join(state, 'sources.list');
    writeFileSync(list, `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror} ${SUITE} main\n`);
    const settings = { 'Dir::Etc::SourceList': list, 'Dir::Etc::SourceParts': '/dev/null', 'Dir::State::Lists': `${state}/lists`, 'Dir::Cache': `${state}/cache`, 'Dir::State': `${state}/state`, 'Dir::State::status': '/var/lib/dpkg/status', 'Acquire::Retries': '2', ...(process.getuid?.() === 0 ? { 'APT::Sandbox::User': 'root' } : {}) };
    const out = path.join(state, 'out');
    const run = (command, args) => execFileSync(command, args, { cwd: out, stdio: 'ignore', timeout: 180_000 });
    const apt = (...words) => run('apt-get', ['-qq', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]), ...words]);
    apt('update');
    apt('download', 'nats-server');
    const name = readdirSync(out).find((file) => file.endsWith('.deb'));
    run('dpkg-deb', ['-x', name, '.']);
    return kept(['usr/sbin', 'usr/bin'].map((folder) => path.join(out, folder, 'nats-server')).find((file) => existsSync(file)));
  } catch {
    return undefined;
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** Into the cache, whole or not at all: several may look for one at once. */
function kept(file) {
  if (file === undefined || !isNewEnough(file)) return undefined;
  mkdirSync(cache, { recursive: true });
  const part = path.join(cache, `nats-server.${process.pid}`);
  copyFileSync(file, part);
  renameSync(part, path.join(cache, 'nats-server'));
  return path.join(cache, 'nats-server');
}

/** Where a server new enough is; got first where that is needed and can be. Undefined: there is none, and `HOW` says what to do. */
export function findNats() {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/bin', cache];
  const known = [process.env.NATS_SERVER, ...folders.map((folder) => path.join(folder, process.platform === 'win32' ? 'nats-server.exe' : 'nats-server'))];
  const found = known.find((file) => file && existsSync(file) && isNewEnough(file));
  // The mirror may be busy: it is asked twice.
  return found ?? fromMirror() ?? fromMirror();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findNats();
  console[found ? 'log' : 'error'](found ?? HOW);
  process.exit(found ? 0 : 1);
}
