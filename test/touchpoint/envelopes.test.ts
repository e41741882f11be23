import { CompactEncrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/carry/carrier.js';
import { digest } from '../../src/store/keys.js';
import { Mailbox } from '../../src/store/mailbox.js';
import { nodeName } from '../../src/model/stamp.js';
import { randomBytes } from '../../src/store/bytes.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { Company, DAY, emptied, HOUR, MINUTE, PROV, quiet, shown } from './company.js';
import { until } from './desks.js';

const ADA = PROV('ada');
const said = (acme: Company, words: string, customer = ADA): unknown => ({ v: 1, kind: 'said', from: 'page', customer, entries: [acme.raw(customer, { kind: 'issue', words })] });

/** Posts texts, then something right; answers with the code of the last refusal, and sees that the right thing came. */
async function refusedThen(acme: Company, desk: Touchpoint, box: Box, texts: readonly string[]): Promise<{ count: number; code: string }> {
  const before = desk.state.refused?.count ?? 0;
  for (const text of texts) await acme.post(box, text);
  if (box === 'intake') {
    const customer = PROV(`x${before}`);
    await acme.send('intake', said(acme, 'And this one is right', customer));
    await until(() => (desk as Touchpoint<'support'>).read(customer), ({ issues }) => issues.length === 1);
  }
  await until(() => desk.state.refused?.count ?? 0, (count) => count === before + texts.length);
  return { count: (desk.state.refused?.count ?? 0) - before, code: desk.state.refused?.code ?? '' };
}

describe('whatever lies in a box is answered by name, and the feed goes on', () => {
  it('in the intake’s box: garbage, changed, foreign, of another box', async () => {
    const acme = await Company.make();
    const globex = await Company.make(acme.now);
    const desk = await acme.open('support');
    const sealed = await acme.sealed('intake', said(acme, 'x'));
    const twist = (text: string): string => `${text.slice(0, -5)}${text.at(-5) === 'A' ? 'B' : 'A'}${text.slice(-4)}`;
    expect(await refusedThen(acme, desk, 'intake', ['', 'garbage', 'a.b.c.d.e', '{}', sealed.slice(0, -10), twist(sealed)])).toEqual({ count: 6, code: 'bad-envelope' });
    expect(await refusedThen(acme, desk, 'intake', [await globex.sealed('intake', said(globex, 'x')), await acme.sealed('sales', said(acme, 'x'))])).toEqual({ count: 2, code: 'bad-envelope' });
    await emptied(acme, 'intake');
    expect(desk.state.problem).toBeUndefined();
  });

  it('in the intake’s box: what opens, and is no message', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const nothing = [null, 5, 'said', [], {}, { kind: 'unheard-of' }, { kind: 'said' }, { kind: 'said', customer: ADA }, { kind: 'said', customer: ADA, entries: {} }, { kind: 'sync' }, { kind: 'sync', store: '../..' }, { kind: 'forget', customer: 'cus_1' }];
    expect(await refusedThen(acme, desk, 'intake', await Promise.all(nothing.map((one) => acme.sealed('intake', one))))).toEqual({ count: nothing.length, code: 'bad-envelope' });
  });

  it('in the intake’s box: entries that are none, deeper or larger than any', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const raw = acme.raw(ADA, { kind: 'issue', words: 'x' });
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const entries: unknown[] = [null, 5, {}, { kind: 'issue' }, { ...raw, stamp: 'x' }, { ...raw, stamp: 5 }, { ...raw, at: 'now' }, { ...raw, at: -1 }, { ...raw, at: 1.5 }, { ...raw, words: 5 }, { ...raw, words: '' }, { ...raw, kind: 'constructor' }, { ...raw, kind: '__proto__' }, { ...raw, contact: {} },
      { ...raw, kind: 'withdrawn', answers: [{}] }, { ...raw, kind: 'withdrawn', answers: 'all' }, { ...raw, kind: 'told', fact: '', value: 'x' }];
    const letters = await Promise.all(entries.map((one) => acme.sealed('intake', { v: 1, kind: 'said', customer: ADA, entries: [one] })));
    await refusedThen(acme, desk, 'intake', letters);
    expect((await desk.read(ADA)).entries).toBe(0);
    // Odd, but harmless: what has no business in an entry is left out of it.
    const odd: unknown[] = [{ ...raw, stamp: acme.stamp(), answers: [{}, null, 5] }, { ...raw, stamp: acme.stamp(), extra: JSON.parse(deep(500)) as unknown }, { ...raw, stamp: acme.stamp(), toString: 'x', __proto__x: {}, constructor: 5 }];
    for (const one of odd) await acme.send('intake', { v: 1, kind: 'said', customer: ADA, entries: [one] });
    const abyss = JSON.stringify({ v: 1, kind: 'said', customer: ADA, entries: [{ ...raw, stamp: acme.stamp(), extra: '?' }] }).replace('"?"', deep(60_000));
    await acme.post('intake', await new CompactEncrypt(new TextEncoder().encode(abyss)).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'i1', typ: 'say-once+1', cty: `${acme.name}/intake` }).encrypt(acme.pair.publicKey));
    odd.push(abyss);
    await emptied(acme, 'intake');
    await until(() => desk.read(ADA), (context) => context.entries + (desk.state.refused?.count ?? 0) === odd.length + letters.length);
    expect((await desk.history(ADA)).entries.every((entry) => Object.keys(entry).every((key) => ['kind', 'words', 'channel', 'customer', 'stamp', 'at', 'by', 'contact', 'chain'].includes(key)))).toBe(true);
    expect(await refusedThen(acme, desk, 'intake', [await acme.sealed('intake', { v: 1, kind: 'said', customer: ADA, entries: [{ ...raw, words: 'x'.repeat(210_000) }] })])).toEqual({ count: 1, code: 'too-large' });
    expect(desk.state.problem).toBeUndefined();
  });

  it('in the sales desk’s box: garbage, changed, foreign, forged, and nothing of it held', async () => {
    const acme = await Company.make();
    const globex = await Company.make(acme.now);
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    const held = (more: object = {}): object => ({ kind: 'held', stamp: acme.stamp(), customer: '#who', at: acme.now(), by: { audience: 'support' }, cause: 'c', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {}, ...more });
    let node = 0;
    const letter = (entry: unknown): unknown => ({ v: 1, kind: 'entries', from: `forger${++node}`, n: 1, entries: [entry] });
    const sealed = await acme.sealed('sales', letter(held()));
    const bad = ['', 'garbage', sealed.slice(0, -10), await globex.sealed('sales', letter(held())), await acme.sealed('intake', letter(held()))];
    expect(await refusedThen(acme, sales, 'sales', bad)).toEqual({ count: bad.length, code: 'bad-envelope' });
    const messages = [null, {}, { ...(letter(held()) as object), n: 0 }, { ...(letter(held()) as object), n: '1' }, { ...(letter(held()) as object), entries: [] }, { ...(letter(held()) as object), from: 5 }, { kind: 'heard', from: 'x', n: 1 }, { kind: 'forget', from: 'x', n: 1, customer: 'cus_1', keep: [] }, { kind: 'forget', from: 'x', n: 1, customer: '#x', keep: [5] }];
    expect(await refusedThen(acme, sales, 'sales', await Promise.all(messages.map((one) => acme.sealed('sales', one))))).toEqual({ count: messages.length, code: 'bad-envelope' });
    const kinds = [held({ customer: 'cus_1' }), { ...held(), kind: 'issue', words: 'My mother has passed away' }, { ...held(), kind: 'told', fact: 'name', value: 'Ada' }, { ...held(), kind: 'checked', method: 'x', level: 'strong', goodFor: [], until: 1 }];
    expect(await refusedThen(acme, sales, 'sales', await Promise.all(kinds.map((one) => acme.sealed('sales', letter(one)))))).toEqual({ count: kinds.length, code: 'not-allowed' });
    expect(await refusedThen(acme, sales, 'sales', [await acme.sealed('sales', letter(held({ from: 'today' })))])).toEqual({ count: 1, code: 'bad-entry' });
    expect((await acme.opened('sales')).entries).toEqual([]);
    await support.record('cus_1', { kind: 'issue', words: 'Right' });
    await until(() => sales.read('cus_1'), ({ pitch }) => pitch === 'held');
    expect(sales.state.problem).toBeUndefined();
  });

  it('a stamp over five minutes ahead is refused at the sales desk too, though it is of the same day', async () => {
    const acme = await Company.make();
    const sales = await acme.open('sales');
    const at = acme.now() + 6 * MINUTE;
    const held = { kind: 'held', stamp: acme.stamp(at), customer: '#who', at, by: { audience: 'support' }, cause: 'c', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {} };
    expect(await refusedThen(acme, sales, 'sales', [await acme.sealed('sales', { v: 1, kind: 'entries', from: 'node', n: 1, entries: [held] })])).toEqual({ count: 1, code: 'stamp-ahead' });
    expect((await acme.opened('sales')).entries).toEqual([]);
  });

  it('what lies in the boxes of audiences that read none is nobody’s, and harms nobody', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const page = await acme.open('customer');
    await acme.post('support', 'garbage');
    await acme.post('customer', 'garbage');
    await acme.send('intake', said(acme, 'Right'));
    await until(() => desk.read(ADA), ({ issues }) => issues.length === 1);
    expect([desk.state.refused, page.state.refused]).toEqual([undefined, undefined]);
  });
});

