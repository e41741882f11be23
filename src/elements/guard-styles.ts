import { css } from './css.js';
import { typography } from './styles.js';

export const guardStyles = css`
  :host {
    display: inline-block;
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
    border: 0;
    padding: 0 0.3em;
    margin-inline-end: -0.3em;
    outline-offset: 0;
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
