import { css } from 'lit';

/**
 * What a page may change. Set a `--say-once-…` property on the element, or on anything around it; light and dark follow
 * the page's own `color-scheme`.
 */
export const theme = css`
  :host {
    /* text */
    --_text: var(--say-once-text, light-dark(#1b1f1d, #e9ecea));
    /* text that may wait, and labels */
    --_quiet: var(--say-once-quiet, light-dark(#5d6461, #a0a7a3));
    /* what everything lies on */
    --_surface: var(--say-once-surface, light-dark(#fff, #161a18));
    /* a customer's words, and fields, lie on this */
    --_inset: var(--say-once-inset, light-dark(#f5f5f3, #1f2422));
    /* lines between things */
    --_line: var(--say-once-line, light-dark(#e2e5e2, #2c312e));
    /* the one accent: what can be done, and what was proved */
    --_accent: var(--say-once-accent, light-dark(#0f6b57, #5fd0b0));
    /* text on the accent */
    --_on-accent: var(--say-once-on-accent, light-dark(#fff, #0c1613));
    /* a large surface in the accent */
    --_accent-soft: var(--say-once-accent-soft, light-dark(#e2f0eb, #113229));
    /* amber, for a hold and for nothing else */
    --_hold: var(--say-once-hold, light-dark(#874708, #f2b15c));
    /* what a hold lies on */
    --_hold-soft: var(--say-once-hold-soft, light-dark(#fdf1e1, #33230f));
    /* the line around a hold */
    --_hold-line: var(--say-once-hold-line, light-dark(#eccb93, #6d4d1d));
    /* corners */
    --_radius: var(--say-once-radius, 1rem);
    /* size of the text */
    --_size: var(--say-once-size, 0.9375rem);
    /* the font */
    --_font: var(--say-once-font, system-ui, sans-serif);

    color: var(--_text);
    font: var(--_size) / 1.5 var(--_font);
    text-align: start;
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
    padding: 0 0.2em;
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
`;
