/** Streams of a test's own on a real server, so that no test meets another's messages. */
import { jetstreamManager } from '@nats-io/jetstream';
import { wsconnect } from '@nats-io/nats-core';
import { onTestFinished } from 'vitest';
import { commands } from 'vitest/browser';
import type { Box } from '../../src/carry/carrier.js';
import { NatsCarrier, type NatsOptions } from '../../src/carry/nats.js';

/** Where the server of this page is; undefined: there is none, and the tests are skipped. */
export const server = await commands.natsStart('carry');

let count = 0;

/** What only an administrator does. */
export async function admin<T>(work: (manager: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<T>): Promise<T> {
  const connection = await wsconnect({ servers: server ?? '' });
  try {
    return await work(await jetstreamManager(connection));
  } finally {
    await connection.close();
  }
}

export const NAMES = { support: 'SUPPORT', sales: 'SALES', intake: 'INTAKE' } as const;

/** As `deploy/` makes them; memory is enough here. */
export const stream = (tag: string, box: keyof typeof NAMES): { name: string; subjects: string[] } & Record<string, unknown> => ({
  name: `T${tag}_${NAMES[box]}`, subjects: [`t${tag}.${box}.*.*`], storage: 'memory', discard: 'new', allow_direct: true, duplicate_window: 600 * 1e9, max_msg_size: 8_192, max_msgs_per_subject: 5_000, discard_new_per_subject: true,
});

export interface Streams {
  tag: string;
  journals: NonNullable<NatsOptions['journals']>;
  end(more?: Partial<NatsOptions>): NatsCarrier;
}

export async function streams(): Promise<Streams> {
  const tag = `${Date.now().toString(36)}${++count}`;
  const boxes: (keyof typeof NAMES)[] = ['support', 'sales', 'intake'];
  await admin((manager) => Promise.all(boxes.map((box) => manager.streams.add(stream(tag, box)))));
  onTestFinished(() => admin(async (manager) => void (await Promise.all(boxes.map((box) => manager.streams.delete(stream(tag, box).name).catch(() => false))))));
  const journals = Object.fromEntries(boxes.map((box): [Box, { stream: string; subject: string }] => [box, { stream: stream(tag, box).name, subject: `t${tag}.${box}` }]));
  return { tag, journals, end: (more = {}) => new NatsCarrier({ servers: server ?? '', author: 'rep-17', journals, ...more }) };
}
