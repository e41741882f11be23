import { fixture, html } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import { change } from '../../src/elements/speaking.js';
import type { SayOnceGuard } from '../../src/elements/guard.js';
import type { Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { button, company, guard, HOSTILE, isAccessible, knowAda, open, part, sees, textOf, until, write } from './page.js';
import { real, user as userEvent } from '../support/user.js';

const NUMBER = 'tel:+442079460946';
const LINK = html`<say-once-guard label="Ada Okafor"><a href=${NUMBER}>Call</a></say-once-guard>`;
const link = (element: Element): HTMLAnchorElement => element.querySelector('a') as HTMLAnchorElement;
const is = (element: SayOnceGuard, pitch: SayOnceGuard['pitch']): Promise<unknown> => until(() => element.pitch, (now) => now === pitch);
const issueOf = async (desk: Touchpoint<'support'>): Promise<string> => (await until(async () => (await desk.read('cus_1')).issues[0]))?.stamp ?? '';

/** Support is there, and a guard around Ada's number. */
async function sales(inside: unknown = LINK): Promise<{ guard: SayOnceGuard; desk: Touchpoint<'support'>; name: string }> {
  const name = company();
  const desk = await open(name, 'support');
  await knowAda(desk);
  const { guard: element } = await guard(name, inside);
  return { guard: element, desk, name };
}

describe('never silently open', () => {
  it('before its first word, too', async () => {
    const link = document.createElement('a');
    link.href = 'tel:+442079460018';
    const element = document.createElement('say-once-guard');
    element.append(link);
    document.body.append(element);
    expect([link.hasAttribute('href'), element.shadowRoot?.querySelector('slot')?.inert]).toEqual([false, true]);
    element.remove();
  });

  it('without a touchpoint it is not checked, and held', async () => {
    const element = await fixture<SayOnceGuard>(LINK);
    await sees(element, 'Not checked');
    expect(link(element).hasAttribute('href')).toBe(false);
    expect(element.getAttribute('pitch')).toBe('not-checked');
    await isAccessible(element);
    await userEvent.click(button(element, 'Not checked'));
    await until(() => part(element, '#panel')?.matches(':popover-open'));
    await sees(element, 'Nobody can tell just now whether this call is welcome.');
    await isAccessible(element);
  });

  it('in a place that the page calls «actions», too', async () => {
    const outer = await fixture(html`<div><say-once-guard slot="actions"><a href=${NUMBER}>Call</a><p><span slot="actions"><a href=${NUMBER}>Call</a></span></p><a slot="actions" href="#next">Next</a></say-once-guard></div>`);
    expect([...outer.querySelectorAll('a')].map((one) => one.hasAttribute('href'))).toEqual([false, false, true]);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    link(outer).dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });

  it('within another that is not clear, and neither undoes what the other does', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    const { root } = await guard(name, html`<say-once-guard customer="cus_2"><say-once-guard customer="cus_1"><a href=${NUMBER}>Call</a></say-once-guard></say-once-guard>`);
    const [outer, inner] = [...root.querySelectorAll('say-once-guard')] as [SayOnceGuard, SayOnceGuard];
    let times = 0;
    const one = link(root);
    const set = one.setAttribute.bind(one);
    one.setAttribute = (attribute: string, value: string) => {
      // Else the page would stand still for ever.
      if (attribute === 'href' && (times += 1) > 100) throw new Error('without end');
      set(attribute, value);
    };
    await desk.record('cus_2', { kind: 'issue', words: 'Please help.' });
    for (const [element, pitch] of [[outer, 'held'], [inner, 'clear']] as const) await is(element, pitch);
    expect([one.hasAttribute('href'), times < 5]).toEqual([false, true]);
    await desk.record('cus_2', { kind: 'resolved', answers: [(await desk.read('cus_2')).issues[0]?.stamp ?? ''] });
    await is(outer, 'clear');
    expect(one.getAttribute('href')).toBe(NUMBER);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await is(inner, 'held');
    expect([one.hasAttribute('href'), times < 5]).toEqual([false, true]);
  });

  it('while the words of the page’s language are still to come: who is somebody else now is asked about anew', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_2', { kind: 'issue', words: 'Please help.' });
    const { guard: element } = await guard(name, html`<say-once-guard customer="cus_1"><a href=${NUMBER}>Call</a></say-once-guard>`);
    await is(element, 'clear');
    let arrive = (): void => {};
    void change(() => new Promise((resolve) => (arrive = () => resolve())));
    element.customer = 'cus_2';
    await Promise.resolve();
    expect([link(element).hasAttribute('href'), element.pitch]).toEqual([false, 'not-checked']);
    await is(element, 'held');
    arrive();
  });

  it('a sales desk that support has never spoken to does not know, so it is not checked', async () => {
    const { guard: element } = await guard(company(), LINK);
    await sees(element, 'Not checked');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(link(element).hasAttribute('href')).toBe(false);
  });

  it('is open once it is known to be clear', async () => {
    const { guard: element } = await sales();
    await is(element, 'clear');
    expect(link(element).getAttribute('href')).toBe(NUMBER);
    expect(link(element).hasAttribute('aria-disabled')).toBe(false);
    expect(textOf(element)).toBe('Call');
    await isAccessible(element);
  });

  it('around a lead without a number it is not checked', async () => {
    const { guard: element } = await sales(html`<say-once-guard><a>Call</a></say-once-guard>`);
    await sees(element, 'Not checked');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(element.pitch).toBe('not-checked');
  });

  it('around two numbers, which may be two people, it is open once both are clear', async () => {
    const { guard: element, desk } = await sales(html`<say-once-guard><a href="tel:+442079460000">One</a><a href=${NUMBER}>Two</a></say-once-guard>`);
    await is(element, 'clear');
    expect(element.querySelectorAll('[href]')).toHaveLength(2);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await is(element, 'held');
    expect(element.querySelectorAll('[href]')).toHaveLength(0);
  });

  it('beside a number that is clear, whoever else a link reaches is asked about, and one that nobody can read is not checked', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await knowAda(desk);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    const clear = 'tel:+442079460555';
    const pitches: [SayOnceGuard['pitch'], ...string[]][] = [
      ['held', clear, 'mailto:nobody@mail.example?subject=Hello&cc=ada.okafor%40mail.example'],
      ['held', 'mailto:nobody@mail.example,ada.okafor@mail.example'],
      ['held', clear, 'sms:+442079460556,+442079460946?body=Hello'],
      ['held', 'tel:7946-0946;phone-context=+4420'.replace('7946-0946', '020-7946-0946')],
      ['clear', clear, 'sms:+442079460556?body=Hello', 'mailto:nobody@mail.example'],
      ['not-checked', clear, 'whatsapp://send?phone=442079460946'],
      ['not-checked', clear, 'tel:0946;phone-context=switchboard.example'],
      ['not-checked', clear, 'mailto:?cc='],
    ];
    const guards = pitches.map(([, ...links]) => html`<say-once-guard>${links.map((href) => html`<a href=${href}>Call</a>`)}</say-once-guard>`);
    const { root } = await guard(name, html`${guards}<say-once-guard phone="020 7946 0555"><a href="whatsapp://send?phone=442079460946">Whom the host names</a></say-once-guard>`);
    const pitch = (): string[] => [...root.querySelectorAll('say-once-guard')].map((element) => element.pitch);
    await until(pitch, (now) => now[4] === 'clear' && now.at(-1) === 'clear' && now.filter((one) => one === 'held').length === 4);
    expect(pitch()).toEqual([...pitches.map(([one]) => one), 'clear']);
    expect([...root.querySelectorAll('say-once-guard')].map((element) => element.querySelector('[href]') !== null)).toEqual([...pitches.map(([one]) => one === 'clear'), true]);
  });

  it('what a browser reads as a call is one, however it is written, and in whatever stands for a link', async () => {
    const { guard: element, desk } = await sales(html`<say-once-guard></say-once-guard>`);
    element.innerHTML = `<a href=" TEL:020 7946 0946">Call</a><a href="te&#9;l:+44&#10;2079460946">Call</a>
      <svg width="20" height="20"><a xlink:href="${NUMBER}"><rect width="9" height="9"/></a><a href="${NUMBER}"><rect width="9" height="9"/></a></svg>
      <map name="m"><area href="${NUMBER}" alt="Call"></map><form action="mailto:ada.okafor@mail.example"><input name="a"></form>
      <form action="#"><button formaction="mailto:ada.okafor@mail.example">Write</button></form>`;
    const open = (): number => [...element.querySelectorAll('*')].filter((one) => one.getAttributeNames().some((name) => /href|action/.test(name)) && one.getAttribute('action') !== '#').length;
    await is(element, 'clear');
    expect(open()).toBe(7);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await is(element, 'held');
    expect(open()).toBe(0);
    let sent = 0;
    const form = element.querySelector('form') as HTMLFormElement;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent += 1;
    });
    form.requestSubmit();
    expect(sent).toBe(0);
    await desk.record('cus_1', { kind: 'resolved', answers: [await issueOf(desk)] });
    await is(element, 'clear');
    expect([open(), form.getAttribute('action')]).toEqual([7, 'mailto:ada.okafor@mail.example']);
  });

  it('a link that is changed and pressed in the same moment, too', async () => {
    const { guard: element } = await sales(html`<say-once-guard><a href="tel:+442079460555">Call</a></say-once-guard>`);
    await is(element, 'clear');
    link(element).href = NUMBER;
    const event = new MouseEvent('click', { bubbles: true, cancelable: true });
    link(element).dispatchEvent(event);
    expect([event.defaultPrevented, link(element).hasAttribute('href')]).toEqual([true, false]);
  });
});

