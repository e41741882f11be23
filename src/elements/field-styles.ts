import { css } from './css.js';

/** How a field of ours looks, wherever somebody writes in one. */
export const field = css`
  inline-size: 100%;
  font: inherit;
  color: inherit;
  background: var(--_surface);
  border: 1px solid var(--_quiet);
  border-radius: 0.65em;
  padding: 0.5em 0.8em;
`;
