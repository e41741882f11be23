import { colours, declared, type Property } from './colours.js';
import { css } from './css.js';

/**
 * What a page may change. Set a `--say-once-…` property on the element, or on anything around it. Each is declared
 * here, once: what it is, in light, in dark (where that differs); light and dark follow the page's own `color-scheme`.
 */
const properties: Property[] = [
  // text
  ['text', '#1b1f1d', '#e9ecea'],
  // what everything lies on
  ['surface', '#fff', '#161a18'],
  // a customer's words, and fields, lie on this
  ['inset', '#f5f5f3', '#1f2422'],
  // lines between things
  ['line', '#e2e5e2', '#2c312e'],
  // text on the accent
  ['on-accent', '#fff', '#0c1613'],
  // a large surface in the accent
  ['accent-soft', '#e2f0eb', '#113229'],
  // what a hold lies on
  ['hold-soft', '#fdf1e1', '#33230f'],
  // the line around a hold
  ['hold-line', '#eccb93', '#6d4d1d'],
  // a promise that is overdue, and what went wrong
  ['late', '#a3231a', '#ff9f92'],
  // corners
  ['radius', '1rem'],
  // size of the text
  ['size', '0.9375rem'],
  // the font
  ['font', 'system-ui, sans-serif'],
];

/** How our own text is set. What a page puts into a slot keeps the page's. */
export const typography = css`
  color: var(--_text);
  font: var(--_size) / 1.5 var(--_font);
  text-align: start;
`;

export const theme = css`
  :host {
    ${colours}${declared(properties)}
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  ::before {
    box-sizing: border-box;
    margin: 0;
    padding: 0;
  }
  button {
    font: inherit;
    font-weight: 600;
    color: inherit;
    background: none;
    border: 1px solid var(--_line);
    border-radius: 0.65em;
    padding: 0.4em 0.8em;
    cursor: pointer;
  }
  button:hover {
    border-color: var(--_quiet);
  }
  button.main {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  button.main:hover {
    filter: brightness(1.08);
  }
  button.plain {
    border-color: transparent;
    color: var(--_accent);
    padding: 0;
    border: 0;
    border-radius: 0.2em;
    text-align: start;
  }
  button.plain:hover {
    text-decoration: underline;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  button[aria-busy='true'] {
    opacity: 0.6;
  }
  @media (forced-colors: active) {
    button.plain {
      text-decoration: underline;
    }
  }
`;