describe('a hold', () => {
  it('that begins while the page is open takes effect at once, and ends at once', async () => {
    const { guard: element, desk, name } = await sales();
    await is(element, 'clear');
    await write(await open(name, 'customer'));
    await is(element, 'held');
    expect(link(element).hasAttribute('href')).toBe(false);
    await sees(element, 'Held');
    await isAccessible(element);

    const [message] = await until(() => desk.unlinked(), ({ length }) => length === 1);
    await desk.link(message?.customer ?? '', 'cus_1', { because: 'The same account.' });
    await desk.record('cus_1', { kind: 'resolved', answers: [await issueOf(desk)] });
    await is(element, 'clear');
    expect(link(element).getAttribute('href')).toBe(NUMBER);
  });

  it('answers to nothing that could start a call', async () => {
    const { guard: element, desk } = await sales(html`<say-once-guard keep><a href=${NUMBER}>Call</a></say-once-guard>`);
    const inner = link(element);
    let started = 0;
    const pressed = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend'];
    for (const type of ['click', 'auxclick', 'dragstart', 'keydown', 'keyup', 'contextmenu', 'dblclick', ...pressed]) element.addEventListener(type, () => (started += 1));
    await is(element, 'clear');
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await is(element, 'held');
    const dispatched = [
      new MouseEvent('click', { bubbles: true, cancelable: true }),
      new MouseEvent('auxclick', { bubbles: true, cancelable: true, button: 1 }),
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true }),
      new DragEvent('dragstart', { bubbles: true, cancelable: true }),
      new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'Enter' }),
      new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: ' ' }),
    ].map((event) => {
      inner.dispatchEvent(event);
      return event.defaultPrevented;
    });
    expect(dispatched).toEqual(dispatched.map(() => true));
    for (const type of pressed) inner.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    inner.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: ' ' }));
    // A page's own short cut.
    inner.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key: 'c' }));
    inner.click();
    inner.focus();
    expect(document.activeElement).not.toBe(inner);
    expect(started).toBe(0);
    // Somebody can still leave it by keyboard.
    const tab = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'Tab' });
    inner.dispatchEvent(tab);
    expect(tab.defaultPrevented).toBe(false);
    await isAccessible(element);
  });

  it('holds any element that names a phone, not only links', async () => {
    let dialled = 0;
    const { guard: element, desk } = await sales(html`<say-once-guard><button data-phone="020 7946 0946" @click=${() => (dialled += 1)}>Dial</button></say-once-guard>`);
    const dial = element.querySelector('button') as HTMLButtonElement;
    dial.click();
    expect(dialled).toBe(0);
    await is(element, 'clear');
    dial.click();
    expect(dialled).toBe(1);
    await desk.record('cus_1', { kind: 'issue', words: 'Please help.' });
    await is(element, 'held');
    dial.click();
    expect(dialled).toBe(1);
  });

  it('says what, never why; two reasons look the same', async () => {
    const said: string[] = [];
    const reasons: Draft[] = [
      { kind: 'issue', words: 'My mother has passed away.', topic: 'bereavement' },
      { kind: 'flag', flag: 'do-not-pitch', reason: 'fraud', words: 'card stolen', until: Date.now() + 3_600_000 },
      { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' },
    ];
    for (const draft of reasons) {
      const { guard: element, desk } = await sales();
      await desk.record('cus_1', draft);
      await is(element, 'held');
      await userEvent.click(button(element, 'Held'));
      await until(() => part(element, '#panel')?.matches(':popover-open'));
      await sees(element, 'Service calls by support.');
      await isAccessible(element);
      said.push(textOf(element));
      expect(element.ownerDocument.documentElement.outerHTML).not.toMatch(/passed away|stolen|bereavement|fraud/);
      part(element, '#panel')?.hidePopover();
    }
    expect(said[0]).toMatch(/Do not pitch to Ada Okafor Since today\. Ends when support lifts it\. Look again on .+\. If you must speak Offer nothing, ask nothing\. Say that you will call another day\. Welcome Service calls by support\./);
    expect(new Set(said).size).toBe(1);
  });

  it('is said once, and a free call is not announced', async () => {
    const { guard: element, desk } = await sales();
    await is(element, 'clear');
    const status = part(element, '[role=status]') as HTMLElement;
    expect(status.textContent).toBe('');
    let changes = 0;
    new MutationObserver(() => (changes += 1)).observe(status, { childList: true, characterData: true, subtree: true });
    await desk.record('cus_1', { kind: 'issue', words: 'One.' });
    await is(element, 'held');
    await until(() => status.textContent === 'Do not pitch');
    await desk.record('cus_1', { kind: 'issue', words: 'Two.' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(changes).toBe(1);
    document.documentElement.lang = 'de';
    await until(() => status.textContent === 'Nichts anbieten');
    document.documentElement.lang = 'en';
    await until(() => status.textContent === 'Do not pitch');
  });

  // A simulated Escape does not reach the browser, which is what closes a popover.
  it.skipIf(!real)('by keyboard: its panel opens, closes with Escape, and the host’s own actions in it work', async () => {
    let next = 0;
    const { guard: element, desk } = await sales(html`<say-once-guard><a href=${NUMBER}>Call</a><button slot="actions" @click=${() => (next += 1)}>Next in list</button></say-once-guard>`);
    await desk.record('cus_1', { kind: 'issue', words: 'Help.' });
    await is(element, 'held');
    await element.updateComplete;
    button(element, 'Held').focus();
    await userEvent.keyboard('{Enter}');
    await until(() => part(element, '#panel')?.matches(':popover-open'));
    await userEvent.click(element.querySelector('[slot=actions]') as Element);
    expect(next).toBe(1);
    await userEvent.keyboard('{Escape}');
    await until(() => part(element, '#panel')?.matches(':popover-open') === false);
  });
});

describe('a page that changes under it', () => {
  it('a link that is given its address back by the page is held again', async () => {
    const { guard: element, desk } = await sales();
    await desk.record('cus_1', { kind: 'issue', words: 'Help.' });
    await is(element, 'held');
    link(element).href = NUMBER;
    await Promise.resolve();
    expect(link(element).hasAttribute('href')).toBe(false);
    expect(element.pitch).toBe('held');
  });

  it('another number in the same link is checked anew before it opens', async () => {
    const { guard: element, desk } = await sales();
    await is(element, 'clear');
    await desk.record('cus_2', { kind: 'told', fact: 'tel', value: '020 7946 0555' });
    await desk.record('cus_2', { kind: 'issue', words: 'Help.' });
    link(element).href = 'tel:+442079460555';
    await Promise.resolve();
    expect(link(element).hasAttribute('href')).toBe(false);
    await is(element, 'held');
    link(element).href = 'tel:+442079460111';
    await is(element, 'clear');
    expect(link(element).getAttribute('href')).toBe('tel:+442079460111');
  });

  it('a link that comes later is held too', async () => {
    const { guard: element } = await sales(html`<say-once-guard></say-once-guard>`);
    await element.updateComplete;
    element.innerHTML = `<a href="${NUMBER}">Call</a>`;
    await Promise.resolve();
    expect(link(element).hasAttribute('href')).toBe(false);
    await is(element, 'clear');
  });

  it('taken out of its guard while it is held, a link stays without an address', async () => {
    const { guard: element, desk } = await sales();
    await desk.record('cus_1', { kind: 'issue', words: 'Help.' });
    await is(element, 'held');
    const inner = link(element);
    element.after(inner);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(inner.hasAttribute('href')).toBe(false);
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(inner.hasAttribute('href')).toBe(false);
  });

  it('a guard that is taken away opens nothing; put back, it asks again', async () => {
    const { guard: element } = await sales();
    await is(element, 'clear');
    const place = element.parentElement as Element;
    element.remove();
    expect(link(element).hasAttribute('href')).toBe(false);
    place.append(element);
    await is(element, 'clear');
    expect(link(element).getAttribute('href')).toBe(NUMBER);
  });

  it('when its touchpoint closes it is not checked any more', async () => {
    const { guard: element } = await sales();
    await is(element, 'clear');
    const root = element.closest('say-once') as HTMLElementTagNameMap['say-once'];
    root.after(element);
    await is(element, 'not-checked');
    expect(link(element).hasAttribute('href')).toBe(false);
  });
});

describe('invariant 12: hostile text is text', () => {
  it.each(HOSTILE)('%s', async (hostile) => {
    const element = await fixture<SayOnceGuard>(html`<say-once-guard .label=${hostile} .phone=${hostile}><a href=${`tel:${hostile}`}>Call</a></say-once-guard>`);
    await sees(element, 'Not checked');
    expect(link(element).hasAttribute('href')).toBe(false);
    expect((globalThis as { hostile?: number }).hostile).toBeUndefined();
  });
});
