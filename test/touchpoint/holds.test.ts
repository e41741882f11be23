import { describe, expect, it } from 'vitest';
import { Company, DAY, emptied, HOUR, MINUTE, PROV, shown } from './company.js';
import { until } from './desks.js';

const ADA = PROV('ada');
const claim = { kind: 'issue', words: 'From the form' };
const number = { kind: 'told', fact: 'account', value: '4821-77' };

describe('a hold that rests on claims alone is provisional: it ends after the policy’s days unless support confirms it', () => {
  it('for support, and for sales when support is next there', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await acme.said(ADA, number, claim);
    await emptied(acme, 'intake');
    const sales = await acme.salesDesk();
    const [hold] = support.guide(await support.read(ADA)).holds;
    expect(hold).toMatchObject({ provisional: true, reason: 'issue' });
    expect(hold?.until).toBe((hold?.from ?? 0) + 2 * DAY);
    expect((await sales.pitch({ account: '4821-77' })).pitch).toBe('held');
    await support.close();
    acme.now.go(2 * DAY + MINUTE);
    // Nobody of support’s was there: it is held on, and would be «not checked» else.
    expect((await sales.pitch({ account: '4821-77' })).pitch).toBe('held');
    expect((await sales.pitch({ account: 'other' })).pitch).toBe('not-checked');
    const back = await acme.open('support');
    await until(() => sales.pitch({ account: '4821-77' }), ({ pitch }) => pitch !== 'held');
    const context = await back.read(ADA);
    expect(back.guide(context).holds).toEqual([]);
    expect(context.issues).toHaveLength(1);
    expect(await back.unlinked()).toHaveLength(1);
    expect((await back.pitch({ account: '4821-77' })).pitch).toBe('clear');
  });

  it.each([
    ['a rep takes a step', async (desk, stamp) => void (await desk.record(ADA, { kind: 'step', step: 'note', words: 'called her back', issue: stamp }))],
    ['a rep links it', async (desk) => void (await desk.link('cus_1', ADA, { because: 'she said so' }))],
  ] as [string, (desk: Awaited<ReturnType<Company['back']>>, stamp: string) => Promise<void>][])('not if %s: then it stands until it is resolved', async (_, takeUp) => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await acme.said(ADA, number, claim);
    const [issue] = (await until(() => support.read(ADA), ({ issues }) => issues.length === 1)).issues;
    const sales = await acme.salesDesk();
    await takeUp(support, issue?.stamp ?? '');
    await support.close();
    acme.now.go(30 * DAY);
    const back = await acme.open('support');
    expect(back.guide(await back.read(ADA)).holds).toMatchObject([{ provisional: false, until: null }]);
    expect((await sales.pitch({ account: '4821-77' })).pitch).toBe('held');
    await back.record(ADA, { kind: 'resolved', answers: [issue?.stamp ?? ''] });
    await until(() => sales.pitch({ account: '4821-77' }), ({ pitch }) => pitch !== 'held');
  });

  it('by linking, support takes up what it saw: what the public dates back later is a claim', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await acme.said(ADA, number, claim);
    await emptied(acme, 'intake');
    acme.now.go(HOUR);
    await support.link('cus_1', ADA, { because: 'x' });
    await acme.said(ADA, { kind: 'issue', words: 'Dated back', at: acme.now() - HOUR, stamp: acme.stamp(acme.now() - HOUR) });
    const context = await until(() => support.read('cus_1'), ({ issues }) => issues.length === 2);
    expect(Object.fromEntries(context.issues.map(({ words, standing }) => [words, standing]))).toEqual({ 'From the form': 'confirmed', 'Dated back': 'claimed' });
  });

  it('said by a page whose clock runs a little ahead, it holds at once', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const at = acme.now() + 4 * MINUTE;
    await acme.said(ADA, { ...claim, at, stamp: acme.stamp(at) }, { ...number, at, stamp: acme.stamp(at) });
    const context = await until(() => support.read(ADA), ({ issues }) => issues.length === 1);
    expect(support.guide(context).holds).toHaveLength(1);
    expect((await support.pitch({ account: '4821-77' })).pitch).toBe('held');
  });

  it('unlinked again, it is a claim again, and ends two days after it was said', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await acme.said(ADA, number, claim);
    await emptied(acme, 'intake');
    await support.link('cus_1', ADA, { because: 'x' });
    acme.now.go(3 * DAY);
    expect(support.guide(await support.read(ADA)).holds).toHaveLength(1);
    await support.unlink('cus_1', ADA);
    expect(support.guide(await support.read(ADA)).holds).toEqual([]);
    const sales = await acme.salesDesk();
    expect((await sales.pitch({ account: '4821-77' })).pitch).toBe('clear');
  });

  it('as many days as the policy says', async () => {
    const acme = await Company.make();
    const policy = { provisionalDays: 10 };
    const support = await acme.open('support', { policy });
    await acme.said(ADA, number, claim);
    await emptied(acme, 'intake');
    acme.now.go(9 * DAY);
    expect(support.guide(await support.read(ADA)).holds).toHaveLength(1);
    acme.now.go(DAY + MINUTE);
    expect(support.guide(await support.read(ADA)).holds).toEqual([]);
  });
});

