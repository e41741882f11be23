import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldNothing } from '../../src/model/folded.js';
import { isRefusal } from '../../src/model/errors.js';
import { parseDraft } from '../../src/model/schema.js';
import { amazonConnect, type Attributes, attributes, genesysCloud, menuEntries, twilioFlex, type Vendor } from '../../src/wire/cti.js';

const REFERENCE = 'so1:AbCdEfGhIjKlMnOpQrStUv';
const VENDORS: [string, Vendor][] = [['Amazon Connect', amazonConnect], ['Twilio Flex', twilioFlex], ['Genesys Cloud', genesysCloud], ['a host’s own', attributes('x-ref')]];
const NOBODY = foldNothing({ customer: 'cus_1', group: ['cus_1'] }).context;

/** The code of the refusal, or what was answered instead. */
const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return isRefusal(error) ? error.code : error;
  }
};

describe.each(VENDORS)('%s', (_, vendor) => {
  it('takes the reference along, and nothing else', () => {
    const written = vendor.write(REFERENCE);
    expect(written).toEqual({ [vendor.name]: REFERENCE });
    expect(vendor.read(written).reference).toBe(REFERENCE);
    expect(vendor.read(JSON.stringify(written)).reference).toBe(REFERENCE);
  });

  it('takes more only by name', () => {
    expect(vendor.write(REFERENCE, { also: { language: 'de' } })).toEqual({ [vendor.name]: REFERENCE, language: 'de' });
  });

  it.each<[string, () => unknown, string]>([
    ['a whole token: it would stay there for years', () => vendor.write(`${'a'.repeat(40)}.${'b'.repeat(400)}`), 'bad-attribute'],
    ['no text', () => vendor.write(undefined as never), 'bad-attribute'],
    ['the reference’s own name for something else', () => vendor.write(REFERENCE, { also: { [vendor.name]: 'x' } }), 'bad-attribute'],
    ['half a character', () => vendor.write(REFERENCE, { also: { note: '\uD800' } }), 'bad-attribute'],
    ['what is no text', () => vendor.write(REFERENCE, { also: { count: 1 as never } }), 'bad-attribute'],
    ['a PIN', () => vendor.write(REFERENCE, { also: { 'card-pin': '4821' } }), 'secret-refused'],
    ['a card number', () => vendor.write(REFERENCE, { also: { keyed: '4111 1111 1111 1111' } }), 'secret-refused'],
  ])('refuses %s', (__, write, code) => {
    expect(codeOf(write)).toBe(code);
  });

  it('reads anything at all without a throw, and a reference only where one is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.json(), fc.anything(), fc.string({ unit: 'binary-ascii' })), (given) => {
        const came = vendor.read(given);
        for (const text of Object.values(came.attributes)) expect(typeof text).toBe('string');
        for (const draft of menuEntries(came, NOBODY)) parseDraft(draft);
      }),
      { numRuns: 3_000 },
    );
  });

  it('what was written is read, whatever stands beside it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 50 });
    fc.assert(
      fc.property(fc.dictionary(text, text), fc.stringMatching(/^so\d:[\w-]{1,54}$/), (beside, reference) => {
        expect(vendor.read({ ...beside, ...vendor.write(reference) }).reference).toBe(reference);
      }),
    );
  });
});

describe('each vendor’s limits', () => {
  it.each<[string, () => unknown, string]>([
    ['Amazon Connect: a name with a blank', () => amazonConnect.write(REFERENCE, { also: { 'a b': 'x' } }), 'bad-attribute'],
    ['Amazon Connect: 32,769 bytes, counted in UTF-8 with what is there', () => amazonConnect.write(REFERENCE, { beside: { note: 'é'.repeat((32_768 - 42 - 4) / 2), x: '' } }), 'too-large'],
    ['Twilio Flex: over 1,024 characters of JSON', () => twilioFlex.write(REFERENCE, { also: { note: 'x'.repeat(1_000) } }), 'too-large'],
    ['Genesys Cloud: a value of 257', () => genesysCloud.write(REFERENCE, { also: { note: 'x'.repeat(257) } }), 'too-large'],
    ['Genesys Cloud: the fifty-first', () => genesysCloud.write(REFERENCE, { beside: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`a${n}`, ''])) }), 'too-large'],
    ['a host’s own rules', () => attributes('ref', { value: 20 }).write(REFERENCE), 'too-large'],
  ])('%s', (_, write, code) => {
    expect(codeOf(write)).toBe(code);
  });

  it('what just fits goes', () => {
    expect(amazonConnect.write(REFERENCE, { beside: { note: 'é'.repeat((32_768 - 42 - 4) / 2) } })).toEqual({ sayOnceReference: REFERENCE });
    expect(genesysCloud.write(REFERENCE, { also: { note: 'x'.repeat(256) } })).toHaveProperty('note');
  });
});

