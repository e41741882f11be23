/** A customer passes from Ana to Ben: giving, waiting, taking. */
import '../../src/elements/define/transfer.js';
import type { SayOnceTransfer } from '../../src/elements/transfer.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { ada, HOUR, ISSUE, MINUTE, open, press, reads, show, touchpointOf, until } from './scene.js';

const NOTE = 'Please waive the final bill, I could not.';

/** Checked, with a promise. */
async function checked(desk: Touchpoint<'support'>): Promise<void> {
  await ada(desk);
  await desk.begin('cus_1', { channel: 'phone' });
  await desk.recordAll('cus_1', [
    { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: Date.now() + 26 * MINUTE },
    ISSUE,
    { kind: 'step', step: 'found', words: 'the cancellation of 2 Nov.' },
    { kind: 'step', step: 'promised', words: 'a refund answer', due: Date.now() + HOUR },
  ]);
}

async function giving(): Promise<SayOnceTransfer> {
  const root = show('<say-once-transfer customer="cus_1" teams="Billing, Retention" sales="Offers" reps="rep-4=Ben, rep-5=Cara"></say-once-transfer>', 'support');
  await checked((await touchpointOf(root)) as Touchpoint<'support'>);
  const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  transfer.outside = [{ team: 'depot', label: 'Northwind Repairs', key: { id: 'nw-1', publicKey } }];
  await reads(transfer, 'Promised');
  return transfer;
}

