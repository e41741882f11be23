import { colours } from './colours.js';
import { css } from './css.js';

/** Of a guard that is only seen; its panel brings the rest, and what all our styles begin with. */
export const guardStyles = css`
  :host {
    ${colours}
    display: inline-block;
  }
  :host([hidden]) {
    display: none !important;
  }
  slot[inert] {
    display: none;
  }
  :host([keep]) slot[inert] {
    display: inline;
    opacity: 0.55;
  }
  :host([keep]) [part='held'] {
    margin-inline-start: 0.4em;
  }
  [part='held'] {
    font: inherit;
    font-weight: 600;
    background: none;
    border: 0;
    border-radius: 0.65em;
    padding: 0 0.3em;
    margin: 0;
    margin-inline-end: -0.3em;
    cursor: pointer;
    color: var(--_quiet);
    text-align: inherit;
    animation: appear 0.2s 0.3s backwards;
  }
  [part='held']:hover {
    text-decoration: underline;
  }
  .held {
    color: var(--_hold);
    animation: none;
  }
  [part='held']:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 0;
  }
  .said {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
