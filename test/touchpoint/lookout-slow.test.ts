/** A part of the desk that is long in coming leaves nothing open that must not be. In a file of its own: a part is fetched once a page. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDoor } from '../../src/touchpoint/door.js';
import { Company, emptied } from './company.js';
import { until } from './desks.js';

const gate = vi.hoisted(() => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
});

vi.mock('../../src/touchpoint/pitch.js', async (original) => {
  await gate.opened;
  return original();
});

const ADA = '+442079460018';

it('a hold that comes while what answers for the desk is still on its way closes the guard', async () => {
  const acme = await Company.make();
  const support = await acme.open('support');
  await support.record('cus_1', { kind: 'told', fact: 'tel', value: ADA });
  const sales = await acme.salesDesk();
  await until(() => sales.state.fresh);
  await emptied(acme, 'sales');
  await sales.close();
  const pitches: string[] = [];
  const desk = await openDoor({ name: acme.name, as: { audience: 'sales', id: 'sales-1' }, keys: acme.ring('sales'), now: acme.now });
  onTestFinished(() => {
    gate.open();
    return desk.close();
  });
  desk.watchPitch({ tel: ADA }, ({ pitch }) => void pitches.push(pitch));
  await until(() => pitches.at(-1) === 'clear');
  // The host asks for something that only the desk does.
  const read = desk.read('cus_1');
  await Promise.race([read, new Promise((later) => setTimeout(later, 500))]);
  await support.record('cus_1', { kind: 'issue', words: 'The line is dead.' });
  await until(() => pitches.at(-1) === 'not-checked');
  gate.open();
  await read;
  await until(() => pitches.at(-1) === 'held');
  expect(pitches.lastIndexOf('clear')).toBeLessThan(pitches.indexOf('not-checked', 1));
});
