/** Hand-offs that come from another machine, and what is none: signed, claimed, refused. */
import fc from 'fast-check';
import { base64url } from 'jose';
import { describe, expect, it } from 'vitest';
import readme from '../../README.md?raw';
import type { Draft } from '../../src/model/entry.js';
import { MAX_COMPACT, MAX_FULL } from '../../src/model/hand-off.js';
import { sealToken } from '../../src/carry/token.js';
import type { Offer } from '../../src/touchpoint/types.js';
import { Company, HOUR, hkdf, MINUTE, refusal } from './company.js';
import { ada, ANA, BEN, elsewhere, headerOf, host, ring, seat, type Support } from './hand-offs.js';

/** Another machine's desk: the store of this one is emptied first. */
async function toAnother(acme: Company, offering: Support, keys = ring(acme)): Promise<Support> {
  await elsewhere(offering);
  return seat(acme, BEN, { keys });
}

/** A desk that signs, and the way from it to one on another machine that signs too. */
async function signing(): Promise<{ ana: Support; toBen: () => Promise<Support> }> {
  const acme = await Company.make();
  const certify = await host(acme);
  const ana = await seat(acme, ANA, { keys: ring(acme, await certify(ANA)) });
  return { ana, toBen: async () => toAnother(acme, ana, ring(acme, await certify(BEN))) };
}

const billing = (desk: Support, more: object = {}): Promise<Offer> => desk.handOff('cus_1', { to: { team: 'billing' }, ...more });

