/** One guard around a whole list: what is held, what is shown of it, and that nothing in it is open that nobody has asked about. */
import { fixture, html } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import type { SayOnceGuard } from '../../src/elements/guard.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { user as userEvent } from '../support/user.js';
import { company, guard, isAccessible, knowAda, open, part, sees, textOf, until } from './page.js';

const number = (index: number): string => `020 7946 ${String(index).padStart(4, '0')}`;
const row = (index: number): HTMLElement => {
  const item = document.createElement('li');
  item.style.blockSize = '3rem';
  item.innerHTML = `<a class="who" href="/leads/${index}">Lead ${index}</a> <a class="call" href="tel:+44207946${String(index).padStart(4, '0')}">Call</a> <button class="dial">Dial</button>`;
  return item;
};
const call = (item: Element | undefined): HTMLAnchorElement => item?.querySelector('.call') as HTMLAnchorElement;
const dial = (item: Element | undefined): HTMLElement => item?.querySelector('.dial') as HTMLElement;
const marked = (item: Element | undefined): string => textOf(item?.querySelector(':scope > span') ?? document.createElement('i'));
const click = (element: Element | null | undefined): boolean => element?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })) === true;

async function list(count: number): Promise<{ guard: SayOnceGuard; desk: Touchpoint<'support'>; sales: Touchpoint<'sales'>; rows: HTMLElement[] }> {
  const name = company();
  const desk = await open(name, 'support');
  await knowAda(desk); // 020 7946 0946
  const rows = Array.from({ length: count }, (_, index) => row(index + 940));
  const { guard: element, sales } = await guard(name, html`<say-once-guard rows="li"><ul>${rows}</ul></say-once-guard>`);
  return { guard: element, desk, sales, rows };
}

