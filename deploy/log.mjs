// The intake's store as a file: what lies in it is sealed. Frames of length, checksum and content; the end of a frame that
// the power cut off is left out, since nobody was told that it was written.
import { constants, rmSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { Said } from './worker.mjs';

const HEAD = 8;

const frame = (what) => {
  const body = serialize(what);
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(body.length, 0);
  head.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([head, body]);
};

/** Whole frames from the beginning, each with where it ends. */
async function* framesOf(handle) {
  const { size } = await handle.stat();
  const head = Buffer.alloc(HEAD);
  for (let at = 0; at + HEAD <= size; ) {
    await handle.read(head, 0, HEAD, at);
    const length = head.readUInt32BE(0);
    const end = at + HEAD + length;
    if (length === 0 || end > size) return;
    const body = Buffer.alloc(length);
    await handle.read(body, 0, length, at + HEAD);
    if (crc32(body) !== head.readUInt32BE(4)) return;
    yield { what: deserialize(body), end };
    at = end;
  }
}

async function syncFolder(file) {
  const folder = await open(path.dirname(file), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const runs = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Two that write into one log would each lose what the other knows. What a process left that was killed is taken over. Returns its undo. */
async function locked(file) {
  const lock = `${file}.lock`;
  for (let tries = 0; ; tries++) {
    const handle = await open(lock, 'wx', 0o600).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (handle !== undefined) {
      await handle.writeFile(`${process.pid}`);
      await handle.close();
      const unlock = () => rmSync(lock, { force: true });
      process.once('exit', unlock);
      return () => {
        process.off('exit', unlock);
        unlock();
      };
    }
    const pid = Number(await readFile(lock, 'utf8').catch(() => ''));
    // (A container begins with the same numbers each time it begins.)
    if (tries > 0 || (pid > 0 && (pid !== process.pid || held.has(file)) && runs(pid))) throw new Said(`${file} is process ${pid}’s, which runs. One at a time; if it is none of say-once, remove ${lock}.`);
    await rm(lock, { force: true });
  }
}

/** logs that this process has open */
const held = new Set();

/** A log in a file, for `openIntake` and `openEraser`. Rejects where another process has it. */
export async function fileLog(file) {
  const unlock = await locked(file);
  held.add(file);
  let handle = await open(file, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
  let turn = Promise.resolve();
  /** after this nothing is whole */
  let end = 0;

  const inTurn = (work) => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  return {
    async read() {
      const frames = framesOf(handle);
      const first = await frames.next();
      end = first.value?.end ?? 0;
      async function* since() {
        if (first.value !== undefined && !('state' in first.value.what)) yield first.value.what;
        for await (const { what, end: at } of frames) {
          end = at;
          yield what;
        }
        await handle.truncate(end);
      }
      return { ...(first.value?.what.state === undefined ? {} : { state: first.value.what.state }), since: since() };
    },
    append: (what) => inTurn(async () => {
      await handle.appendFile(frame(what));
      await handle.datasync();
    }),
    restate: (state) => inTurn(async () => {
      const next = await open(`${file}.new`, 'w', 0o600);
      await next.writeFile(frame({ state }));
      await next.sync();
      await next.close();
      await rename(`${file}.new`, file);
      await syncFolder(file);
      await handle.close();
      handle = await open(file, constants.O_RDWR | constants.O_APPEND);
    }),
    close: () => inTurn(async () => {
      await handle.close();
      held.delete(file);
      unlock();
    }),
  };
}
