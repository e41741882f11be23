import { describe, expect, it } from 'vitest';
import { Company, emptied, HOUR, PROV } from './company.js';
import { until } from './desks.js';

const ADA = PROV('ada');

describe('find() answers every customer that an identifier points to', () => {
  it.each([
    '+44 20 7946 0018', '020 7946 0018', '(020) 7946-0018', '02079460018', '+442079460018', '0044 20 7946 0018', '+44 (0)20 7946 0018', 'tel:+44-20-7946-0018', ' 020.7946.0018 ', '٠٢٠ ٧٩٤٦ ٠٠١٨', '+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨', '۰۲۰ ۷۹۴۶ ۰۰۱۸', '０２０ ７９４６ ００１８', '\u202a+44 20 7946 0018\u202c',
  ])('a phone number spelled «%s»', async (spelling) => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'told', fact: 'tel', value: '020 7946 0018' });
    await support.record('cus_2', { kind: 'told', fact: 'tel', value: '020 7946 0019' });
    expect((await support.find({ phone: spelling })).map(({ customer }) => customer)).toEqual(['cus_1']);
    expect((await support.find({ 'Phone Number': spelling })).map(({ customer }) => customer)).toEqual(['cus_1']);
  });

  it('a number without a country is read as of the policy’s region', async () => {
    const acme = await Company.make();
    const support = await acme.open('support', { policy: { region: 'DE' } });
    await support.record('cus_1', { kind: 'told', fact: 'Telefonnummer', value: '030 901820' });
    expect(await support.find({ tel: '+49 30 901820' })).toHaveLength(1);
    const british = await acme.open('support');
    expect(await british.find({ tel: '030 901820' })).toEqual([]);
    expect(await british.find({ tel: '0049 30 901820' })).toHaveLength(1);
  });

  it.each([
    ['account', '4821-77', ['482177', '4821 77', '4821.77', '４８２１－７７', '٤٨٢١-٧٧', ' 4821/77 ']],
    ['account', 'ab-12', ['AB12', 'Ab 12', 'aＢ-12']],
    ['email', 'Ada.Okafor@Mail.example', ['ada.okafor@mail.example', ' ADA.OKAFOR@MAIL.EXAMPLE ', 'mailto:ada.okafor@mail.example', 'Ada Okafor <ada.okafor@mail.example>']],
  ])('%s «%s» in any usual spelling', async (fact, value, spellings) => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'told', fact, value });
    for (const spelling of spellings) expect(await support.find({ [fact]: spelling }), spelling).toHaveLength(1);
  });

  it('an order number, which belongs to an issue, finds the customer while that is open', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: 'Where is my parcel?' });
    await support.record('cus_1', { kind: 'told', fact: 'order', value: 'B-2207' });
    expect(await support.find({ 'order number': 'b2207' })).toMatchObject([{ customer: 'cus_1', matchedOn: ['order'], strength: 'unproven' }]);
    // Sales is not told of it: whom it finds has an open issue.
    const sales = await acme.salesDesk();
    expect((await sales.pitch({ order: 'B 2207' })).pitch).toBe('clear');
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('held');
    await support.record('cus_1', { kind: 'resolved', answers: [stamp] });
    expect(await support.find({ order: 'B-2207' })).toEqual([]);
  });

  it('former values find too, and one that was let go of does not', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    for (const value of ['A-1', 'A-2', 'A-3']) await support.record('cus_1', { kind: 'told', fact: 'account', value });
    for (const value of ['A-1', 'A-2', 'A-3']) expect(await support.find({ account: value })).toHaveLength(1);
    await support.record('cus_1', { kind: 'told', fact: 'account', value: 'A-3', confirms: true });
    expect(await support.find({ account: 'A-1' })).toEqual([]);
    expect(await support.find({ account: 'A-3' })).toHaveLength(1);
  });

  it('nothing by a name, a word, an empty or half a number', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_1', [{ kind: 'told', fact: 'name', value: 'Ada' }, { kind: 'told', fact: 'tel', value: '020 7946 0018' }, { kind: 'told', fact: 'account', value: '4821-77' }]);
    for (const query of [{ name: 'Ada' }, { tel: '' }, { tel: '7946' }, { account: '' }, { account: '---' }, { account: '4821' }, { customer: 'cus' }, { customer: '' }, {}]) expect(await support.find(query as Record<string, string>), JSON.stringify(query)).toEqual([]);
  });

  it('by several: any of them, and it says which matched', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_1', [{ kind: 'told', fact: 'tel', value: '020 7946 0018' }, { kind: 'told', fact: 'account', value: '4821-77' }]);
    await support.record('cus_2', { kind: 'told', fact: 'tel', value: '020 7946 0018' });
    expect(await support.find({ phone: '020 7946 0018', account: '4821-77', email: 'x@y.example' })).toEqual([
      { customer: 'cus_1', matchedOn: ['account', 'tel'], strength: 'unproven' },
      { customer: 'cus_2', matchedOn: ['tel'], strength: 'unproven' },
    ]);
  });
});