describe('sealed with a key that this ring lacks: said, left where it lies, and in nobody’s way', () => {
  it('a page with an older public key: the rest goes on, and a desk that still has the private one takes it in', async () => {
    const acme = await Company.make();
    const older = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
    const page = await acme.open('customer', { keys: { customer: acme.customer, intake: { id: 'i0', publicKey: older.publicKey } } });
    const person = await page.person();
    const desk = await acme.open('support');
    await page.record(person, { kind: 'issue', words: 'Sealed with an old key' });
    await until(() => desk.state.refused?.code === 'wrong-key');
    await acme.send('intake', said(acme, 'Sealed with the new one'));
    await until(() => desk.read(ADA), ({ issues }) => issues.length === 1);
    await until(async () => (await acme.mail('intake')).length === 1);
    expect(desk.state.refused).toEqual({ count: 1, code: 'wrong-key' });
    await desk.close();
    const elder = await acme.open('support', { keys: { ...acme.ring('support'), intake: { id: 'i0', publicKey: older.publicKey, privateKey: older.privateKey } } });
    await until(() => elder.read(person), ({ issues }) => issues.length === 1);
    await emptied(acme, 'intake');
  });

  it('a sales desk with an older ring: nothing is held against it, nothing seems clear that is not, and with the newer ring all is there', async () => {
    const acme = await Company.make();
    const before = [...acme.sales];
    const elder = await acme.open('sales', { keys: { sales: before, intake: acme.ring('sales').intake ?? [] as never } });
    acme.sales.unshift((await Company.make()).sales[0] as never);
    Object.assign(acme.sales, [{ ...acme.sales[0], id: 'v2' }, acme.sales[1]]);
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'told', fact: 'tel', value: '020 7946 0946' });
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    await until(() => elder.state.refused?.code === 'wrong-key');
    expect((await elder.pitch({ phone: '020 7946 0946' })).pitch).toBe('not-checked');
    await elder.close();
    const newer = await acme.salesDesk();
    expect((await newer.pitch({ phone: '020 7946 0946' })).pitch).toBe('held');
    await emptied(acme, 'sales');
  });
});