describe('receipts count only in their own chain, until they expire, for what they are good for', () => {
  it('relied on by the next rep in the chain, history on another call', async () => {
    const acme = await Company.make();
    const ana = await acme.open('support');
    const { chain } = await ana.begin('cus_1', { channel: 'phone' });
    await ana.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing'], until: acme.now() + HOUR });
    const ben = await acme.open('support', { as: { audience: 'support', id: 'rep-22', label: 'Ben' } });
    await ben.begin('cus_1', { channel: 'phone', chain });
    const context = await ben.read('cus_1');
    expect(ben.guide(context, { action: 'billing' })).toMatchObject({ level: 'verified', missing: [], receipts: [{ good: true, method: 'otp-sms', by: { label: 'Ana' } }] });
    // Good for billing, not for an address; a refund needs a proof besides.
    expect(ben.guide(context, { action: 'change-address' }).missing).toEqual([{ check: 'strong' }]);
    expect(ben.guide(context, { action: 'refund' }).missing).toEqual([{ check: 'verified' }, { fact: 'last-bill-amount' }]);
    await ben.end('cus_1');
    await ben.begin('cus_1', { channel: 'phone' });
    const later = ben.guide(await ben.read('cus_1'), { action: 'billing' });
    expect(later).toMatchObject({ level: 'none', missing: [{ check: 'verified' }], receipts: [{ good: false, level: 'verified' }] });
  });

  it('expired, they satisfy nothing: by their own date, or by the policy’s minutes if those are fewer', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support', { policy: { receiptMinutes: 20 } });
    const { chain } = await desk.begin('cus_1');
    await desk.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'strong', goodFor: ['*'], until: acme.now() + 10 * MINUTE });
    await desk.record('cus_1', { kind: 'checked', method: 'id-document', level: 'verified', goodFor: ['*'], until: acme.now() + 900 * DAY });
    const level = async (): Promise<string> => desk.guide(await desk.read('cus_1'), { chain }).level;
    expect(await level()).toBe('strong');
    acme.now.go(11 * MINUTE);
    expect(await level()).toBe('verified');
    acme.now.go(10 * MINUTE);
    expect(await level()).toBe('none');
  });

  it('linking does not raise a standing, nor carry a receipt over', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_2', { kind: 'told', fact: 'account', value: '4821-77' });
    const { chain } = await desk.begin('cus_1');
    await desk.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR });
    await desk.link('cus_1', 'cus_2', { because: 'x' });
    const context = await desk.read('cus_1');
    expect(context.facts[0]?.values[0]?.standing).toBe('claimed');
    const { chain: other } = await desk.begin('cus_2');
    expect(desk.guide(await desk.read('cus_2'), { chain: other }).level).toBe('none');
    expect(desk.guide(await desk.read('cus_2'), { chain }).level).toBe('verified');
  });

  it('undone by the rep who erred, it is gone', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.begin('cus_1');
    const { stamp } = await desk.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR });
    await desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    expect((await desk.read('cus_1')).facts[0]?.values[0]?.standing).toBe('confirmed');
    await desk.record('cus_1', { kind: 'undone', answers: [stamp], because: 'wrong customer' });
    const context = await desk.read('cus_1');
    expect(desk.guide(context).level).toBe('none');
    expect(context.facts[0]?.values[0]?.standing).toBe('claimed');
  });
});

