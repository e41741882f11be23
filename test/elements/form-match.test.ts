/** Forms that say little: known by what is around their fields, filled in their own terms. The pages are invented. */
import { fixture } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '../../src/elements/form-fields.js';
import type { Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { user as userEvent } from '../support/user.js';
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

describe('a card’s owner', () => {
  it('has a first and a last name that are filled and never told; what is printed on the card is not filled', async () => {
    const { form, field, page, person } = await formOf(
      `<label>Card number <input id="n" autocomplete="cc-number"></label><label>First name <input id="f" autocomplete="cc-given-name"></label><label>Last name <input id="l" autocomplete="cc-family-name"></label>
      <label>Name on card <input id="w" autocomplete="cc-name"></label><label>First name on card <input id="p" autocomplete="cc-given-name"></label><label>Vorname wie auf der Karte <input id="k" autocomplete="billing cc-given-name"></label>`,
    );
    expect(await until(() => field('l').value)).toBe('Okafor');
    expect(filled(form)).toEqual({ f: 'Ada', l: 'Okafor' });
    for (const [id, value] of Object.entries({ f: 'Grace', l: 'Hopper' })) await userEvent.fill(field(id), value);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    await settled();
    expect((await page.read(person)).facts.map(({ fact, value }) => `${fact}: ${value}`).toSorted()).toEqual(Object.entries(FACTS).map(([fact, value]) => `${fact}: ${value}`).toSorted());
  });

  it('is filled in a form that has nothing but tokens', async () => {
    const { field } = await formOf('<input id="f" aria-label="First name" autocomplete="section-x cc-given-name">');
    expect(await until(() => field('f').value)).toBe('Ada');
  });
});

describe('fields that are read together', () => {
  it.each([
    ['<label>Country code <select id="c"><option value="">–</option><option>+1</option><option>+44</option></select></label><label>Phone <input id="n"></label>', { c: '+44', n: '02079460018' }],
    ['<label>Landesvorwahl <select id="c"><option value="">–</option><option>+1</option><option>+44</option></select></label><label>Telefonnummer <input id="n"></label>', { c: '+44', n: '02079460018' }],
    ['<label>Country code <select id="c"><option>+44</option><option selected>+1</option></select></label><label>Phone <input id="n"></label>', { n: '+44 20 7946 0018' }],
    ['<label>Name <input id="a"></label><label>Vorname <input id="b"></label>', { a: 'Okafor', b: 'Ada' }],
    ['<label>Nom <input id="a"></label><label>Prénom <input id="b"></label>', { a: 'Okafor', b: 'Ada' }],
    ['<label>Nom <input id="a"></label><label>Cognoms <input id="b"></label>', { a: 'Ada', b: 'Okafor' }],
    ['<label>Nombre <input id="a"></label><label>Correo <input id="b"></label>', { a: 'Ada Okafor', b: 'ada@mail.example' }],
  ])('%s', async (fields, expected) => {
    const { form, field } = await formOf(fields);
    await until(() => field(Object.keys(expected).at(-1) ?? '').value);
    expect(filled(form)).toEqual(expected);
  });

  it.each([['en', ''], ['en-US', 'm'], ['de', 'd'], ['en', 'DD/MM/YYYY']])('a date in three pieces, in a page in %s that shows «%s»', async (lang, shown) => {
    const { form, field } = await formOf(`<div lang="${lang}"><p>Date of birth</p><p><input id="a" maxlength="2">/<input id="b" maxlength="2">/<input id="c" maxlength="4"> ${shown.length > 1 ? shown : ''}</p></div>`);
    await until(() => field('c').value);
    expect(filled(form)).toEqual(shown === '' ? { c: '1984' } : shown === 'm' ? { a: '3', b: '7', c: '1984' } : { a: '7', b: '3', c: '1984' });
  });

  it('a number that was told in two fields is a whole one', async () => {
    const { field } = await formOf('<label>Telefon <input id="t"></label>', { 'tel-country-code': '+44', 'tel-national': '020 7946 0018' });
    expect(await until(() => field('t').value)).toBe('+442079460018');
  });

  it('a number in three pieces, where its country has such', async () => {
    const pieces = '<label for="a">Phone</label> <input id="a" maxlength="3"> <input id="b" maxlength="3"> <input id="c" maxlength="4">';
    const american = await formOf(pieces, { ...FACTS, tel: '+1 503 555 0142' });
    await until(() => american.field('c').value);
    expect(filled(american.form)).toEqual({ a: '503', b: '555', c: '0142' });
    const british = await formOf(`${pieces}<label>Town <input id="t"></label>`);
    await until(() => british.field('t').value);
    expect(filled(british.form)).toEqual({ t: 'Leeds' });
  });
});

describe('in pieces, as it is written or as its country has it', () => {
  const row = (name: string, ...room: number[]): string => `<p><label for="x0">${name}</label> ${room.map((most, index) => `<input id="x${index}" maxlength="${most}">`).join(' - ')}</p><p><label>Town <input id="t"></label></p>`;

  it.each<[string, string, Record<string, string>, string[]]>([
    ['a Japanese number', row('電話番号', 4, 4, 4), { tel: '+81 3-1234-5678' }, ['03', '1234', '5678']],
    ['a Japanese mobile number', row('電話番号', 5, 4, 4), { tel: '+819012345678' }, ['090', '1234', '5678']],
    ['a number without its country', row('Phone', 5, 4, 4), { tel: '020 7946 0018' }, ['020', '7946', '0018']],
    ['one that has another number of pieces', row('Phone', 5, 4, 4), { tel: '020 79460018' }, ['', '', '']],
    ['one of which a piece has no room', row('Phone', 3, 3, 4), { tel: '+44 20 7946 0018' }, ['', '', '']],
    ['a number with its country’s code', row('Phone', 3, 3, 3, 4), { tel: '(+1) 503 555 0142' }, ['1', '503', '555', '0142']],
    ['a Japanese postal code', row('郵便番号', 3, 4), { 'postal-code': '123-4567' }, ['123', '4567']],
    ['a Japanese postal code in one', row('郵便番号', 3, 4), { 'postal-code': '1234567' }, ['123', '4567']],
    ['a British postcode', row('Postcode', 4, 3), { 'postal-code': 'LS6 2AB' }, ['LS6', '2AB']],
    ['another’s code in a Japanese row', row('郵便番号', 3, 4), { 'postal-code': '97205' }, ['', '']],
    ['a German number', '<p><label>Vorwahl <input id="x0"></label></p><p><label>Rufnummer <input id="x1"></label></p><p><label>Ort <input id="t"></label></p>', { tel: '+49 (0)30 123456-7' }, ['030', '1234567']],
    ['a German number that nobody has parted', '<p><label>Vorwahl <input id="x0"></label></p><p><label>Rufnummer <input id="x1"></label></p><p><label>Ort <input id="t"></label></p>', { tel: '+49301234567' }, ['', '']],
  ])('%s', async (_, fields, facts, expected) => {
    const { form, field } = await formOf(fields, { ...facts, 'address-level2': 'Leeds' });
    await until(() => field('t').value);
    await settled();
    expect(expected.map((_one, index) => field(`x${index}`).value)).toEqual(expected);
    expect(form.querySelectorAll('.say-once-from').length).toBeGreaterThan(0);
  });

  it('what is typed in pieces is told as one', async () => {
    const { form, page, person } = await formOf(`${row('Phone', 5, 4, 4)}<p><label for="p0">郵便番号</label> <input id="p0" maxlength="3"> <input id="p1" maxlength="4"></p>`, { 'address-level2': 'Leeds' });
    for (const [index, text] of ['020', '7946', '0018'].entries()) await userEvent.fill(form.querySelector(`#x${index}`) as Element, text);
    for (const [index, text] of ['123', '4567'].entries()) await userEvent.fill(form.querySelector(`#p${index}`) as Element, text);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    await until(async () => (await page.read(person)).facts.some(({ fact }) => fact === 'tel'));
    expect((await page.read(person)).facts.filter(({ fact }) => /^(tel|postal)/.test(fact)).map(({ fact, value }) => `${fact} ${value}`).toSorted()).toEqual(['postal-code 123-4567', 'tel 020-7946-0018']);
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

  it('a short list that asks for consent, whatever stands beside it', async () => {
    const { form, field } = await formOf('<label>Town <input id="town"></label><label>Country: we may call in <select id="c"><option value="">Choose</option><option value="GB">Yes, United Kingdom</option><option value="x">No</option></select></label><label>Country <select id="l"><option value="">Choose</option><option>NO</option><option>SE</option><option>DK</option><option>GB</option></select></label>');
    await until(() => field('town').value);
    await settled();
    expect(filled(form)).toEqual({ town: 'Leeds', l: 'GB' });
  });

  it.each(['<label>Email <input id="trap" name="email" tabindex="-1"></label>', '<div style="height:0;overflow:hidden"><label>Email <input id="trap" name="email" style="height:0;border:0;padding:0"></label></div>', '<div style="position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden"><label>Email <input id="trap" name="email"></label></div>', '<div style="opacity:0;position:absolute;z-index:-1"><label>Email <input id="trap" name="email"></label></div>'])('a trap that nobody can see or reach: %s', async (trap) => {
    const { form, field } = await formOf(`<label>Town <input id="town"></label>${trap}`);
    await until(() => field('town').value);
    await settled();
    expect(filled(form)).toEqual({ town: 'Leeds' });
  });

  it.each(['aria-hidden="true"', 'style="position:absolute;left:-9999px"', 'style="position:absolute;top:-9999px"', 'style="display:none"', 'style="visibility:hidden"', 'style="clip-path:inset(50%)"', 'style="position:absolute;width:1px;height:1px;overflow:hidden"', 'style="opacity:0;position:absolute"', ''])('a trap that invites robots by a token, in a form of nothing but tokens: %s', async (hides) => {
    const { form, field } = await formOf(`<label>Town <input id="town" autocomplete="address-level2"></label><div ${hides}><label>Email <input id="trap" autocomplete="email" tabindex="${hides === '' ? -1 : 0}"></label></div>`);
    await until(() => field('town').value);
    await settled();
    expect(filled(form)).toEqual({ town: 'Leeds' });
  });

  it('what the page marks for us by name is filled, though something else is drawn in its place', async () => {
    const { form, field } = await formOf('<div style="position:absolute;left:-9999px"><input id="town" data-say-once="address-level2"></div>');
    await until(() => field('town').value);
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

describe('radio buttons and suggestions', () => {
  const TITLE = `<fieldset id="t"><legend>Title</legend><label><input type="radio" name="salutation" value="1" id="mr"> Mr</label><label><input type="radio" name="salutation" value="2" id="ms"> Ms</label></fieldset>`;

  it('a title is chosen by what it means, with a click, and said with the group', async () => {
    const clicks: string[] = [];
    const { form, field } = await formOf(`${TITLE}<label>Name <input id="n"></label>`, { ...FACTS, 'honorific-prefix': 'Frau' });
    form.addEventListener('click', (event) => clicks.push((event.target as Element).id));
    await until(() => field('ms').checked);
    expect(clicks).toEqual(['ms']);
    expect(document.getElementById(field('t').getAttribute('aria-describedby') ?? '')?.textContent).toBe('You told us today');
    expect(form.querySelectorAll('.say-once-from')).toHaveLength(2);
    await expect(form).to.be.accessible();
  });

  it('a country by name or code, also where only the buttons’ own words say that it is one', async () => {
    const { field } = await formOf('<fieldset><legend>Country</legend><label><input type="radio" name="c" value="276" id="de"> Germany</label><label><input type="radio" name="c" value="826" id="gb"> United Kingdom</label></fieldset>');
    await until(() => field('gb').checked);
    const marked = await formOf('<label><input type="radio" name="c" value="DE" id="de" data-say-once="country"> D</label><label><input type="radio" name="c" value="GB" id="gb" data-say-once="country"> UK</label>');
    await until(() => marked.field('gb').checked);
  });

  it('consent, «yes» and «no», checkboxes and a choice that was made are left alone', async () => {
    const { form, field } = await formOf(
      `<label>Name <input id="n"></label>
      <fieldset><legend>Title</legend><label><input type="radio" name="a" id="a1" checked> Mr</label><label><input type="radio" name="a" id="a2"> Ms</label></fieldset>
      <fieldset><legend>Do you live in the United Kingdom?</legend><label><input type="radio" name="b" value="GB" data-say-once="country"> Yes</label><label><input type="radio" name="b" value="DE" data-say-once="country"> No</label></fieldset>
      <label><input type="checkbox" name="country" value="GB" autocomplete="country" data-say-once="country"> I agree</label>
      <fieldset><legend>How should we reach you?</legend><label><input type="radio" name="d" value="email"> Email</label><label><input type="radio" name="d" value="tel"> Phone</label></fieldset>`,
    );
    await until(() => field('n').value);
    await settled();
    expect([...form.querySelectorAll<HTMLInputElement>('input:checked')].map(({ id }) => id)).toEqual(['a1']);
  });

  it('what is chosen is told by what it reads, and «Not you?» takes ours back', async () => {
    const { form, field, page, person } = await formOf(`${TITLE}<label>Name <input id="n"></label>`, { name: 'Ada Okafor' });
    await until(() => field('n').value);
    await userEvent.click(field('ms'));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    const told = await until(async () => (await page.read(person)).facts.find(({ fact }) => fact === 'honorific-prefix'));
    expect(told?.value).toBe('Ms');
    const again = await formOf(`${TITLE}<label>Name <input id="n"></label>`);
    await until(() => again.field('ms').checked);
    await userEvent.click(button(again.form.closest('say-once-form') as Element, 'Not you?'));
    await until(() => !again.field('ms').checked);
  });

  it('chosen otherwise by hand, it is theirs', async () => {
    const { form, field } = await formOf(`${TITLE}<label>Name <input id="n"></label>`);
    await until(() => field('ms').checked);
    await userEvent.click(field('mr'));
    expect(field('mr').checked).toBe(true);
    expect(field('t').getAttribute('aria-describedby')).toBeNull();
    expect(form.querySelectorAll('input[type=radio][data-say-once-filled]')).toHaveLength(0);
  });

  it('a field with suggestions takes the one that means it, else what was said', async () => {
    const { field } = await formOf('<label>Country <input id="c" list="countries"></label><datalist id="countries"><option>Germany</option><option>United Kingdom</option></datalist><label>Town <input id="o" list="towns"></label><datalist id="towns"><option>York</option></datalist>');
    expect(await until(() => field('c').value)).toBe('United Kingdom');
    expect(await until(() => field('o').value)).toBe('Leeds');
  });
});