describe('a guard around a list', () => {
  it('holds each row by itself, and leaves what calls nobody as it is', async () => {
    const { guard: element, desk, rows } = await list(10);
    expect([...element.querySelectorAll('.call[href]')]).toEqual([]);
    await until(() => element.pitch === 'clear');
    await until(() => call(rows[0]).getAttribute('href') === 'tel:+442079460940');
    let dialled = 0;
    for (const item of rows) item.addEventListener('click', (event) => {
      event.preventDefault();
      dialled += 1;
    });
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await until(() => element.pitch === 'held');
    expect(rows.map((item) => call(item).hasAttribute('href'))).toEqual(rows.map((_, index) => index !== 6));
    expect(rows.map(marked)).toEqual(rows.map((_, index) => (index === 6 ? 'Held' : '')));
    await isAccessible(element);
    for (const inside of ['.call', '.dial']) expect(click(rows[6]?.querySelector(inside))).toBe(false);
    dial(rows[6]).click();
    expect(dialled).toBe(0);
    expect(click(rows[6]?.querySelector('.who'))).toBe(false);
    expect(dialled).toBe(1);
    click(rows[5]?.querySelector('.dial'));
    expect(dialled).toBe(2);

    rows[6]?.querySelector('span')?.shadowRoot?.querySelector('button')?.click();
    await until(() => part(element, '#panel')?.matches(':popover-open'));
    await sees(element, 'Service calls by support.');
    await isAccessible(element);
    element.requestUpdate();
    await element.updateComplete;
    expect(part(element, '#panel')?.matches(':popover-open')).toBe(true);
    part(element, '#panel')?.hidePopover();
    await desk.record('cus_1', { kind: 'resolved', answers: (await desk.read('cus_1')).issues.map(({ stamp }) => stamp) });
    await until(() => call(rows[6]).hasAttribute('href'));
    expect([marked(rows[6]), dial(rows[6]).hidden]).toEqual(['', false]);
  });

  it('shows something in those rows alone that are near', async () => {
    const { guard: element, desk, rows } = await list(400);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await until(() => marked(rows[6]) === 'Held');
    expect(element.querySelectorAll('li[data-pitch]').length).toBeLessThan(100);
    expect(element.querySelectorAll('.call[href]').length).toBeLessThan(100);
    expect(call(rows[399]).hasAttribute('href')).toBe(false);
    rows[399]?.scrollIntoView();
    await until(() => call(rows[399]).hasAttribute('href'));
    await until(() => marked(rows[6]) === '');
    expect([call(rows[6]).hasAttribute('href'), click(rows[6]?.querySelector('.dial'))]).toEqual([false, false]);
    rows[6]?.scrollIntoView();
    await until(() => marked(rows[6]) === 'Held');
  });

  it('finds rows that the browser draws together, wherever they are put', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    const rows = Array.from({ length: 60 }, (_, index) => row(index + 940));
    const lists = [0, 20, 40].map((from) => {
      const group = document.createElement('ul');
      group.style.cssText = 'content-visibility: auto; contain-intrinsic-block-size: auto 60rem';
      group.append(...rows.slice(from, from + 20));
      return group;
    });
    const { guard: element } = await guard(name, html`<say-once-guard rows="li" style="display: block">${lists}</say-once-guard>`);
    await until(() => call(rows[0]).hasAttribute('href'));
    expect(call(rows[59]).hasAttribute('href')).toBe(false);
    rows[59]?.scrollIntoView();
    await until(() => call(rows[59]).hasAttribute('href'));
    window.scrollTo(0, 0);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await until(() => marked(rows[6]) === 'Held');
    lists[2]?.append(rows[6] as Element);
    await until(() => marked(rows[6]) === '');
    lists[0]?.prepend(rows[6] as Element, rows[58] as Element);
    await until(() => marked(rows[6]) === 'Held' && call(rows[58]).hasAttribute('href'));
    expect(element.sum).toEqual({ clear: 59, held: 1, 'not-checked': 0 });
  });

  it('never opens a row that came, or is about somebody else, before that one was asked about', async () => {
    const { guard: element, desk, rows } = await list(3);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await until(() => element.pitch === 'clear' && call(rows[0]).hasAttribute('href'));
    const other = row(946);
    rows[0]?.after(other);
    await Promise.resolve();
    expect(call(other).hasAttribute('href')).toBe(false);
    await until(() => marked(other) === 'Held');
    // As lists do that draw their rows over and over.
    call(rows[1]).href = 'tel:+442079460946';
    await Promise.resolve();
    expect(call(rows[1]).hasAttribute('href')).toBe(false);
    await until(() => marked(rows[1]) === 'Held');
    call(other).href = 'tel:+442079460555';
    await until(() => call(other).getAttribute('href') === 'tel:+442079460555');
    expect(marked(rows[1])).toBe('Held');
    rows[1]?.remove();
    await until(() => element.pitch === 'clear');
    expect(call(rows[1]).hasAttribute('href')).toBe(false);
  });

  it('knows whom a row is about by its data, else by the numbers it shows; of several, any that is held holds it; a row without any is not checked', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const { guard: element } = await guard(
      name,
      html`<say-once-guard rows="tr"><table><tbody>
        <tr data-customer="cus_1"><td>Ada</td><td><button>Dial</button></td></tr>
        <tr><td>Since 01.02.2026</td><td>${number(946)}</td></tr>
        <tr><td>${number(555)}, or ${number(946)}</td><td><button>Dial</button></td></tr>
        <tr><td>${number(555)}</td><td><button>Dial</button></td></tr>
        <tr><td>Nobody knows, 01.02.2026</td><td><button>Dial</button></td></tr>
      </tbody></table></say-once-guard>`,
    );
    await until(() => [...element.querySelectorAll('tr')].map(({ dataset }) => dataset['pitch']).join() === 'held,held,held,clear,not-checked');
    await userEvent.click(element.querySelectorAll('tr')[3]?.querySelector('button') as Element);
    await isAccessible(element);
  });

  it('asks about every number that its data names, and not about the first alone', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const { guard: element } = await guard(
      name,
      html`<say-once-guard rows="li"><ul>
        <li><button data-phone=${number(555)}>Mobile</button><button data-phone=${number(946)}>Home</button></li>
        <li><button data-phone=${number(555)}>Mobile</button><button data-phone=${number(556)}>Home</button></li>
        <li><b data-email="nobody@mail.example">Ada</b><button data-phone=${number(946)}>Home</button></li>
      </ul></say-once-guard>`,
    );
    await until(() => [...element.querySelectorAll('li')].map(({ dataset }) => dataset['pitch']).join() === 'held,clear,held');
  });

  it('takes no piece of a number for somebody else’s: one that is marked, or in several nodes, is one', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    // As a list shows what was searched for, and as frameworks put two values side by side.
    const { guard: element } = await guard(
      name,
      html`<say-once-guard rows="tr"><table><tbody>
        <tr><td>020 7946 0<mark>946</mark></td><td><button>Dial</button></td></tr>
        <tr><td>020 7946 0<span class="found">94</span>6</td><td><button>Dial</button></td></tr>
        <tr><td>${'+44 20 7946'}${' 0946'}</td><td><button>Dial</button></td></tr>
        <tr><td><span>Ada</span><span>020 7946 0<b>555</b></span></td><td>020 7946 0556</td><td><button>Dial</button></td></tr>
        <tr><td>020 7946 0555, or 020–7946–0946</td><td><button>Dial</button></td></tr>
      </tbody></table></say-once-guard>`,
    );
    await until(() => [...element.querySelectorAll('tr')].map(({ dataset }) => dataset['pitch']).join() === 'held,held,held,clear,held');
  });

  it('asks about whom each of its buttons calls, and not about its link alone', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const { guard: element } = await guard(
      name,
      html`<say-once-guard rows="li"><ul>
        <li><a href="tel:+442079460555">Call</a><button data-phone=${number(946)}>Home</button></li>
        <li data-customer="cus_9"><a href="tel:+442079460946">Call</a></li>
        <li><a href="tel:+442079460555">Call</a><button>Dial ${number(946)}</button></li>
        <li><a href="tel:+442079460555">Call</a><a href="skype:ada?call">Skype</a></li>
        <li data-customer="cus_9"><a href="tel:+442079460555">Call</a><a href="skype:ada?call">Skype</a><button>Note</button></li>
        <li><a href="tel:+442079460555">${number(555)}</a><a href="javascript:void(0)">More</a><button>Note</button></li>
      </ul></say-once-guard>`,
    );
    await until(() => [...element.querySelectorAll('li')].map(({ dataset }) => dataset['pitch']).join() === 'held,held,held,not-checked,clear,clear');
  });

  it('a row that is a link, or a button, itself is held like one inside it', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const { guard: element } = await guard(
      name,
      html`<say-once-guard rows=".lead"><a class="lead" href="tel:+442079460946">Ada</a><a class="lead" href="tel:+442079460555">Noor</a><div class="lead" role="button" tabindex="0" data-phone=${number(946)}><b>Ada</b></div></say-once-guard>`,
    );
    const rows = [...element.querySelectorAll<HTMLElement>('.lead')];
    await until(() => rows.map(({ dataset }) => dataset['pitch']).join() === 'held,clear,held');
    let started = 0;
    element.addEventListener('click', (event) => {
      event.preventDefault();
      started += 1;
    });
    expect(rows.map((one) => one.hasAttribute('href'))).toEqual([false, true, false]);
    for (const one of [rows[0], rows[2]?.firstElementChild]) expect(click(one)).toBe(false);
    expect(started).toBe(0);
    await until(() => marked(rows[0]) === 'Held' && marked(rows[2]) === 'Held');
    click(rows[1]);
    expect(started).toBe(1);
  });

  it('kept in sight, each control of a row that is held says that it is no use, and says again what it said before', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    const { guard: element } = await guard(name, html`<say-once-guard rows="li" keep controls=".dial"><ul><li><a href="tel:+442079460946">Call</a><button class="dial">Dial</button><button class="dial" aria-disabled="false">Text</button><button>Note</button></li></ul></say-once-guard>`);
    const said = (): (string | null)[] => [...element.querySelectorAll('a, button')].map((one) => one.getAttribute('aria-disabled'));
    await until(() => element.pitch === 'clear' && element.querySelector('[href]'));
    expect(said()).toEqual([null, null, 'false', null]);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await until(() => marked(element.querySelector('li') as Element) === 'Held');
    expect(said()).toEqual(['true', 'true', 'true', null]);
    await isAccessible(element);
    await desk.record('cus_1', { kind: 'resolved', answers: (await desk.read('cus_1')).issues.map(({ stamp }) => stamp) });
    await until(() => element.querySelector('[href]'));
    expect(said()).toEqual([null, null, 'false', null]);
  });

  it('reads the numbers that a row shows as a person would: in any script, and several where there are several', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const shown: [SayOnceGuard['pitch'], string][] = [
      ['held', '020 7946 0555/020 7946 0946'],
      ['held', '020 7946 0555 020 7946 0946'],
      ['held', '020 7946 0555, 020 7946 0946'],
      ['held', '020 7946 0555 or 020 7946 0946'],
      ['held', '+44 20 7946 0555\n+44 20 7946 0946'],
      ['held', '020 7946 0555 / 0946'],
      ['held', '01.02.2026 020 7946 0946'],
      ['held', '020 7946 0555/56/0946'],
      ['held', '020 7946 0555 / 020/7946 0946'],
      ['held', `020 7946 0555${'\n '.repeat(60)}020 7946 0946`],
      ['held', '+44 2079 46-09-46'],
      ['clear', '020 7946 0555 12.10.2026'],
      ['clear', '020 7946 0555/020 7946 0556'],
      ['clear', '020 7946 0555 020 7946 0556 020 7946 0557'],
      ['clear', '020/79460555'],
      ['held', '٠٢٠ ٧٩٤٦ ٠٩٤٦'],
      ['held', '\u2066+٤٤ ٢٠ ٧٩٤٦ ٠٩٤٦\u2069'],
      ['held', '۰۲۰ ۷۹۴۶ ۰۹۴۶'],
      ['held', '०२० ७९४६ ०९४६'],
      ['held', '０２０－７９４６－０９４６'],
      ['clear', '٠٢٠ ٧٩٤٦ ٠٥٥٥'],
      ['not-checked', '020 7946 0946²'],
      // What nobody can read for sure is not clear for the sake of what can be.
      ['not-checked', '0/'.repeat(30)],
      ['not-checked', '0/1/'.repeat(15)],
      ['not-checked', '00000 000 000'],
      ['not-checked', '020 7946 0555, 0/0/0/0/0/0/0/0/0'],
      ['not-checked', '612 345 678'],
      ['not-checked', '020 7946 0555, 612 345 678'],
      ['not-checked', '020 7946 0555, (212) 555-0146'],
      ['clear', '020 7946 0555, order 612345678'],
    ];
    const { guard: element } = await guard(name, html`<say-once-guard rows="li"><ul>${shown.map(([, text]) => html`<li>${text} <button>Dial</button></li>`)}</ul></say-once-guard>`);
    await until(() => element.pitch === 'held' && element.querySelector('[data-pitch=clear]'));
    expect([...element.querySelectorAll('li')].map(({ dataset }, index) => [dataset['pitch'], shown[index]?.[1]])).toEqual(shown);
  });

  it('reads them as they are written in North America, where the policy is of there', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk, 'cus_1', [{ kind: 'told', fact: 'tel', value: '+1 212 555 0146', channel: 'shop', contact: 'shop-1', chain: 'shop-1', at: Date.now() - 99 * 86_400_000 }]);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const shown: [SayOnceGuard['pitch'], string][] = [
      ['held', '(212) 555-0146'],
      ['held', '212-555-0146, ask for Ada'],
      ['held', '1 212.555.0146'],
      ['held', '+1 (646) 555-0199 or 212 555 0146'],
      ['clear', '(646) 555-0199'],
      ['not-checked', '10212-555-01461'],
    ];
    const root = await fixture(html`<say-once name=${name} audience="sales" rep="rep-30" keys="device" .policy=${{ region: 'US' }}><say-once-guard rows="li"><ul>${shown.map(([, text]) => html`<li>${text} <button>Dial</button></li>`)}</ul></say-once-guard></say-once>`);
    await until(() => root.querySelector('[data-pitch=held]') && root.querySelector('[data-pitch=clear]'));
    expect([...root.querySelectorAll('li')].map(({ dataset }, index) => [dataset['pitch'], shown[index]?.[1]])).toEqual(shown);
  });

  it.each([['ES', '+34 612 345 678', '612 345 678', '612345678', '612 345 679'], ['DK', '+45 20 12 34 56', '20 12 34 56', '20123456', '20 12 34 57']])('reads them as they are written where none begins with a nought: %s', async (region, told, one, whole, other) => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk, 'cus_1', [{ kind: 'told', fact: 'tel', value: told, channel: 'shop', contact: 'shop-1', chain: 'shop-1', at: Date.now() - 99 * 86_400_000 }]);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const shown: [SayOnceGuard['pitch'], string][] = [['held', one], ['held', whole], ['held', `+44 20 7946 0555, ${one}`], ['clear', other], ['not-checked', '112 12']];
    const root = await fixture(html`<say-once name=${name} audience="sales" rep="rep-30" keys="device" .policy=${{ region }}><say-once-guard rows="li"><ul>${shown.map(([, text]) => html`<li>${text} <button>Dial</button></li>`)}</ul></say-once-guard></say-once>`);
    await until(() => root.querySelector('[data-pitch=held]') && root.querySelector('[data-pitch=clear]'));
    expect([...root.querySelectorAll('li')].map(({ dataset }, index) => [dataset['pitch'], shown[index]?.[1]])).toEqual(shown);
  });

  it('is no slower, and holds all the same, for a note that somebody wrote to keep it busy', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    // Each took half a minute to read, and then the whole list stayed as it was.
    const notes = ['0/'.repeat(20_000), `0123456789${'/0'.repeat(20_000)}`, '0'.repeat(50_000)];
    const { guard: element } = await guard(name, html`<say-once-guard rows="li"><ul>${notes.map((note) => html`<li>020 7946 0946 ${note} <button>Dial</button></li>`)}<li>020 7946 0946 <button>Dial</button></li><li>020 7946 0555 <button>Dial</button></li></ul></say-once-guard>`);
    await until(() => element.querySelector('[data-pitch=clear]'));
    expect(element.sum).toMatchObject({ clear: 1 });
  });

  it('hears of what calls from within a component, and of a button that sends the form of another row', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const { guard: element } = await guard(name, html`<say-once-guard rows="li"><ul>
      <li data-customer="cus_1"><x-button></x-button> <form id="dialler" action="/dial"></form></li>
      <li data-customer="cus_2"><x-button></x-button> <button form="dialler">Dial</button></li>
    </ul></say-once-guard><button id="bar" form="dialler">Dial</button>`);
    for (const host of element.querySelectorAll('x-button')) host.attachShadow({ mode: 'open' }).innerHTML = '<a href="tel:+442079460946">Call</a>';
    await until(() => element.pitch === 'held' && element.querySelector('[data-pitch=clear]'));
    const heard: string[] = [];
    for (const type of ['click', 'submit']) element.addEventListener(type, (event) => {
      if (type === 'click' && !(event.target as Element).matches('x-button')) return;
      event.preventDefault();
      heard.push(type);
    });
    const inside = [...element.querySelectorAll('x-button')].map((host) => host.shadowRoot?.querySelector('a'));
    inside[0]?.click();
    for (const button of document.querySelectorAll<HTMLElement>('[form=dialler]')) button.click();
    expect(heard).toEqual([]);
    inside[1]?.click();
    expect(heard).toEqual(['click']);
  });

  it('that changes all the time holds on to no watch but its last', async () => {
    const { guard: element, rows, sales } = await list(3);
    await until(() => call(rows[0]).hasAttribute('href'));
    const stops: number[] = [];
    const watchPitch = sales.watchPitch.bind(sales) as (...args: unknown[]) => () => void;
    Object.defineProperty(sales, 'watchPitch', { configurable: true, value: (...args: unknown[]) => {
      const [stop, index] = [watchPitch(...args), stops.push(0) - 1];
      return () => {
        stops[index] = (stops[index] ?? 0) + 1;
        stop();
      };
    } });
    for (let turn = 1; turn <= 5; turn++) {
      call(rows[0]).href = `tel:+44207946055${turn}`;
      await until(() => stops.length === turn && call(rows[0]).hasAttribute('href'));
    }
    element.remove();
    expect(stops).toEqual([1, 1, 1, 1, 1]);
  });

  it('follows other rows, other controls, and none, and leaves nothing open meanwhile', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const line = (tel: string): unknown => html`<a class="page" href="/who">Who</a> <a class="call" href="tel:${tel}">Call</a> <b class="dial">Dial</b>`;
    const [ada, other] = ['+442079460946', '+442079460555'];
    const { guard: element } = await guard(name, html`<say-once-guard rows="li"><ul><li>${line(ada)}</li><li>${line(other)}</li></ul><p>${line(other)}</p></say-once-guard>`);
    const calls = [...element.querySelectorAll('.call')];
    const dials = [...element.querySelectorAll<HTMLElement>('.dial')];
    const opened = (): string => calls.map((one) => Number(one.hasAttribute('href'))).join('');
    await until(opened, (now) => now === '010');
    expect(click(dials[0])).toBe(true);

    // By then they must be held, though nobody has asked yet.
    element.setAttribute('controls', '.dial');
    expect(dials.map(click)).toEqual([false, false, false]);
    expect(opened()).toBe('000');
    await until(opened, (now) => now === '010');
    expect(dials.map(click)).toEqual([false, true, false]);
    expect(dials.map(({ hidden }) => hidden)).toEqual([true, false, false]);

    element.rows = 'p';
    expect([...calls, ...dials].map(click)).toEqual([false, false, false, false, false, false]);
    await until(opened, (now) => now === '001');
    expect(dials.map(({ hidden }) => hidden)).toEqual([false, false, false]);
    expect([...element.querySelectorAll('li')].map((item) => [item.dataset['pitch'], marked(item)])).toEqual([[undefined, ''], [undefined, '']]);

    element.rows = '';
    expect([...calls, ...dials].map(click)).toEqual([false, false, false, false, false, false]);
    await until(() => element.pitch === 'held');
    expect(opened()).toBe('000');

    element.rows = 'li, p';
    await until(opened, (now) => now === '011');
    expect(element.querySelectorAll('.page[href]')).toHaveLength(3);
  });

  it('taken away it opens nothing', async () => {
    const { guard: element, rows } = await list(3);
    await until(() => call(rows[0]).hasAttribute('href'));
    element.remove();
    expect(rows.map((item) => [call(item).hasAttribute('href'), click(item.querySelector('.call'))])).toEqual(rows.map(() => [false, true]));
  });
});
