/** Lets a test in a browser have a real nats-server: vitest runs these in Node. Started with the first test that asks. */
import { natsHere, NatsServer, plain } from './nats.js';

const servers = new Map<string, NatsServer>();

/** The address of a server under a name, started if it does not run. `more`: of its configuration. Undefined: there is none on this machine. */
async function natsStart(_: unknown, name: string, more = ''): Promise<string | undefined> {
  const known = servers.get(name);
  if (known !== undefined) {
    await known.start();
    return known.address;
  }
  const file = natsHere();
  if (file === undefined) return undefined;
  const server = await NatsServer.start(file, plain(more));
  servers.set(name, server);
  return server.address;
}

/** It keeps what it has, and stands at the same address when it is started again. */
const natsStop = async (_: unknown, name: string): Promise<void> => servers.get(name)?.stop();

async function natsRemove(_: unknown, name: string): Promise<void> {
  await servers.get(name)?.remove();
  servers.delete(name);
}

/** `SIGSTOP` freezes it as it stands, connections and all. */
const natsSignal = (_: unknown, name: string, signal: 'SIGSTOP' | 'SIGCONT'): void => servers.get(name)?.signal(signal);

export const natsCommands = { natsStart, natsStop, natsSignal, natsRemove };

declare module 'vitest/browser' {
  interface BrowserCommands {
    natsStart(name: string, more?: string): Promise<string | undefined>;
    natsStop(name: string): Promise<void>;
    natsSignal(name: string, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>;
    natsRemove(name: string): Promise<void>;
  }
}