describe('from another machine', () => {
  it('a signed one brings everything with its authors, once, and its check counts in its chain', async () => {
    const { ana, toBen } = await signing();
    await ada(ana);
    const before = await ana.read('cus_1');
    const chain = ana.contactOf('cus_1')?.chain;
    const offer = await billing(ana);
    expect(offer.left).toBe(0);
    const ben = await toBen();
    // This desk knows what the other did not.
    const { stamp } = await ben.record('cus_1', { kind: 'issue', words: 'The parcel came broken.' });
    const received = await ben.receive(offer.link);
    expect(received).toMatchObject({ signed: true, here: false, from: { id: 'rep-17', label: 'Ana' } });
    expect(received.context.issues.map(({ words }) => words)).toEqual(['She was billed after I cancelled it.', 'The parcel came broken.'].sort((a) => (a.startsWith('The') ? 1 : -1)));
    expect((await ben.read('cus_1')).entries).toBe(1);
    expect(await received.accept({ readBack: 'Right.' })).toEqual({ told: false });
    const after = await ben.read('cus_1');
    expect(after.facts).toEqual(before.facts);
    expect(after.issues.find((issue) => issue.stamp !== stamp)).toEqual(before.issues[0]);
    expect(after.handoffs).toHaveLength(1);
    expect(after.handoffs[0]).toMatchObject({ state: 'accepted', from: { label: 'Ana' }, by: { label: 'Ben' } });
    expect(ben.contactOf('cus_1')?.chain).toBe(chain);
    expect(ben.guide(after, { action: 'billing' }).missing).toEqual([]);
    await ben.begin('cus_1');
    expect(ben.guide(await ben.read('cus_1'), { action: 'billing' }).missing).toEqual([{ check: 'verified' }]);
    expect(await refusal(ben.receive(offer.full))).toBe('taken');
    expect(await refusal(received.accept())).toBe('taken');
  });

  it('from a desk that knew less: nothing is doubled, and what was put right or resolved here since stays so', async () => {
    const { ana, toBen } = await signing();
    await ada(ana);
    const copy = await ana.export('cus_1');
    await ana.record('cus_1', { kind: 'step', step: 'tried', words: 'Rang the depot' });
    const offer = await billing(ana);
    const ben = await toBen();
    await ben.import(copy);
    const { facts, issues } = await ben.read('cus_1');
    const account = facts.find(({ fact }) => fact === 'account')?.values[0]?.stamp ?? '';
    await ben.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-78', answers: [account] }, { kind: 'resolved', answers: [issues[0]?.stamp ?? ''], outcome: 'Paid back' }]);
    const own = (await ben.export('cus_1')).entries;
    await (await ben.receive(offer.full)).accept();
    const { entries } = await ben.export('cus_1');
    const stamps = entries.map(({ stamp }) => stamp);
    expect(new Set(stamps).size).toBe(stamps.length);
    expect(stamps).toEqual(expect.arrayContaining(own.map(({ stamp }) => stamp)));
    const after = await ben.read('cus_1');
    expect(after.facts.find(({ fact }) => fact === 'account')?.values.map(({ value }) => value)).toEqual(['4821-78']);
    expect(after.issues).toEqual([]);
    expect(entries.filter(({ kind }) => kind === 'step').map((entry) => (entry as { words?: string }).words)).toContain('Rang the depot');
  });

  it('links come along with a signed one: what the other id said is known here too', async () => {
    const { ana, toBen } = await signing();
    await ana.record('crm_9', { kind: 'issue', words: 'The router blinks red.' });
    await ana.link('cus_1', 'crm_9', { because: 'She said so.' });
    const before = await ana.read('cus_1');
    const offer = await billing(ana);
    const ben = await toBen();
    await (await ben.receive(offer.full)).accept();
    const after = await ben.read('cus_1');
    expect([after.group, after.issues, after.links]).toEqual([before.group, before.issues, before.links]);
  });

  it.each(['full', 'compact'] as const)('an unsigned %s one claims, and proves nothing', async (size) => {
    const acme = await Company.make();
    const ana = await seat(acme, ANA);
    await ada(ana);
    const offer = await billing(ana);
    const ben = await toAnother(acme, ana);
    const received = await ben.receive(offer[size] ?? '');
    expect(received.signed).toBe(false);
    // It may say «checked», and nothing proves it.
    expect(offer.points[0]).toContain('Checked by');
    expect(received.points).toEqual(['Nobody has checked who they are on this contact.', 'They said: “She was billed after I cancelled it.”']);
    await received.accept();
    const after = await ben.read('cus_1');
    expect(after.facts.map(({ fact }) => fact)).toEqual(['account', 'name', 'tel']);
    expect(after.facts.flatMap(({ values }) => values.map(({ standing, by }) => `${standing} ${by.audience}`))).toEqual(Array(3).fill('claimed customer'));
    expect(after.issues.map(({ words, standing }) => [words, standing])).toEqual([['She was billed after I cancelled it.', 'claimed']]);
    expect(after.receipts).toEqual([]);
    expect(after.handoffs).toMatchObject([{ state: 'accepted', by: { label: 'Ben' }, claimed: { audience: 'support', id: 'rep-17', label: 'Ana' } }]);
    expect(ben.guide(after, { action: 'billing' }).missing).toEqual([{ check: 'verified' }]);
    expect(await refusal(ben.receive(offer.full))).toBe('taken');
  });

  it('what this desk knows already by its stamp is not claimed again', async () => {
    const acme = await Company.make();
    const ana = await seat(acme, ANA);
    await ada(ana);
    const copy = await ana.export('cus_1');
    const offer = await billing(ana);
    const ben = await toAnother(acme, ana);
    await ben.import(copy);
    const before = await ben.read('cus_1');
    await (await ben.receive(offer.full)).accept();
    const after = await ben.read('cus_1');
    expect(after.facts).toEqual(before.facts);
    expect(after.issues).toEqual(before.issues);
    expect(after.receipts).toEqual(before.receipts);
  });

  it('declining changes nothing, here or there', async () => {
    const acme = await Company.make();
    const ana = await seat(acme, ANA);
    const offer = await billing(ana);
    const ben = await toAnother(acme, ana);
    expect(await (await ben.receive(offer.full)).decline('Not mine.')).toEqual({ told: false });
    expect((await ben.read('cus_1')).entries).toBe(0);
    expect(await refusal(ben.receive(offer.reference))).toBe('not-reached');
  });

  it('one of a customer who was forgotten since is refused', async () => {
    const acme = await Company.make();
    const ana = await seat(acme, ANA);
    await ada(ana);
    const offer = await billing(ana);
    await ana.forget('cus_1');
    const ben = await seat(acme, BEN);
    expect(await refusal(ben.receive(offer.full))).toBe('forgotten');
  });
});