describe('a gap in a node’s numbering means «not checked», not «nothing there»', () => {
  const node = (): string => nodeName(randomBytes(12));

  it('a message is missing: not checked, until support has told everything again', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    const sales = await acme.salesDesk();
    expect((await sales.pitch({ customer: 'cus_2' })).pitch).toBe('clear');
    await support.close();
    acme.now.go(MINUTE);
    await acme.send('sales', { v: 1, kind: 'heard', from: node(), n: 2, at: acme.now() });
    await until(() => !sales.state.fresh);
    expect((await sales.pitch({ customer: 'cus_2' })).pitch).toBe('not-checked');
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('held');
    await acme.open('support');
    await until(() => sales.state.fresh);
    expect((await sales.pitch({ customer: 'cus_2' })).pitch).toBe('clear');
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('held');
  });

  it('what was missing was a hold: it is there after the telling', async () => {
    const acme = await Company.make();
    const support = await acme.back();
    const sales = await acme.open('sales');
    const answering = await acme.open('support');
    await until(() => sales.state.fresh);
    await answering.close();
    await support.record('cus_0', { kind: 'issue', words: 'Before' });
    await until(() => sales.read('cus_0'), ({ pitch }) => pitch === 'held');
    await sales.close();
    await support.record('cus_1', { kind: 'issue', words: 'Lost on the way' });
    await until(async () => (await acme.mail('sales')).length > 0);
    await lose(acme, 'sales');
    acme.now.go(MINUTE);
    const again = await acme.open('sales');
    await support.record('cus_2', { kind: 'issue', words: 'After' });
    await until(() => again.read('cus_2'), ({ pitch }) => pitch === 'held');
    expect((await again.read('cus_1')).pitch).toBe('not-checked');
    await acme.open('support');
    await until(() => again.read('cus_1'), ({ pitch }) => pitch === 'held');
  });

  it('what was missing was a release: after the telling the call is free again', async () => {
    const acme = await Company.make();
    const support = await acme.back();
    const answering = await acme.open('support');
    const sales = await acme.salesDesk();
    await answering.close();
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: 'Soon resolved' });
    await until(() => sales.read('cus_1'), ({ pitch }) => pitch === 'held');
    await sales.close();
    await support.record('cus_1', { kind: 'resolved', answers: [stamp] });
    await until(async () => (await acme.mail('sales')).length > 0);
    await lose(acme, 'sales');
    acme.now.go(MINUTE);
    const again = await acme.open('sales');
    await support.record('cus_2', { kind: 'issue', words: 'After' });
    await until(() => again.read('cus_2'), ({ pitch }) => pitch === 'held');
    await acme.open('support');
    await until(() => again.state.fresh);
    expect((await again.read('cus_1')).pitch).toBe('clear');
    expect((await again.read('cus_2')).pitch).toBe('held');
  });

  it('told everything, but for a page that was lost or refused: not whole', async () => {
    const acme = await Company.make();
    const sales = await acme.open('sales');
    const { store } = await until(async () => (await acme.opened('sales')).meta['heard'] as { store: string } | undefined, (heard) => heard !== undefined) as { store: string };
    const held = (more: object = {}): object => ({ kind: 'held', stamp: acme.stamp(acme.now() - MINUTE), customer: '#who', at: acme.now(), by: { audience: 'support' }, cause: 'c', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {}, ...more });
    const whole = (from: string, n: number, pages: number): Promise<string> => acme.send('sales', { v: 1, kind: 'heard', from, n, at: acme.now(), whole: store, pages, causes: [] });
    await whole('lostpage0001', 2, 1);
    await acme.send('sales', { v: 1, kind: 'entries', from: 'badpage00001', n: 1, entries: [held({ cause: 'good' }), held({ cause: 'bad', from: 'today' })] });
    await whole('badpage00001', 2, 1);
    await emptied(acme, 'sales');
    await quiet(50);
    expect(sales.state).toMatchObject({ fresh: false, refused: { code: 'bad-entry' } });
    // What could be taken in of the page was.
    expect((await sales.read('#who')).pitch).toBe('held');
    await whole('wholepage001', 1, 0);
    await until(() => sales.state.fresh);
  });

  it('an answer to an older question, coming again, does not make whole what has missed something since', async () => {
    const acme = await Company.make();
    const support = await acme.back();
    const answering = await acme.open('support');
    const first = await acme.open('sales');
    await until(async () => (await acme.opened('sales')).meta['heard'] !== undefined);
    const heard = (await acme.opened('sales')).meta['heard'] as { store: string };
    const answer = await acme.sealed('sales', { v: 1, kind: 'heard', from: node(), n: 1, at: acme.now(), whole: heard.store });
    await until(() => first.state.fresh);
    await acme.post('sales', answer);
    await answering.close();
    acme.now.go(MINUTE);
    await acme.send('sales', { v: 1, kind: 'heard', from: node(), n: 7, at: acme.now() });
    await until(() => !first.state.fresh);
    await acme.post('sales', answer);
    await acme.send('sales', { v: 1, kind: 'heard', from: node(), n: 1, at: acme.now(), whole: heard.store });
    await emptied(acme, 'sales');
    await quiet(50);
    expect((await first.pitch({ customer: 'cus_9' })).pitch).toBe('not-checked');
    void support;
  });

  it('the same message twice is no gap, and what sales was told before it forgot comes back by no repetition', async () => {
    const acme = await Company.make();
    const support = await acme.back();
    const answering = await acme.open('support');
    const sales = await acme.salesDesk();
    await sales.close();
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    const [told] = await until(() => acme.mail('sales'), (mail) => mail.length > 0);
    const again = await acme.open('sales');
    await until(() => again.read('cus_1'), ({ pitch }) => pitch === 'held');
    await answering.forget('cus_1');
    await until(() => again.read('cus_1'), ({ pitch }) => pitch === 'clear');
    await acme.post('sales', told?.sealed ?? '');
    await acme.post('sales', told?.sealed ?? '');
    await emptied(acme, 'sales');
    await quiet(50);
    expect((await again.read('cus_1')).pitch).toBe('clear');
    expect((await acme.opened('sales')).entries).toEqual([]);
  });
});