/** A sales desk that was handed somebody. */
async function sold(held = true): Promise<SayOnceTransfer> {
  const ana = await open('support', { as: { audience: 'support', id: 'rep-1', label: 'Ana', teams: ['care'] } });
  if (held) await checked(ana);
  const { full } = await ana.handOff('cus_1', { to: { team: 'Offers', audience: 'sales' } });
  const root = show('<say-once-transfer></say-once-transfer>', 'sales', 'teams="Offers" keys="device"');
  const desk = await touchpointOf(root);
  await until(() => desk.state.fresh || undefined, 'news');
  const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
  transfer.token = full;
  await reads(transfer, 'hands you');
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

async function taking(): Promise<SayOnceTransfer> {
  const ana = await open('support', { as: { audience: 'support', id: 'rep-1', label: 'Ana', teams: ['care'] } });
  await checked(ana);
  await ana.handOff('cus_1', { to: { team: 'Billing' }, note: NOTE });
  const root = show('<say-once-transfer></say-once-transfer>', 'support', 'teams="Billing" keys="device"');
  const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
  await reads(transfer, 'hands you');
  return transfer;
}

/** A code to say, tried once by somebody who misheard it. */
async function said(): Promise<{ transfer: SayOnceTransfer; code: string; ben: Touchpoint<'support'> }> {
  const { transfer, ben } = await given();
  await press(transfer, 'Get a code to say');
  await reads(transfer, 'Say this code');
  return { transfer, ben, code: transfer.shadowRoot?.querySelector('.spoken')?.textContent ?? '' };
}

export const transferStates: Record<string, () => Promise<unknown>> = {
  'transfer-code': async () => {
    const { transfer, ben, code } = await said();
    await ben.receive(code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))).catch(() => {});
    await reads(transfer, 'has tried a wrong one');
  },
  'transfer-code-used': async () => {
    const { transfer, ben, code } = await said();
    await ben.receive(code);
    await reads(transfer, 'has opened it with the code');
  },
  'transfer-field': async () => {
    const root = show('<say-once-transfer by-hand></say-once-transfer>', 'support', 'teams="Billing" keys="device"');
    const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
    await reads(transfer, 'code, link or words');
    const field = transfer.shadowRoot?.querySelector<HTMLInputElement>('#given');
    if (field) field.value = '412 271 90';
    await press(transfer, 'Open');
    await reads(transfer, 'not-a-token');
  },
  'transfer-give': async () => (await giving()).shadowRoot?.querySelector<HTMLInputElement>('input[value="Billing"]')?.click(),
  'transfer-person': async () => {
    const transfer = await giving();
    transfer.shadowRoot?.querySelector<HTMLInputElement>('input[name="team"][value=""]')?.click();
    await press(transfer, 'Hand over');
    await reads(transfer, 'Please choose to whom');
  },
  'transfer-from-card': async () => {
    const root = show('<say-once-transfer customer="cus_1" folded teams="Billing"></say-once-transfer><say-once-card customer="cus_1" transfer></say-once-card>', 'support');
    await checked((await touchpointOf(root)) as Touchpoint<'support'>);
    const card = root.querySelector('say-once-card') as Element;
    await reads(card, 'Promised');
    await press(card, 'Transfer');
    await reads(root.querySelector('say-once-transfer') as Element, 'Promised');
  },
  'transfer-sales': async () => {
    const transfer = await giving();
    transfer.shadowRoot?.querySelector<HTMLInputElement>('input[value="Offers,sales"]')?.click();
    await reads(transfer, 'Sales learns');
  },
  'transfer-sales-waiting': async () => {
    const transfer = await giving();
    transfer.shadowRoot?.querySelector<HTMLInputElement>('input[value="Offers,sales"]')?.click();
    await press(transfer, 'Hand over');
    await reads(transfer, 'does not report back');
  },
  'transfer-sales-take': () => sold(),
  'transfer-sales-clear': () => sold(false),
  'transfer-outside': async () => {
    const transfer = await giving();
    transfer.shadowRoot?.querySelector<HTMLInputElement>('input[value=",outside"]')?.click();
  },
  'transfer-outside-waiting': async () => {
    const transfer = await giving();
    transfer.shadowRoot?.querySelector<HTMLInputElement>('input[value=",outside"]')?.click();
    await press(transfer, 'Hand over');
    await reads(transfer, 'For the camera');
  },
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
    await received.accept({ confirmed: received.points.slice(0, 2), corrected: [{ point: received.points[2] ?? '', right: 'Found: the cancellation of 9 Nov.' }], readBack: 'She prefers a letter.' });
    await reads(transfer, 'Ben has it');
  },
  'transfer-declined': async () => {
    const { transfer, ben, reference } = await given();
    await (await ben.receive(reference)).decline('I am on another call.');
    await reads(transfer, 'Ben cannot take it');
  },
  'transfer-expired': async () => {
    const ana = await open('support', { as: { audience: 'support', id: 'rep-17', label: 'Ana', teams: ['care'] } });
    await checked(ana);
    await ana.handOff('cus_1', { to: { team: 'Billing' }, expires: Date.now() + 500 });
    const root = show('<say-once-transfer customer="cus_1"></say-once-transfer>', 'support');
    await reads(root.querySelector('say-once-transfer') as Element, 'Nobody took it in time');
  },
  'transfer-take': () => taking(),
  'transfer-correct': async () => {
    const transfer = await taking();
    await press(transfer, 'Correct');
    transfer.shadowRoot?.querySelectorAll<HTMLInputElement>('[name="point"]').forEach((point) => point.click());
  },
  'transfer-had': async () => {
    const transfer = await taking();
    await press(transfer, 'I have it');
    await reads(transfer, 'You have Ada Okafor now');
  },
  'transfer-claim': async () => {
    const other = await openTouchpoint({ name: 'shots', as: { audience: 'support', id: 'rep-9', label: 'Ana', teams: ['care'] }, keys: 'device' });
    await checked(other);
    const { full } = await other.handOff('cus_1', { to: { team: 'Billing' }, note: NOTE });
    await other.close({ wipe: true, force: true });
    const root = show('<say-once-transfer></say-once-transfer>', 'support', 'teams="Billing" keys="device"');
    const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
    await touchpointOf(root);
    transfer.token = full;
    await reads(transfer, 'Nothing proves');
  },
  'transfer-refused': async () => {
    const root = show('<say-once-transfer></say-once-transfer>', 'support');
    const transfer = root.querySelector('say-once-transfer') as SayOnceTransfer;
    await touchpointOf(root);
    transfer.token = 'nonsense';
    await reads(transfer, 'not-a-token');
  },
};
