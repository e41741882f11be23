/** What was keyed into the phone menu, on every desk of the call. */
import { expect, it } from 'vitest';
import { amazonConnect, menuEntries } from '../../src/wire/cti.js';
import { Company } from './company.js';
import { ANA, BEN, seat } from './hand-offs.js';

/** Story 1. */
it('the account number keyed in is asked by nobody, at neither desk of a transfer, and counted as said once', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const attributes = { accountNumber: '482177', pin: '9134' };
  const event = (id: string, Attributes: object): unknown => ({ Details: { ContactData: { ContactId: id, InitialContactId: 'c-1', CustomerEndpoint: { Address: '+442079460018', Type: 'TELEPHONE_NUMBER' }, Attributes } } });

  const came = amazonConnect.read(event('c-1', attributes));
  await ana.begin('cus_1', { channel: 'phone', chain: 'c-1' });
  await ana.recordAll('cus_1', menuEntries(came, await ana.read('cus_1')));
  const offer = await ana.handOff('cus_1', { to: { team: 'billing' } });

  // The vendor puts the call through, as another contact of theirs, and what was written into it comes along.
  const put = amazonConnect.read(event('c-2', { ...attributes, ...amazonConnect.write(offer.reference) }));
  const received = await ben.receive(put.reference ?? '');
  await received.accept();
  expect(menuEntries(put, await ben.read('cus_1'))).toEqual([]);
  await ben.recordAll('cus_1', menuEntries(put, { facts: [] }));
  const context = await ben.read('cus_1');
  expect(context.facts.map(({ fact, values }) => [fact, values[0]?.value, values[0]?.channel])).toEqual([['account', '482177', 'ivr'], ['tel', '+442079460018', 'ivr']]);
  const { dontAsk, doubleCheck } = ben.guide(context);
  expect([...dontAsk, ...doubleCheck].map(({ fact }) => fact)).toContain('account');
  expect(context.effort.repeats).toBe(0);

  // In another call it was said again, and the telephone was not.
  const again = amazonConnect.read({ ContactId: 'c-9', CustomerEndpoint: { Address: '+442079460018' }, Attributes: attributes });
  await ben.begin('cus_1', { channel: 'phone' });
  await ben.recordAll('cus_1', menuEntries(again, await ben.read('cus_1')));
  expect((await ben.read('cus_1')).effort.repeats).toBe(1);
});
