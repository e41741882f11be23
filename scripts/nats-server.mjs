// A nats-server as deploy/one sets it up, on loopback, in a folder that goes with it; stopped and started at will.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newOperator, operatorConfig } from '../deploy/credentials.mjs';
import { freePort, listens } from './ports.mjs';

const configuration = fileURLToPath(new URL('../deploy/one/nats.conf', import.meta.url));

/** `file`: the server's; `folder`: where it keeps everything; `origins`: of the pages that may come. Resolves with a server that runs. */
export async function startServer({ file, folder, origins }) {
  const operator = await newOperator('demo');
  const [port, ws] = [await freePort(), await freePort()];
  const at = path.join(folder, 'nats.conf');
  copyFileSync(configuration, at);
  writeFileSync(path.join(folder, 'operator.conf'), operatorConfig(operator));
  const env = { ...process.env, SAY_ONCE_PORT: `${port}`, SAY_ONCE_WS_PORT: `${ws}`, SAY_ONCE_STORE: path.join(folder, 'store'), SAY_ONCE_ACCOUNTS: path.join(folder, 'accounts'), SAY_ONCE_ORIGINS: JSON.stringify(origins) };
  let child;
  // Whatever ends us ends it.
  process.once('exit', () => child?.kill('SIGKILL'));

  const server = {
    operator,
    servers: `127.0.0.1:${port}`,
    ws: `ws://127.0.0.1:${ws}`,
    get pid() {
      return child?.pid;
    },
    get isUp() {
      return child !== undefined;
    },
    async start() {
      if (child !== undefined) return;
      let said = '';
      const started = spawn(file, ['-c', at], { env, stdio: ['ignore', 'ignore', 'pipe'] });
      started.stderr.on('data', (data) => (said = (said + data).slice(-2_000)));
      // A Ctrl-C reaches the whole group; that is not it falling over.
      started.once('exit', () => (child = child === started ? undefined : child));
      child = started;
      for (let tries = 0; tries < 400; tries++) {
        if (started.exitCode !== null) throw new Error(`nats-server ended: ${said}`);
        if ((await listens(port)) && (await listens(ws))) return;
        await after(25);
      }
      throw new Error(`nats-server does not listen: ${said}`);
    },
    async stop() {
      const stopped = child;
      child = undefined;
      if (stopped === undefined || stopped.exitCode !== null) return;
      const ended = once(stopped, 'exit');
      stopped.kill('SIGTERM');
      await ended;
    },
  };
  await server.start();
  return server;
}
