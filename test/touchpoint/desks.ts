import { onTestFinished } from 'vitest';
import type { Audience } from '../../src/model/entry.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { Touchpoint, TouchpointOptions } from '../../src/touchpoint/types.js';

let count = 0;

/** A company of this test's own. */
export const company = (): string => `t${Date.now().toString(36)}-${++count}`;

/** Opens a touchpoint with this device's keys, and closes it when the test is over. */
export async function open<A extends Audience>(name: string, audience: A, more: Partial<TouchpointOptions<A>> = {}): Promise<Touchpoint<A>> {
  const desk = await openTouchpoint<A>({ name, as: { audience, id: `${audience}-1`, label: audience === 'support' ? 'Ana' : 'Sam' }, keys: 'device', ...more });
  onTestFinished(() => desk.close());
  return desk;
}

/** Waits until something that changes by itself is as wanted, and answers with it. How long a busy machine takes for it, nothing here says. */
export async function until<T>(look: () => T | Promise<T>, wanted: (value: T) => boolean = Boolean, ms = 10_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await look();
    if (wanted(value)) return value;
    if (performance.now() > end) throw new Error(`It did not come to be: ${JSON.stringify(value)}`);
    await new Promise((again) => setTimeout(again, 15));
  }
}
