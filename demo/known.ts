/** What the company knew before the story begins, as its own customer record would bring it in. */
import type { Touchpoint } from '../src/touchpoint/types.js';
import { ADA } from './story.js';

const DAY = 86_400_000;

export async function known(crm: Touchpoint<'support'>, ben: Touchpoint<'support'>): Promise<void> {
  const before = Date.now() - 210 * DAY;
  const told = Object.entries({
    'given-name': ADA.given,
    'family-name': ADA.family,
    nickname: 'Ada',
    account: ADA.account,
    tel: ADA.phone,
    email: ADA.email,
    'street-address': '14 Larch Row',
    'postal-code': 'LS6 2AB',
    bday: '1971-04-09',
    language: 'en',
    reach: 'mornings by phone',
    'customer-since': '2009-03-02',
  });
  await crm.recordAll(ADA.id, [
    { kind: 'checked', method: 'id-document', level: 'verified', goodFor: ['*'], until: before + 30 * 60_000, at: before, channel: 'shop', contact: 'shop-1', chain: 'shop-1' },
    ...told.map(([fact, value], index) => ({ kind: 'told', fact, value, at: before + 1000 + index, channel: 'shop', contact: 'shop-1', chain: 'shop-1' }) as const),
  ]);
  const called = Date.now() - 33 * DAY;
  const where = { channel: 'phone', contact: 'call-1', chain: 'call-1' } as const;
  await ben.recordAll(ADA.id, [
    { kind: 'contact', phase: 'began', at: called, ...where },
    { kind: 'step', step: 'note', words: 'Her mother’s line at 3 Mill Lane is to be cancelled; order placed.', at: called + 300_000, ...where },
    { kind: 'felt', felt: 'relieved', at: called + 360_000, ...where },
    { kind: 'contact', phase: 'ended', seconds: 384, at: called + 384_000, ...where },
  ]);
}