/** What README.md says is its length, of the customer in this column. */
const inReadme = (kind: string, column: number): number => Number(new RegExp(`^\\| \`${kind}\`.*$`, 'm').exec(readme)?.[0].split('|')[column + 2]?.replace(',', ''));

describe('what a small token leaves out', () => {
  it.each<[string, Draft[]]>([
    ['a bereavement', [{ kind: 'flag', flag: 'bereavement', reason: 'bereavement', words: 'Her mother' }, { kind: 'issue', words: 'My mother has passed away.' }, { kind: 'felt', felt: 'grieving' }]],
    ['somebody vulnerable', [{ kind: 'flag', flag: 'do-not-pitch', reason: 'vulnerability', words: 'Her mother' }, { kind: 'issue', words: 'Since mother is gone I lose track.' }]],
    ['health', [{ kind: 'issue', words: 'My mother is in hospital.', topic: 'health' }]],
  ])('nothing of %s is in it, neither flag nor words nor note', async (_, drafts) => {
    const acme = await Company.make();
    const ana = await seat(acme, ANA);
    await ada(ana);
    await ana.recordAll('cus_1', drafts);
    const offer = await billing(ana, { note: 'Be gentle: her mother.' });
    const ben = await toAnother(acme, ana);
    const { context, points, note } = await ben.receive(offer.compact ?? '');
    expect(context.facts).toHaveLength(3);
    expect(JSON.stringify([context, points, note])).not.toMatch(/mother|bereave|griev|health|vulnerab|billed/i);
    const full = await ben.receive(offer.full);
    expect(JSON.stringify([full.points, full.note, full.context])).toContain('mother');
  });

  it.each([
    ['somebody new', 0, 0],
    ['a usual customer', 20, 1],
    ['somebody with a long history', 2_000, 2],
  ])('fits its limits, and is as long as README.md says: %s', async (who, count, column) => {
    const { ana, toBen } = await signing();
    if (count > 0) await ada(ana);
    await ana.recordAll('cus_1', Array.from({ length: count }, (_, n) => ({ kind: 'step', step: 'note', words: `Note ${n}: looked at the bill of month ${n % 12}, told them what the ${n}th line is about, and when to call. ☎` }) as const));
    for (let n = 0; n < count / 20; n++) await ana.record('cus_1', { kind: 'issue', words: `Issue ${n}. ${'It still does not work, and nobody rang me back. '.repeat(5)}` });
    const { reference, compact = '', full, left, summary } = await billing(ana, { note: 'Please look at the line about the router. '.repeat(10) });
    expect(reference.length).toBeLessThanOrEqual(60);
    expect(compact.length).toBeGreaterThan(0);
    expect(compact.length).toBeLessThanOrEqual(MAX_COMPACT);
    expect(full.length).toBeLessThanOrEqual(MAX_FULL);
    expect(summary.split(/\s+/).length).toBeLessThanOrEqual(45);
    if (count === 2_000) expect(left).toBeGreaterThan(1_000);
    // A company's or a key's name may become longer.
    for (const [kind, token] of Object.entries({ reference, compact, full })) expect(Math.abs(token.length / inReadme(kind, column) - 1), `${kind} has ${token.length}`).toBeLessThan(0.01);
    console.info(`${who}: reference ${reference.length}, compact ${compact.length}, full ${full.length}, ${left} entries left out`);
    const ben = await toBen();
    expect((await ben.receive(full)).signed).toBe(true);
  });
});

