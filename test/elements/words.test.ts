import { fixture, html } from '@open-wc/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guardWords } from '../../src/elements/words/guard.js';
import { replaceWords } from '../../src/elements/words/index.js';
import { change } from '../../src/elements/speaking.js';
import { ago, brief, day, dayNamed, list, moment, span } from '../../src/elements/when.js';
import { card, company, open, sees, textOf } from './page.js';

describe('words', () => {
  it('can be replaced, one sentence or all', async () => {
    const { unchecked } = guardWords;
    onTestFinished(() => replaceWords({ guard: { unchecked } }));
    void replaceWords({ guard: { unchecked: 'Nicht geprüft' } });
    await sees(await fixture(html`<say-once-guard><a href="tel:+442079460946">Call</a></say-once-guard>`), 'Nicht geprüft');
  });
});

it.each(['no_such!', '', '\u202e', 7 as never])('with a locale of the host’s that is none, ours is written: %j', async (locale) => {
  onTestFinished(() => replaceWords({ common: { locale: 'en-GB' } }));
  await replaceWords({ common: { locale } });
  const where = company();
  await (await open(where, 'support')).record('cus_1', { kind: 'issue', words: 'The line is dead.' });
  await sees((await card(where)).card, 'The line is dead.');
});

it.each(['constructor', '__proto__', 'toString'])('«%s», which every object has, is a name like any other', async (name) => {
  const where = company();
  const desk = await open(where, 'support');
  await desk.recordAll('cus_1', [
    { kind: 'told', fact: name, value: 'yes', channel: name },
    { kind: 'checked', method: name, level: 'verified', goodFor: [name], until: Date.now() + 60_000 },
    { kind: 'issue', words: 'The line is dead.', channel: name, topic: name },
  ]);
  const { card: seen } = await card(where, { customer: 'cus_1', action: name });
  await sees(seen, 'The line is dead.');
  expect(textOf(seen)).not.toMatch(/\[object|function|native code/);
});

describe('moments and spans, as one says them', () => {
  const now = new Date(2026, 10, 24, 10, 42).getTime();
  const at = (month: number, date: number, hour = 21, minute = 14, year = 2026): number => new Date(year, month - 1, date, hour, minute).getTime();

  it.each([
    [at(11, 24, 9, 5), '09:05'],
    [at(11, 23), 'yesterday 21:14'],
    [at(11, 25, 15, 0), 'tomorrow 15:00'],
    [at(11, 20), 'Friday 21:14'],
    [at(11, 2), '2 Nov'],
    [at(11, 2, 9, 0, 2023), '2 Nov 2023'],
  ])('moment %i is %s', (time, said) => expect(moment(time, now)).toBe(said));

  it('a narrow column has them shorter', () => {
    expect([at(11, 24, 9, 5), at(11, 23), at(11, 20), at(11, 2)].map((time) => brief(time, now))).toEqual(['09:05', 'Mon', 'Fri', '2 Nov']);
  });

  it('a day knows whether it is named by its place beside today', () => {
    expect([day(now, now), day(at(11, 20), now), dayNamed('2026-11-23', now)]).toEqual([
      { text: 'today', beside: true },
      { text: 'Friday', beside: false },
      { text: 'yesterday', beside: true },
    ]);
  });

  it.each([
    [0, '0 s'],
    [40_000, '40 s'],
    [4 * 60_000, '4 min'],
    [13 * 3_600_000, '13 h'],
    [72 * 3_600_000, '3 days'],
  ])('%i ms are %s', (ms, said) => expect(span(ms)).toBe(said));

  it('nobody is made to watch seconds', () => expect(ago(now - 20_000, now)).toBe('a moment'));

  it('a night on which the clocks change is one day', () => {
    const sunday = new Date(2026, 9, 25, 12).getTime();
    expect(day(sunday - 20 * 3_600_000, sunday).text).toBe('yesterday');
  });

  it('the page’s own spelling of the language counts', async () => {
    const { lang } = document.documentElement;
    onTestFinished(() => void (document.documentElement.lang = lang));
    document.documentElement.lang = 'en-US';
    await fixture(html`<say-once-guard></say-once-guard>`);
    expect([moment(at(11, 2), now), list(['a', 'b', 'c'])]).toEqual(['Nov 2', 'a, b, and c']);
  });
});

it('words that do not come are waited for a while, and then ours are said', async () => {
  const where = company();
  await (await open(where, 'support')).record('cus_1', { kind: 'issue', words: 'The line is dead.' });
  void change(() => new Promise(() => {}));
  await sees((await card(where)).card, 'The line is dead.');
});
