import { describe, expect, it } from 'vitest';
import { company, open, until } from './desks.js';

const WORDS = 'My mother has passed away. I want to be sure her service was disconnected. She was billed after I cancelled it.';

describe('story 2: nobody read the form', () => {
  it('what the customer writes holds the sales call, is seen by support in the customer’s words, is linked, resolved, and the hold is gone', async () => {
    const name = company();
    const support = await open(name, 'support');
    await support.recordAll('cus_1', [
      { kind: 'told', fact: 'name', value: 'Ada Okafor' },
      { kind: 'told', fact: 'phone', value: '+44 20 7946 0946' },
    ]);
    const sales = await open(name, 'sales');
    await until(() => sales.state.fresh);
    expect((await sales.pitch({ phone: '020 7946 0946' })).pitch).toBe('clear');

    const customer = await open(name, 'customer');
    const person = await customer.person();
    await customer.begin(person, { channel: 'web-form' });
    await customer.recordAll(person, [
      { kind: 'told', fact: 'tel', value: '020 7946 0946' },
      { kind: 'issue', words: WORDS },
    ]);

    const held = await until(() => sales.pitch({ phone: '+442079460946' }), ({ pitch }) => pitch === 'held');
    expect(held.hold).toMatchObject({ until: null, scope: {} });
    expect(JSON.stringify(held)).not.toContain('mother');

    const [waiting] = await until(() => support.unlinked(), ({ length }) => length === 1);
    expect(waiting?.issues[0]?.words).toBe(WORDS);
    expect(await support.find({ phone: '020 7946 0946' })).toHaveLength(2);

    await support.link('cus_1', person, { because: 'same number, and she said so on the phone' });
    const context = await support.read('cus_1');
    expect(context.issues.map(({ words }) => words)).toEqual([WORDS]);
    expect(context.group).toEqual(['cus_1', person].sort());
    expect(await support.unlinked()).toEqual([]);
    await until(() => sales.pitch({ customer: 'cus_1' }), ({ pitch }) => pitch === 'held');

    await support.record('cus_1', { kind: 'resolved', answers: [context.issues[0]?.stamp ?? ''] });
    await until(() => sales.pitch({ phone: '020 7946 0946' }), ({ pitch }) => pitch === 'clear');
    await until(() => sales.pitch({ customer: 'cus_1' }), ({ pitch }) => pitch === 'clear');
  });
});