describe('refused, by name, with nothing changed', () => {
  const sealed = async (acme: Company, body: unknown, signature = ''): Promise<string> => {
    const label = { name: 'HKDF', hash: 'SHA-256', salt: new TextEncoder().encode(`say-once/1/${acme.name}/support`), info: new TextEncoder().encode('hand-off') };
    const [{ id, key } = { id: '', key: await hkdf() }] = acme.support;
    return sealToken(acme.name, { id, key: await crypto.subtle.deriveKey(label, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) }, { signature, payload: JSON.stringify(body) });
  };
  const body = (acme: Company): Record<string, unknown> => ({ offer: 'o-1', customer: 'cus_1', from: { audience: 'support', id: 'rep-17' }, at: acme.now(), until: acme.now() + HOUR, team: 'billing' });
  const withHeader = (token: string, change: object): string => [base64url.encode(JSON.stringify({ ...headerOf(token), ...change })), ...token.split('.').slice(1)].join('.');

  it('each for its own reason', async () => {
    const acme = await Company.make();
    const ben = await seat(acme, BEN);
    const good = await sealed(acme, body(acme));
    expect((await ben.receive(good)).signed).toBe(false);
    const cases: [string, unknown][] = [
      ['not-a-token', ''],
      ['not-a-token', undefined],
      ['not-a-token', 'Please take Ada.'],
      ['not-a-token', 'https://acme.example/desk?say-once=abc'],
      ['not-a-token', 'so1:short'],
      ['not-a-token', await sealed(acme, { hello: 1 })],
      ['not-a-token', await sealed(acme, { ...body(acme), rep: 'rep-4' })],
      ['not-a-token', await sealed(acme, { ...body(acme), entries: [{}] })],
      ['bad-entry', await sealed(acme, { ...body(acme), group: ['cus_1'], entries: [{ kind: 'told' }] })],
      ['too-large', 'x'.repeat(MAX_FULL + 1)],
      ['too-large', 'x'.repeat(10_000_000)],
      ['unknown-version', withHeader(good, { typ: 'say-once-offer+2' })],
      ['unknown-version', 'so2:AAAAAAAAAAAAAAAAAAAAAA'],
      ['wrong-audience', withHeader(good, { cty: 'other/support' })],
      ['wrong-audience', await sealed(acme, { ...body(acme), team: 'legal' })],
      ['wrong-key', withHeader(good, { kid: 'another' })],
      ['altered', withHeader(good, { more: 1 })],
      ['altered', withHeader(good, { alg: 'A256KW' })],
      ['altered', good.slice(0, -3)],
      ['altered', await sealed(acme, body(acme), 'a..b')],
      ['not-yet-valid', await sealed(acme, { ...body(acme), at: acme.now() + 6 * MINUTE })],
      ['expired', await sealed(acme, { ...body(acme), until: acme.now() - 1 })],
      ['not-reached', 'so1:AAAAAAAAAAAAAAAAAAAAAA'],
    ];
    for (const [code, token] of cases) expect(await refusal(ben.receive(token as string)), String(token).slice(0, 80)).toBe(code);
    expect((await ben.read('cus_1')).entries).toBe(0);
    // Those that need two desks, or a life that ended, are tried where these are; what a signed one's entries are refused for is an import's.
    const elsewhere = ['taken', 'forgotten', 'no-answer', 'wrong-code', 'code-burnt'];
    const named = [...(/^\| refused as [^]*?\n\n/m.exec(readme)?.[0] ?? '').matchAll(/^\| `([\w-]+)`/gm)].map(([, code]) => code);
    expect(new Set(named)).toEqual(new Set([...cases.map(([code]) => code).filter((code) => code !== 'bad-entry'), ...elsewhere]));
  });

  it('a customer’s id that no host could give: it would lie where somebody else does', async () => {
    const acme = await Company.make();
    const ben = await seat(acme, BEN);
    for (const customer of ['#abcdefghijklmnopqrstuv', '#', 'a\ud800b']) {
      expect(await refusal(ben.receive(await sealed(acme, { ...body(acme), customer })))).toBe('bad-entry');
      expect(await refusal(ben.receive(await sealed(acme, { ...body(acme), group: ['cus_1', customer], entries: [] })))).toBe('bad-entry');
    }
  });

  it('what was said before they were forgotten, in one that is newer and that nobody signed', async () => {
    const acme = await Company.make();
    const ana = await seat(acme, ANA);
    const prov = `prov_${'0'.repeat(20)}`;
    const said = new Map<string, unknown[]>();
    for (const id of ['cus_1', prov]) {
      await ana.record(id, { kind: 'issue', words: 'Long ago.' });
      said.set(id, (await ana.export(id)).entries);
      acme.now.go(MINUTE);
      await ana.forget(id);
    }
    acme.now.go(MINUTE);
    const ben = await seat(acme, BEN);
    for (const [customer, entries] of said) {
      const from = { audience: customer === prov ? 'customer' : 'support' };
      const received = await ben.receive(await sealed(acme, { ...body(acme), offer: `o-${customer}`, customer, from, group: [customer], entries }));
      await received.accept();
      expect(received.context.issues, customer).toEqual([]);
      expect((await ben.read(customer)).issues, customer).toEqual([]);
    }
  });

  it('signed by somebody whom the host certified for another company, whose certificate has ended, or over something else', async () => {
    const acme = await Company.make();
    const certify = await host(acme);
    const mine = ring(acme, await certify(BEN));
    for (const [more, go] of [[{ company: 'other' }, 0], [{ audience: 'customer' }, 0], [{}, 2 * HOUR]] as const) {
      const ana = await seat(acme, ANA, { keys: ring(acme, await certify(ANA, more)) });
      const { full } = await billing(ana, { expires: acme.now() + 10 * HOUR });
      acme.now.go(go);
      expect(await refusal((await toAnother(acme, ana, mine)).receive(full))).toBe('altered');
    }
  });

  it('one sealed with an older key opens, one under a key that the ring lost does not, and a team’s own key opens for the team alone', async () => {
    const acme = await Company.make();
    const ana = await seat(acme, ANA);
    const old = await billing(ana);
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
    const own = await ana.handOff('cus_1', { to: { team: 'billing', key: { id: 'billing-1', publicKey: pair.publicKey } } });
    const newer = { id: 's2', key: await hkdf() };
    const ben = await toAnother(acme, ana, { ...ring(acme), support: [newer, ...acme.support], teams: [{ id: 'billing-1', ...pair }] });
    expect((await ben.receive(old.full)).customer).toBe('cus_1');
    expect((await ben.receive(own.full)).customer).toBe('cus_1');
    expect((own.compact ?? '').length).toBeLessThanOrEqual(MAX_COMPACT);
    expect(headerOf((await billing(ben)).full)['kid']).toBe('s2');
    const cara = await toAnother(acme, ben, { ...ring(acme), support: [newer] });
    expect(await refusal(cara.receive(old.full))).toBe('wrong-key');
    expect(await refusal(cara.receive(own.full))).toBe('wrong-key');
  });

  const CODES = new Set(['not-a-token', 'altered', 'too-large', 'unknown-version', 'wrong-key', 'wrong-audience', 'not-reached']);

  /** README.md says how many there are in all. */
  const EACH = 10_000;

  it('ten thousand each of random, cut and mutated tokens', async () => {
    const acme = await Company.make();
    const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
    await ada(ana);
    const { compact = '', link, reference } = await billing(ana);
    const real = fc.constantFrom(compact, link, reference);
    const random = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.base64String({ maxLength: 60 }), { minLength: 5, maxLength: 5 }).map((parts) => parts.join('.')), fc.string().map((text) => `so1:${text}`), fc.string().map((text) => `https://a.example/#say-once=${text}`));
    const cut = fc.tuple(real, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })).map(([token, at]) => token.slice(0, Math.floor(token.length * at)));
    const mutated = fc.tuple(fc.constantFrom(compact, reference), fc.nat(), fc.constantFrom('A', 'B', 'c', '0', '1', '9', '-', '_', '.', ':', ' ', 'é', '\0')).map(([token, at, sign]) => token.slice(0, at % token.length) + sign + token.slice((at % token.length) + 1)).filter((token) => token.trim() !== compact && token.trim() !== reference);
    const before = (await ben.read('cus_1')).entries;
    const kinds = [random, cut, mutated];
    expect(readme).toContain(`Tests try ${(kinds.length * EACH).toLocaleString('en')} random, cut and mutated tokens`);
    for (const tokens of kinds) {
      const refused = fc.asyncProperty(tokens, async (token) => {
        const code = await refusal(ben.receive(token));
        if (!CODES.has(code)) throw new Error(`${code}: ${token}`);
      });
      await fc.assert(refused, { numRuns: EACH, endOnFailure: true });
    }
    expect((await ben.read('cus_1')).entries).toBe(before);
  }, 120_000);
});