describe('what falls due: a context names the moment, and watch fires then too', () => {
  it('a claim’s hold ends on the card without a reload', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await acme.said(ADA, claim);
    await emptied(acme, 'intake');
    acme.now.go(2 * DAY - 700);
    const seen = shown<number>((show) => support.watch(ADA, (context) => show(support.guide(context).holds.length)));
    await until(() => seen.views.length > 0);
    expect(seen.last()).toBe(1);
    await until(() => seen.last() === 0);
  });

  it('a receipt expires, a promise falls due, a flag ends and another begins', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const { chain } = await desk.begin('cus_1');
    const soon = acme.now() + 600;
    await desk.recordAll('cus_1', [
      { kind: 'issue', words: 'Help' },
      { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: soon },
      { kind: 'step', step: 'promised', words: 'Call back', due: soon + 200 },
      { kind: 'flag', flag: 'support-need', reason: 'vulnerability', until: soon + 400 },
      { kind: 'flag', flag: 'life-event', reason: 'life-event', from: soon + 600 },
    ]);
    const moments: number[] = [];
    const levels = shown<string>((show) =>
      desk.watch('cus_1', (context) => {
        moments.push(acme.now());
        const guide = desk.guide(context, { chain });
        show(`${guide.level} ${guide.holds.map(({ reason }) => reason).join('+')}`);
      }),
    );
    await until(() => levels.last() === 'none issue+life-event');
    expect([...new Set(levels.views)]).toEqual(['verified issue+vulnerability', 'none issue+vulnerability', 'none issue', 'none issue+life-event']);
    expect(moments.some((moment) => moment >= soon + 200 && moment < soon + 400)).toBe(true);
  });

  it('a circumstance and an offer of the policy begin and end', async () => {
    const acme = await Company.make();
    const soon = acme.now() + 500;
    const policy = {
      circumstances: [{ id: 'storm', label: 'Storm Ana', fact: 'postal-code', startsWith: ['LS'], from: soon, until: soon + 400 }],
      offers: [{ offer: 'Waive the rebooking fee.', when: { circumstance: 'storm' } }],
    };
    const desk = await acme.open('support', { policy });
    await desk.record('cus_1', { kind: 'told', fact: 'zip', value: 'ls1 4ap' });
    const offers = shown<string>((show) => desk.watch('cus_1', (context) => show(desk.guide(context).mayOffer.join())));
    await until(() => offers.last() === 'Waive the rebooking fee.');
    await until(() => offers.last() === '');
    expect(offers.views[0]).toBe('');
  });

  it('a sales page’s call is held from the day the flag begins, and becomes «not checked» by itself, without a reload', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const midnight = Date.UTC(2026, 10, 22);
    await support.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', from: midnight + HOUR, scope: { channels: ['phone'] } });
    const sales = await acme.salesDesk({ policy: { sales: { freshHours: 23 } } });
    await support.close();
    acme.now.go(midnight - acme.now() - 500);
    const seen = shown<string>((show) => sales.watchPitch({ customer: 'cus_1', channel: 'phone' }, ({ pitch }) => show(pitch)));
    await until(() => seen.last() === 'clear');
    await until(() => seen.last() === 'held');
    acme.now.go(8 * HOUR - acme.now() + midnight - 1_500);
    const mail = shown<string>((show) => sales.watchPitch({ customer: 'cus_1', channel: 'email' }, ({ pitch }) => show(pitch)));
    await until(() => mail.last() === 'clear');
    await until(() => mail.last() === 'not-checked');
    expect(seen.last()).toBe('held');
    const read = shown<string>((show) => sales.watch('cus_2', ({ pitch }) => show(pitch)));
    await until(() => read.last() === 'not-checked');
    await acme.open('support');
  });
});