describe('«unknown» means clear only while a sales desk is caught up within the policy’s freshness', () => {
  it('support was silent for longer than the policy says: not checked, on every tab, without a reload', async () => {
    const acme = await Company.make();
    const policy = { sales: { freshHours: 8 } };
    const support = await acme.open('support');
    const sales = await acme.salesDesk({ policy });
    const second = await acme.open('sales', { policy });
    await until(() => second.state.fresh);
    await support.close();
    acme.now.go(8 * HOUR - MINUTE);
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('clear');
    acme.now.go(MINUTE);
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('not-checked');
    await support.close();
    await acme.send('sales', { v: 1, kind: 'heard', from: nodeName(randomBytes(12)), n: 0, at: acme.now() - 9 * HOUR });
    await until(() => !sales.state.fresh && !second.state.fresh);
    await acme.send('sales', { v: 1, kind: 'heard', from: nodeName(randomBytes(12)), n: 0, at: acme.now() });
    await until(() => sales.state.fresh && second.state.fresh);
    expect((await second.pitch({ customer: 'cus_1' })).pitch).toBe('clear');
  });

  it('what came while no sales desk was open: not checked until it is read, and never clear', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const before = await acme.salesDesk();
    await before.close();
    for (let i = 0; i < 120; i++) await support.record(`cus_${i}`, { kind: 'issue', words: 'Help' });
    await until(async () => (await acme.mail('sales')).length === 120);
    const sales = await acme.open('sales');
    const second = await acme.open('sales');
    const seen = [sales, second].map((desk) => shown<string>((show) => desk.watchPitch({ customer: 'cus_119' }, ({ pitch }) => show(pitch))));
    for (const desk of [sales, second]) expect((await desk.pitch({ customer: 'cus_119' })).pitch).not.toBe('clear');
    await until(() => seen.every((one) => one.last() === 'held'));
    for (const one of seen) expect(one.views).not.toContain('clear');
    await until(() => sales.state.fresh && second.state.fresh);
    expect((await second.pitch({ customer: 'cus_200' })).pitch).toBe('clear');
  });

  it('a second sales tab knows at once what the first has read', async () => {
    const acme = await Company.make();
    await acme.open('support');
    const first = await acme.salesDesk();
    const second = await acme.open('sales');
    await until(() => second.state.fresh, Boolean, 4_000);
    await first.close();
    expect((await second.pitch({ customer: 'cus_1' })).pitch).toBe('clear');
    const third = await acme.open('sales');
    await until(() => third.state.fresh, Boolean, 4_000);
  });

  it('a held call stays held, however stale', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    const sales = await acme.salesDesk();
    await support.close();
    acme.now.go(90 * DAY);
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('held');
  });

  it('what was heard under a clock that ran ahead proves nothing once the clock is set right', async () => {
    const acme = await Company.make();
    acme.now.go(400 * DAY);
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    await support.close();
    acme.now.go(-400 * DAY);
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('not-checked');
    await acme.send('sales', { v: 1, kind: 'heard', from: nodeName(randomBytes(12)), n: 0, at: acme.now() });
    await until(async () => (await sales.pitch({ customer: 'cus_1' })).pitch === 'clear');
  });

  it('what a desk without sales’ key wrote is told by the next desk that has it', async () => {
    const acme = await Company.make();
    const { sales: _, intake: __, ...keys } = acme.ring('support');
    const clerk = await acme.open('support', { keys });
    await clerk.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'issue', words: 'Help' }]);
    await acme.open('support');
    const sales = await acme.salesDesk();
    expect((await sales.pitch({ account: '4821-77' })).pitch).toBe('held');
  });

  it('somebody with more identifiers than one hold can name is found by each of them', async () => {
    const acme = await Company.make();
    const policy = { facts: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`meter ${n}`, { identifier: true }])) };
    const support = await acme.open('support', { policy });
    for (let value = 0; value < 6; value++) await support.recordAll('cus_1', Array.from({ length: 40 }, (_, n) => ({ kind: 'told', fact: `meter ${n}`, value: `M-${n}-${value}` }) as const));
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: 'Help' });
    const sales = await acme.salesDesk({ policy });
    for (const [n, value] of [[0, 0], [17, 3], [39, 5]] as const) expect((await sales.pitch({ [`meter ${n}`]: `m${n}${value}` })).pitch).toBe('held');
    await support.record('cus_1', { kind: 'resolved', answers: [stamp] });
    for (const [n, value] of [[0, 0], [39, 5]] as const) await until(() => sales.pitch({ [`meter ${n}`]: `m${n}${value}` }), ({ pitch }) => pitch === 'clear');
  });

  it('support whose clock runs ahead makes nothing fresher than now', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    await support.close();
    await acme.send('sales', { v: 1, kind: 'heard', from: nodeName(randomBytes(12)), n: 0, at: acme.now() + 900 * DAY });
    await emptied(acme, 'sales');
    acme.now.go(25 * HOUR);
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('not-checked');
  });

  it('a wiped sales store is not checked, and whole again when support has told it all holds', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    for (let i = 0; i < 12; i++) await support.recordAll(`cus_${i}`, [{ kind: 'told', fact: 'account', value: `A-100${i}` }, { kind: 'issue', words: 'Help' }]);
    const sales = await acme.salesDesk();
    await sales.close({ wipe: true });
    await support.close();
    const empty = await acme.open('sales');
    await quiet();
    for (let i = 0; i < 12; i++) expect((await empty.pitch({ account: `A-100${i}` })).pitch).toBe('not-checked');
    await acme.open('support');
    await until(() => empty.state.fresh);
    for (let i = 0; i < 12; i++) expect((await empty.pitch({ account: `a 100${i}` })).pitch).toBe('held');
    expect((await empty.pitch({ account: 'A-2000' })).pitch).toBe('clear');
  });

  it('where no sales desk reads them, support’s signs of life do not pile up', { timeout: 15_000 }, async () => {
    const acme = await Company.make();
    const { newest } = await acme.keys('sales');
    const mailbox = new Mailbox(acme.name);
    const subject = await digest(newest.subject, 'beat');
    await mailbox.put([1, 2, 3].map((n) => ({ id: `${n}`, to: 'sales', subject, sealed: 'of earlier days' })));
    mailbox.close();
    const support = await acme.open('support');
    // It would go to its office by itself after a minute.
    await (support as unknown as Desk<'support'>).flush();
    const mail = await until(() => acme.mail('sales'), (all) => all.length === 1);
    expect(mail[0]?.subject).toBe(subject);
    expect(await acme.letters('sales')).toMatchObject([{ kind: 'heard', n: 0 }]);
    const sales = await acme.open('sales');
    await emptied(acme, 'sales');
    expect(sales.state.refused).toBeUndefined();
  });

  it('a sign of life names the last message before it: one that is missing is noticed, though nothing comes after', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    await support.close();
    const from = nodeName(randomBytes(12));
    const beat = async (n: number): Promise<void> => void (await acme.send('sales', { v: 1, kind: 'heard', from, n, at: acme.now() }));
    await beat(0);
    await beat(0);
    await emptied(acme, 'sales');
    await quiet(50);
    expect(sales.state.fresh).toBe(true);
    await beat(1);
    await until(() => !sales.state.fresh);
  });

  it('asked while nobody is there, the question lies in the box once, however often it is asked', async () => {
    const acme = await Company.make();
    const sales = await acme.open('sales');
    await until(async () => (await acme.mail('intake')).length === 1);
    await sales.close();
    for (let i = 0; i < 3; i++) {
      acme.now.go(MINUTE);
      const again = await acme.open('sales');
      await quiet(100);
      await again.close();
    }
    expect(await acme.mail('intake')).toHaveLength(1);
  });

  it('a newer key of sales’: what it was told under the older one is told anew, and the older hold goes', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'issue', words: 'Help' }]);
    const sales = await acme.salesDesk();
    await sales.close();
    await support.close();
    const [older] = acme.sales;
    const { sales: [fresh] } = await Company.make();
    acme.sales.splice(0, 1, { id: 'v2', key: fresh?.key as CryptoKey }, older as never);
    const rotated = await acme.open('support');
    const both = await acme.open('sales');
    await acme.send('intake', { v: 1, kind: 'sync', store: 'somebody' });
    await until(async () => (await acme.opened('sales')).contexts.filter(({ memo }) => (memo?.folded.context.held.length ?? 0) > 0).length === 1 && (await acme.opened('sales')).entries.some(({ kind }) => kind === 'released'));
    expect((await both.pitch({ account: '4821-77' })).pitch).toBe('held');
    const { stamp } = (await rotated.read('cus_1')).issues[0] ?? { stamp: '' };
    await rotated.record('cus_1', { kind: 'resolved', answers: [stamp] });
    await until(() => both.pitch({ account: '4821-77' }), ({ pitch }) => pitch === 'clear');
    expect((await both.read('cus_1')).pitch).toBe('clear');
  });
});

/** Loses what lies in a box. */
async function lose(acme: Company, box: Box): Promise<void> {
  const { ExchangeCarrier } = await import('../../src/carry/exchange.js');
  const carrier = new ExchangeCarrier(new Mailbox(acme.name), 'nobody');
  for (const { id } of await acme.mail(box)) await carrier.erase(box, { id });
  carrier.close();
}
