/** A customer passes from Ana to Ben: giving, waiting, taking. */
import '../../src/elements/define/transfer.js';
import type { SayOnceTransfer } from '../../src/elements/transfer.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { ada, HOUR, ISSUE, MINUTE, open, press, reads, show, touchpointOf, until } from './scene.js';

const NOTE = 'Please waive the final bill, I could not.';

/** Checked, with a promise. */
async function checked(desk: Touchpoint<'support'>): Promise<void> {
  await ada(desk);
  await desk.begin('cus_1', { channel: 'phone' });
  await desk.recordAll('cus_1', [
    { kind: 'checked', method: 'one-time code', level: 'verified', goodFor: ['*'], until: Date.now() + 26 * MINUTE },
    ISSUE,
    { kind: 'step', step: 'found', words: 'the cancellation of 2 Nov.' },
    { kind: 'step', step: 'promised', words: 'a refund answer', due: Date.now() + HOUR },
  ]);
}

async function giving(): Promise<SayOnceTransfer> {
  const root = show('<say-once-transfer customer="cus_1" teams="Billing, Retention, Field service"></say-once-transfer>', 'support');
  await checked((await touchpointOf(root)) as Touchpoint<'support'>);
  const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
  await reads(transfer, 'Promised');
  return transfer;
}

async function given(): Promise<{ transfer: SayOnceTransfer; ben: Touchpoint<'support'>; reference: string }> {
  const transfer = await giving();
  transfer.shadowRoot?.querySelector<HTMLInputElement>('input[value="Billing"]')?.click();
  await press(transfer, 'Hand over');
  await reads(transfer, 'Nobody has taken it yet');
  const ben = await open('support', { as: { audience: 'support', id: 'rep-4', label: 'Ben', teams: ['Billing'] } });
  const offer = await until(async () => (await ben.read('cus_1')).handoffs[0]?.offer, 'the offer');
  return { transfer, ben, reference: `so1:${offer}` };
}

export const transferStates: Record<string, () => Promise<unknown>> = {
  'transfer-give': async () => (await giving()).shadowRoot?.querySelector<HTMLInputElement>('input[value="Billing"]')?.click(),
  'transfer-waiting': () => given(),
  'transfer-picture': async () => {
    const { transfer } = await given();
    transfer.shadowRoot?.querySelector('summary')?.click();
    await reads(transfer, 'For the camera');
  },
  'transfer-taken': async () => {
    const { transfer, ben, reference } = await given();
    const received = await ben.receive(reference);
    await received.open();
    await reads(transfer, 'Ben is reading it');
    await received.accept({ confirmed: received.points.slice(0, 3), readBack: 'The bill is dated 9 Nov, not 2 Nov.' });
    await reads(transfer, 'Ben has it');
  },
  'transfer-declined': async () => {
    const { transfer, ben, reference } = await given();
    await (await ben.receive(reference)).decline('I am on another call.');
    await reads(transfer, 'Ben cannot take it');
  },
  'transfer-take': async () => {
    const ana = await open('support', { as: { audience: 'support', id: 'rep-1', label: 'Ana', teams: ['care'] } });
    await checked(ana);
    await ana.handOff('cus_1', { to: { team: 'Billing' }, note: NOTE });
    const root = show('<say-once-transfer></say-once-transfer>', 'support', 'teams="Billing" keys="device"');
    const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
    await reads(transfer, 'hands you');
  },
};
