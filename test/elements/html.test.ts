/** What a template does with what fills its holes. */
import { expect, it } from 'vitest';
import { html, nothing, render, repeat, type TemplateResult } from '../../src/elements/html.js';

function place(): HTMLElement {
  const made = document.createElement('div');
  document.body.append(made);
  return made;
}
const shown = (where: Element): string => where.innerHTML;

it('a text, a number, a list, another template, a node; and nothing', () => {
  const where = place();
  const show = (value: unknown): string => {
    render(html`<p>${value}</p>`, where);
    return shown(where);
  };
  expect(show('a')).toBe('<p>a</p>');
  expect(show(0)).toBe('<p>0</p>');
  expect(show([html`<b>1</b>`, 'and', html`<i>2</i>`])).toBe('<p><b>1</b>and<i>2</i></p>');
  expect(show(html`<b>${'x'}</b>`)).toBe('<p><b>x</b></p>');
  expect(show(document.createElement('hr'))).toBe('<p><hr></p>');
  expect(show(nothing)).toBe('<p></p>');
  expect(show([])).toBe('<p></p>');
  expect(show('b')).toBe('<p>b</p>');
});

it('an attribute, one that is there or not, a property, and what listens', () => {
  const where = place();
  const heard: string[] = [];
  const show = (title: unknown, hidden: boolean, listen: (() => void) | undefined): HTMLInputElement => {
    render(html`<input title=${title} ?hidden=${hidden} .defaultValue=${'given'} maxlength="9" @click=${listen} />`, where);
    return where.querySelector('input') as HTMLInputElement;
  };
  const input = show('a', true, () => heard.push('first'));
  expect([input.title, input.hidden, input.value, input.maxLength]).toEqual(['a', true, 'given', 9]);
  input.click();
  expect(show(nothing, false, () => heard.push('second'))).toBe(input);
  input.click();
  show(nothing, false, undefined);
  input.click();
  expect([input.hasAttribute('title'), input.hidden]).toEqual([false, false]);
  expect(heard).toEqual(['first', 'second']);
});

it('what is the same stays the node that it was, and keeps what was typed', () => {
  const where = place();
  const show = (text: string, more: boolean): void => render(html`<p>${text}</p>${more ? html`<b>more</b>` : nothing}<input .defaultValue=${text} />`, where);
  show('a', false);
  const [paragraph, input] = [where.querySelector('p'), where.querySelector('input') as HTMLInputElement];
  input.value = 'typed';
  show('b', true);
  expect([where.querySelector('p'), where.querySelector('input')]).toEqual([paragraph, input]);
  expect([paragraph?.textContent, input.value, where.querySelector('b')?.textContent]).toEqual(['b', 'typed', 'more']);
  show('b', false);
  expect(where.querySelector('b')).toBeNull();
});

it('members of a list keep their nodes, and the focus, when others come and go', () => {
  const where = place();
  const show = (...names: string[]): void => render(html`<ul>${repeat(names, (name) => name, (name): TemplateResult => html`<li><button>${name}</button></li>`)}</ul>`, where);
  show('a', 'b', 'c');
  const [, b, c] = where.querySelectorAll('button');
  b?.focus();
  show('x', 'b', 'c');
  show('b', 'y', 'c');
  expect(document.activeElement).toBe(b);
  show('c', 'b');
  expect([...where.querySelectorAll('button')]).toEqual([c, b]);
  show();
  expect(shown(where)).toBe('<ul></ul>');
});

it('what hangs in a picture is of the picture', () => {
  const where = place();
  render(html`<svg viewBox="0 0 2 2"><path d=${'M0 0'} /></svg><p>after</p>`, where);
  expect([...where.querySelectorAll('*')].map(({ namespaceURI, localName }) => `${namespaceURI?.split('/').at(-1)} ${localName}`)).toEqual(['svg svg', 'svg path', 'xhtml p']);
  expect(where.querySelector('svg')?.viewBox.baseVal.width).toBe(2);
});

it('invariant 12: no value is ever markup, nor is what looks like a template', () => {
  const where = place();
  const hostile = '<img src=x onerror="window.hostile=1"><!--\0-->${window.hostile=1}';
  render(html`<p title=${hostile}>${hostile}</p>${JSON.parse(JSON.stringify(html`<img src="x" />${hostile}`))}`, where);
  expect([where.querySelectorAll('*').length, where.querySelector('p')?.title, where.querySelector('p')?.textContent]).toEqual([1, hostile, hostile]);
});