describe('with what matched and how strong it is', () => {
  const confirm = async (acme: Company, support: Awaited<ReturnType<Company['back']>>, customer: string, value: string): Promise<void> => {
    await support.begin(customer, { channel: 'phone' });
    await support.record(customer, { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR });
    await support.record(customer, { kind: 'told', fact: 'account', value });
  };

  it('exact: the host’s own id, or a confirmed identifier', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await confirm(acme, support, 'cus_1', '4821-77');
    expect(await support.find({ customer: 'cus_1' })).toEqual([{ customer: 'cus_1', matchedOn: ['customer'], strength: 'exact' }]);
    expect(await support.find({ account: '4821 77' })).toEqual([{ customer: 'cus_1', matchedOn: ['account'], strength: 'exact' }]);
    expect(await support.find({ customer: 'cus_2' })).toEqual([]);
  });

  it('unproven: somebody claimed it; it takes nothing from who has it confirmed', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await confirm(acme, support, 'cus_1', '4821-77');
    await acme.said(ADA, { kind: 'told', fact: 'account', value: '4821 77' });
    await emptied(acme, 'intake');
    expect(await support.find({ account: '4821-77' })).toEqual([
      { customer: 'cus_1', matchedOn: ['account'], strength: 'exact' },
      { customer: ADA, matchedOn: ['account'], strength: 'unproven' },
    ]);
  });

  it('shared: confirmed for several people', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await confirm(acme, support, 'cus_1', '4821-77');
    await confirm(acme, support, 'cus_2', '4821-77');
    await support.record('cus_3', { kind: 'told', fact: 'account', value: '4821-77' });
    expect((await support.find({ account: '4821-77' })).map(({ customer, strength }) => [customer, strength])).toEqual([['cus_1', 'shared'], ['cus_2', 'shared'], ['cus_3', 'unproven']]);
  });

  it('linked ids are one person, and the host’s id speaks for them: what two of them have confirmed is not shared', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await confirm(acme, support, 'cus_1', '4821-77');
    await acme.said(ADA, { kind: 'told', fact: 'email', value: 'ada@mail.example' }, { kind: 'told', fact: 'account', value: '4821-77' });
    await emptied(acme, 'intake');
    await support.link(ADA, 'cus_1', { because: 'x' });
    expect(await support.find({ email: 'ada@mail.example' })).toEqual([{ customer: 'cus_1', matchedOn: ['email'], strength: 'unproven' }]);
    expect(await support.find({ account: '4821-77' })).toEqual([{ customer: 'cus_1', matchedOn: ['account'], strength: 'exact' }]);
    expect(await support.find({ customer: ADA })).toEqual([{ customer: 'cus_1', matchedOn: ['customer'], strength: 'exact' }]);
  });

  it('a sales desk is shown an opaque id, under which it can read and watch, and nothing else of anybody', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await confirm(acme, support, 'cus_1', '4821-77');
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    await support.record('cus_2', { kind: 'told', fact: 'account', value: '9999' });
    const sales = await acme.salesDesk();
    const [match, ...others] = await sales.find({ account: '4821-77' });
    expect(others).toEqual([]);
    expect(match).toEqual({ customer: expect.stringMatching(/^#[\w-]{22}$/) as string, matchedOn: ['account'], strength: 'unproven' });
    expect(await sales.read(match?.customer ?? '')).toMatchObject({ pitch: 'held' });
    // Nor is it shown the id under which a sales rep wrote something down, to whoever finds them by a number.
    await sales.record('cus_1', { kind: 'revealed', fact: 'tel' });
    await sales.record('cus_3', { kind: 'revealed', fact: 'tel' });
    await support.recordAll('cus_3', [{ kind: 'told', fact: 'account', value: '7777' }, { kind: 'issue', words: 'Help' }]);
    await until(() => sales.pitch({ account: '7777' }), ({ pitch }) => pitch === 'held');
    for (const account of ['4821-77', '7777']) expect((await sales.find({ account }))[0]?.customer).toMatch(/^#[\w-]{22}$/);
    // Who is not held is not known at all.
    expect(await sales.find({ account: '9999' })).toEqual([]);
    expect(await sales.find({ account: '123' })).toEqual([]);
  });
});

describe('a hold is cautious: if any candidate for this number or account is held, the call is held', () => {
  it('one of three who share a number', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    for (const id of ['cus_1', 'cus_2', 'cus_3']) await support.record(id, { kind: 'told', fact: 'tel', value: '020 7946 0018' });
    const { stamp } = await support.record('cus_2', { kind: 'issue', words: 'Help' });
    const sales = await acme.salesDesk();
    const view = await sales.pitch({ phone: '+44 20 7946 0018' });
    expect(view).toMatchObject({ pitch: 'held', customer: '' });
    expect((await sales.pitch({ phone: '020 7946 0018', customer: 'cus_1' })).pitch).toBe('held');
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('clear');
    expect((await support.pitch({ phone: '020 7946 0018' })).pitch).toBe('held');
    await support.record('cus_2', { kind: 'resolved', answers: [stamp] });
    await until(() => sales.pitch({ phone: '020 7946 0018' }), ({ pitch }) => pitch === 'clear');
  });

  it('within its scope only; where one does not say where one calls from, it holds', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_1', [{ kind: 'told', fact: 'tel', value: '020 7946 0018' }, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['phone'], products: ['broadband'] } }]);
    const sales = await acme.salesDesk();
    const pitch = async (more: object): Promise<string> => (await sales.pitch({ phone: '020 7946 0018', ...more })).pitch;
    expect([await pitch({}), await pitch({ channel: 'phone' }), await pitch({ channel: 'email' }), await pitch({ channel: 'phone', product: 'tv' }), await pitch({ channel: 'phone', product: 'broadband' }), await pitch({ product: 'tv' })]).toEqual(['held', 'held', 'clear', 'clear', 'held', 'clear']);
  });

  it('the customer’s own page is not told', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    await expect(page.pitch({ customer: 'cus_1' })).rejects.toMatchObject({ code: 'not-allowed' });
    expect(() => page.watchPitch({ customer: 'cus_1' }, () => {})).toThrowError(expect.objectContaining({ code: 'not-allowed' }));
  });
});
