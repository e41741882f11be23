import { css } from './css.js';
import { typography } from './styles.js';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    ${typography}
  }
  section {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: 1rem 1.4em;
    overflow: clip;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 1em;
    outline: 0;
  }
  ul {
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 1em;
    align-items: start;
    padding-block: 0.8em;
    border-block-end: 1px solid var(--_line);
  }
  li:last-child {
    border: 0;
    padding-block-end: 0;
  }
  button {
    grid-column: 2;
    grid-row: 1 / span 2;
  }
  blockquote {
    font-size: 1.07em;
    white-space: pre-line;
  }
  /* the quotes of Arabic stand the other way round */
  [dir='rtl'] blockquote:dir(ltr) {
    quotes: '“' '”';
  }
  blockquote::before {
    content: open-quote;
  }
  blockquote::after {
    content: close-quote;
  }
  .quiet,
  .state {
    color: var(--_quiet);
  }
  .state {
    outline: 0;
  }
  @container (inline-size < 21rem) {
    section {
      padding-inline: 1em;
    }
    li {
      display: block;
    }
    button {
      margin-block-start: 0.5em;
    }
  }
`;