describe('what vendors really send', () => {
  const found = { reference: REFERENCE, contact: 'c-1', caller: '+442079460018' };

  it.each<[string, unknown]>([
    ['a flow’s event', { Name: 'ContactFlowEvent', Details: { ContactData: { ContactId: 'c-2', InitialContactId: 'c-1', Channel: 'VOICE', CustomerEndpoint: { Address: '+442079460018', Type: 'TELEPHONE_NUMBER' }, Attributes: { sayOnceReference: REFERENCE } }, Parameters: {} } }],
    ['a contact record', { ContactId: 'c-1', Attributes: { SayOnceReference: REFERENCE }, CustomerEndpoint: { Address: '+442079460018', Type: 'TELEPHONE_NUMBER' }, Queue: null }],
  ])('Amazon Connect: %s', (_, given) => {
    expect(amazonConnect.read(given)).toMatchObject(found);
  });

  it('Amazon Connect: Streams’ boxes, and null for somebody who only listens', () => {
    expect(amazonConnect.read({ accountId: { name: 'accountId', value: '991' }, sayOnceReference: { name: 'sayOnceReference', value: REFERENCE } })).toEqual({ reference: REFERENCE, attributes: { accountId: '991', sayOnceReference: REFERENCE } });
    expect(amazonConnect.read({ 'connect:Direction': { ValueString: 'INBOUND' } }).attributes).toEqual({ 'connect:Direction': 'INBOUND' });
    expect(amazonConnect.read(null)).toEqual({ attributes: {} });
  });

  it('Amazon Connect: whom we called has not called us', () => {
    expect(amazonConnect.read({ ContactId: 'c-1', InitiationMethod: 'OUTBOUND', CustomerEndpoint: { Address: '+442079460018' }, Attributes: {} }).caller).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['of the API: JSON in a text', { sid: 'WT1', attributes: JSON.stringify({ call_sid: 'c-1', from: '+442079460018', sayOnceReference: REFERENCE }) }],
    ['of the Flex UI', { attributes: { callSid: 'c-1', contact: '+442079460018', sayOnceReference: REFERENCE, conference: { sid: 'CF1' } } }],
  ])('Twilio Flex: a task %s', (_, given) => {
    expect(twilioFlex.read(given)).toMatchObject(found);
  });

  it('Genesys Cloud: a conversation, where the customer’s own participant counts', () => {
    const participants = [
      { purpose: 'customer', ani: 'tel:+442079460018', attributes: { sayOnceReference: `identifier:${REFERENCE}`, keyed: '4821' } },
      { purpose: 'ivr', ani: 'sip:menu@cc.example', attributes: { keyed: '9', other: 'x' } },
      null,
      { purpose: 'agent', attributes: { sayOnceReference: 'so1:older' } },
    ];
    expect(genesysCloud.read({ id: 'c-1', participants })).toEqual({ ...found, attributes: expect.objectContaining({ keyed: '4821', other: 'x' }) as object });
    expect(genesysCloud.read(participants[0])).toMatchObject({ reference: REFERENCE, caller: '+442079460018' });
  });

  it.each(['"so1:AbCdEfGhIjKlMnOpQrStUv"', ' so1:AbCdEfGhIjKlMnOpQrStUv\n', 'SO1%3AAbCdEfGhIjKlMnOpQrStUv'])('a reference that came as %j', (text) => {
    expect(attributes().read({ 'say-once-reference': text }).reference).toBe(REFERENCE);
  });

  it.each(['anonymous', 'sip:anonymous@anonymous.invalid', '+266696687', 'tel:', '4711', 'Ada <sip:ada@x>', null, {}, '+1234567890123456'])('no number to call back: %j', (ani) => {
    expect(genesysCloud.read({ ani, attributes: {} }).caller).toBeUndefined();
  });

  it.each([['sip:+442079460018@carrier.example;user=phone', '+442079460018'], ['tel:+44-20-7946-0018;phone-context=x', '+44-20-7946-0018'], ['(020) 7946 0018', '(020) 7946 0018']])('%j is a number', (ani, caller) => {
    expect(genesysCloud.read({ ani, attributes: {} }).caller).toBe(caller);
  });
});

describe('the phone menu', () => {
  const came = { contact: 'c-1', caller: '+442079460018', attributes: { accountNumber: '482177#', language: 'de', sayOnceReference: REFERENCE } };

  it('what was keyed in, and the number called from, are entries of a contact of its own', () => {
    expect(menuEntries(came, NOBODY, { at: 5 })).toEqual([
      { kind: 'told', fact: 'account', value: '482177', channel: 'ivr', contact: 'ivr:c-1', at: 5 },
      { kind: 'told', fact: 'tel', value: '+442079460018', channel: 'ivr', contact: 'ivr:c-1', at: 5 },
    ]);
  });

  it('the host says which attribute is which fact', () => {
    expect(menuEntries({ attributes: { keyed1: '12 03 1980', keyed2: '', toString: '1' } }, NOBODY, { facts: { keyed1: 'bday', keyed2: 'order' } })).toEqual([{ kind: 'told', fact: 'bday', value: '12 03 1980', channel: 'ivr' }]);
  });

  it.each<[string, Attributes, Attributes | undefined]>([
    ['a PIN, whatever the host calls it', { pin: '4821' }, { pin: 'account' }],
    ['a PIN by the host’s name for it', { keyed1: '4821' }, { keyed1: 'account-pin' }],
    ['a one-time code', { keyedOtp: '482193' }, { keyedOtp: 'order' }],
    ['a card number where the account number belongs', { account: '4111111111111111#' }, undefined],
    ['a PIN behind the account number, in one input', { account: '*482177*1234#', order: '77#0927' }, undefined],
    ['what a flow leaves where nothing was keyed in', { account: 'Timeout', order: 'null', customerNumber: '#' }, undefined],
    ['what nobody keys in', { account: '1'.repeat(101), order: '1\u0000' }, undefined],
  ])('%s is none', (_, given, facts) => {
    expect(menuEntries({ attributes: given }, NOBODY, facts === undefined ? {} : { facts })).toEqual([]);
  });

  it('the same twice is one', () => {
    expect(menuEntries({ attributes: { account: '4821-77', acctNo: '482177' } }, NOBODY)).toHaveLength(1);
  });
});
