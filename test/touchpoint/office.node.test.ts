import { expect, it, onTestFinished, vi } from 'vitest';
import { openScreenless } from '../../src/touchpoint/screenless.js';
import { hostRing } from '../store/support.js';
import { Kept } from './machines.js';

it('whoever asks that the outbox is sent is served, however near to its end the last round is', async () => {
  const { support = [] } = await hostRing('support');
  const { desk } = await openScreenless({ name: 'acme', id: 'ana', ring: { support }, log: new Kept() });
  onTestFinished(() => desk.close());
  const office = await desk.office();
  const looks = vi.spyOn(desk.store.disk, 'outbox');
  for (let turns = 0; turns < 40; turns++) {
    const first = office?.flush();
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    looks.mockClear();
    const second = office?.flush();
    await Promise.all([first, second]);
    expect(looks, `${turns} turns later`).toHaveBeenCalled();
  }
});
