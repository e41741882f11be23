/** What a guard says when it is asked: until when, what to say if one must speak, and what is welcome; never why. */
import { html, render, type TemplateResult } from 'lit/html.js';
import type { SalesHold } from '../model/views.js';
import { css } from './css.js';
import { icon } from './icons.js';
import { theme, typography } from './styles.js';
import { quoted } from './text.js';
import { dayNamed } from './when.js';
import { guardWords } from './words/guard.js';
import { panelWords as words } from './words/panel.js';

/** The look of the panel, and what all our styles begin with: a guard that is only seen needs neither. */
export const panelStyles = [
  theme,
  css`
    [part='panel'] {
      ${typography}
      margin: auto;
      inline-size: min(27em, calc(100vw - 2rem));
      max-block-size: calc(100vh - 2rem);
      background: var(--_surface);
      border: 1px solid var(--_line);
      border-radius: var(--_radius);
      box-shadow: 0 1rem 3rem rgb(0 0 0 / 22%);
      overflow: auto;
      white-space: normal;
    }
    .held + [part='panel'] {
      border-color: var(--_hold-line);
    }
    header,
    .body {
      padding: 1.1em 1.3em;
    }
    header {
      background: var(--_hold-soft);
      border-block-end: 1px solid var(--_hold-line);
    }
    .unchecked {
      background: var(--_inset);
      border-color: var(--_line);
    }
    h2 {
      display: flex;
      gap: 0.5em;
      align-items: center;
      font-size: 1.2em;
      line-height: 1.3;
      margin-block-end: 0.3em;
      color: var(--_hold);
    }
    .unchecked h2 {
      color: inherit;
    }
    svg {
      inline-size: 1.2em;
      block-size: 1.2em;
      flex: none;
    }
    .quiet,
    dt {
      color: var(--_quiet);
    }
    dd {
      font-size: 1.07em;
      margin-block-end: 1em;
    }
    .end {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5em;
      justify-content: flex-end;
    }
  `,
];

function sentence(hold: SalesHold): string {
  const now = Date.now();
  const since = dayNamed(hold.from, now);
  const review = words.review(dayNamed(hold.review, now));
  return hold.until === null ? words.lifted(since, review) : words.until(since, dayNamed(hold.until, now), review);
}

function panel(hold: SalesHold | undefined, label: string): TemplateResult {
  const close = html`<button popovertarget="panel" popovertargetaction="hide">${words.close}</button>`;
  if (hold === undefined) {
    return html`<header class="unchecked"><h2 id="title">${guardWords.unchecked}</h2>
        <p>${words.uncheckedWhy}</p></header>
      <div class="body end"><slot name="actions"></slot>${close}</div>`;
  }
  return html`<header>
      <h2 id="title">${icon('hold')}<span>${label === '' ? guardWords.hold : words.holdTo(quoted(label, 80))}</span></h2>
      <p class="quiet">${sentence(hold)}</p>
    </header>
    <div class="body">
      <dl>
        <dt>${words.must}</dt>
        <dd>${words.say}</dd>
        <dt>${words.welcome}</dt>
        <dd>${words.service}</dd>
      </dl>
      <div class="end"><slot name="actions"></slot>${close}</div>
    </div>`;
}

/** `label`: whom it is about, where the page shows that anyway. */
export function draw(into: Element, hold: SalesHold | undefined, label: string): void {
  if (!drawn.has(into)) into.replaceChildren();
  drawn.add(into);
  render(panel(hold, label), into as HTMLElement);
}

/** Panels that say more than their title already. */
const drawn = new WeakSet<Element>();
