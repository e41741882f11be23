/** Forms that say little: known by what is around their fields, filled in their own terms. The pages are invented. */
import { fixture } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { controlsOf } from '../../src/elements/form-fields.js';
import type { Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { button, company, open, until } from './page.js';

const FACTS = { name: 'Ada Okafor', email: 'ada@mail.example', tel: '+44 20 7946 0018', bday: '1984-03-07', 'address-line1': '12 Hill Road', 'address-level2': 'Leeds', 'postal-code': 'LS6 2AB', country: 'GB', 'honorific-prefix': 'Ms' };

async function formOf(fields: string, facts: Record<string, string> = FACTS): Promise<{ form: HTMLFormElement; field: (id: string) => HTMLInputElement; page: Touchpoint<'customer'>; person: string }> {
  const name = company();
  const page = await open(name, 'customer');
  const person = await page.person();
  await page.begin(person, { channel: 'web-form' });
  await page.recordAll(person, Object.entries(facts).map(([fact, value]): Draft => ({ kind: 'told', fact, value })));
  await page.end(person);
  const root = await fixture<HTMLElement>(`<say-once name="${name}" audience="customer"><say-once-form><form>${fields}</form></say-once-form></say-once>`);
  const form = root.querySelector('form') as HTMLFormElement;
  return { form, field: (id) => form.querySelector(`#${id}`) as HTMLInputElement, page, person };
}

const filled = (form: HTMLFormElement): Record<string, string> => Object.fromEntries(controlsOf(form).filter((control) => control.hasAttribute('data-say-once-filled')).map((control) => [control.id, control.value]));
const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 200));

describe('a form without tokens', () => {
  it('in German: a name taken apart, a title, a date in three lists, a country by name', async () => {
    const { form, field } = await formOf(`<label>Anrede <select id="a"><option value="0">Bitte wählen</option><option value="2">Herr</option><option value="1">Frau</option></select></label>
      <label>Vorname <input id="v"></label><label>Nachname <input id="n"></label><label>E-Mail-Adresse <input id="e" type="email"></label>
      <fieldset><legend>Geburtsdatum</legend><select id="d" aria-label="Tag"><option>Tag</option><option value="x6">6</option><option value="x7">7</option></select>
      <select id="m" aria-label="Monat"><option>Monat</option><option value="2">Februar</option><option value="3">März</option></select><input id="y" aria-label="Jahr" maxlength="4"></fieldset>
      <label>PLZ <input id="p"></label><label>Ort <input id="o"></label>
      <label>Land <select id="l"><option value=""></option><option value="1">Deutschland</option><option value="2">Vereinigtes Königreich</option></select></label>`);
    await until(() => field('l').value);
    expect(filled(form)).toEqual({ a: '1', v: 'Ada', n: 'Okafor', e: 'ada@mail.example', d: 'x7', m: '3', y: '1984', p: 'LS6 2AB', o: 'Leeds', l: '2' });
  });

  it('in a table, and by what the page’s code calls them', async () => {
    const { form, field } = await formOf(`<table><tr><td>Full name</td><td><input id="a"></td></tr><tr><td>Street</td><td><input id="b"></td></tr></table>
      <input id="c" name="user[contact_phone]" maxlength="11"><input id="d" name="dob" placeholder="DD/MM/YYYY">`);
    await until(() => field('d').value);
    expect(filled(form)).toEqual({ a: 'Ada Okafor', b: '12 Hill Road', c: '02079460018', d: '07/03/1984' });
  });

  it('a code and a national number, as two fields', async () => {
    const { form, field } = await formOf('<select id="c" autocomplete="tel-country-code" aria-label="Code"><option value="">–</option><option>+1</option><option>+44</option></select><input id="n" aria-label="Number" autocomplete="tel-national">');
    await until(() => field('n').value);
    expect(filled(form)).toEqual({ c: '+44', n: '02079460018' });
  });

  it('fields shown in a later step are filled when they are shown', async () => {
    const { form, field } = await formOf('<label>Name <input id="a"></label><div id="step" hidden><label>Town <input id="b"></label></div>');
    await until(() => field('a').value);
    expect(field('b').value).toBe('');
    (form.querySelector('#step') as HTMLElement).hidden = false;
    expect(await until(() => field('b').value)).toBe('Leeds');
  });

  it('what is asked for there is learnt, and secrets are not', async () => {
    const { form, field, page, person } = await formOf('<label>Full name <input id="a"></label><label>City <input id="b"></label><label>Card number <input id="c"></label><label>Verification code <input id="d"></label><label>Username <input id="e"></label>', { email: 'ada@mail.example' });
    await settled();
    for (const [id, value] of Object.entries({ a: 'Ada Okafor', b: 'York', c: '77', d: '123456', e: 'adaok' })) await userEvent.fill(field(id), value);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    const { facts } = await until(() => page.read(person), (view) => view.facts.some(({ fact }) => fact === 'address-level2'));
    expect(Object.fromEntries(facts.map(({ fact, value }) => [fact, value]))).toEqual({ 'address-level2': 'York', email: 'ada@mail.example', name: 'Ada Okafor' });
  });
});

describe('never filled', () => {
  it('who somebody signs in as, secrets, traps, searches, and what the page chose', async () => {
    const { form, field } = await formOf(`<label>Town <input id="town"></label><label>Username <input id="u" name="email"></label><label>Name on card <input id="c"></label><label>Verification code <input id="o" name="phone_code"></label>
      <input id="s" type="search" placeholder="City"><label>Search by city <input id="q"></label><div aria-hidden="true"><input id="h" name="email" type="email"></div>
      <div style="position:absolute;left:-9999px"><label>Email <input id="trap" name="email"></label></div><label>Leave this field empty <input id="t" name="phone"></label>
      <label>Fax <input id="f" autocomplete="fax tel"></label><label>Country <select id="l"><option>United Kingdom</option><option selected>France</option></select></label><label>Town <input id="r" readonly></label>`);
    await until(() => field('town').value);
    await settled();
    expect(filled(form)).toEqual({ town: 'Leeds' });
  });

  it('the e-mail address of a form that signs somebody in; that of one that signs somebody up is', async () => {
    const login = await formOf('<h2>Log in</h2><label>Email <input id="e" type="email" autocomplete="email"></label><label>Password <input type="password"></label><a href="#">Forgot password?</a><button>Log in</button>');
    const signup = await formOf('<h2>Create an account</h2><label>Email <input id="e" type="email"></label><label>Choose a password <input type="password" autocomplete="new-password"></label><button>Sign up</button>');
    expect(await until(() => signup.field('e').value)).toBe('ada@mail.example');
    await settled();
    expect(login.field('e').value).toBe('');
  });

  it('nothing is cut to fit', async () => {
    const { field } = await formOf('<label>Email <input id="e" maxlength="12"></label><label>Town <input id="t"></label>');
    await until(() => field('t').value);
    expect(field('e').value).toBe('');
  });

  it('«Not you?» puts a list back to what it showed', async () => {
    const { form, field } = await formOf('<label>Country <select id="l"><option value="x">Choose</option><option>United Kingdom</option></select></label>');
    await until(() => field('l').value === 'United Kingdom' && true);
    button(form.closest('say-once-form') as Element, 'Not you?').click();
    expect(await until(() => field('l').value, (value) => value === 'x')).toBe('x');
  });
});
