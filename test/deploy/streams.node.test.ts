import type { StreamConfig } from '@nats-io/jetstream';
import { expect, it } from 'vitest';
import { partsOf } from '../../src/carry/nats-parts.js';
import type { AnyEntry } from '../../src/model/entry.js';
import { portions } from '../../src/touchpoint/said.js';
import { streams } from './host.js';

/** Entries of the largest journal that a desk is measured with (docs/speed.md). */
const LARGEST = 100_000;
/** A hundredth of it tells as much. */
const SOME = LARGEST / 100;

it.each(['SAY_SUPPORT', 'SAY_SALES'])('%s has room for the largest journal by one author, said entry by entry or told anew all at once; full, it refuses what comes', (name) => {
  const { max_msgs_per_subject: room, max_msg_size: most, ...more } = streams.CONFIGS.find((config) => config.name === name) as StreamConfig;
  const entries = Array.from({ length: SOME }, (_, index): AnyEntry => ({ stamp: String(index), customer: 'cus_1', at: 0, by: { audience: 'support', id: 'ana' }, kind: 'step', step: 'note', words: 'x'.repeat(600) }));
  let parts = 0;
  // Sealed, a text is a third longer.
  for (const portion of portions(entries)) parts += partsOf('x'.repeat(Math.ceil((JSON.stringify(portion).length * 4) / 3)), most).length;
  expect(room).toBeGreaterThanOrEqual(Math.max(SOME, parts) * (LARGEST / SOME));
  expect(more).toMatchObject({ discard: 'new', discard_new_per_subject: true });
  expect(more).not.toHaveProperty('max_age');
});
