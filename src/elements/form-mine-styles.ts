import { css } from './css.js';
import { field } from './field-styles.js';
import { typography } from './styles.js';

export const mineStyles = css`
  .mine {
    ${typography}
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    margin-block-end: 1.25em;
    overflow-wrap: anywhere;
  }
  .mine > *,
  .mine li {
    padding: 0.8em 1.1em;
    border-block-start: 1px solid var(--_line);
  }
  .mine > :first-child {
    border: 0;
  }
  .mine ul {
    list-style: none;
    padding: 0;
    border: 0;
  }
  .mine h2 {
    font-size: 1.15em;
    line-height: 1.3;
    outline: 0;
  }
  .mine .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 1.2em;
    align-items: center;
    justify-content: space-between;
  }
  .mine .row > :first-child {
    flex: 1 1 12em;
    min-inline-size: 0;
  }
  .mine .end button {
    margin: 0;
  }
  .mine .row .plain {
    padding-block: 0.15em;
  }
  .mine b {
    display: block;
  }
  .mine .quiet {
    color: var(--_quiet);
    font-size: 0.93em;
  }
  .mine .said:empty {
    padding: 0;
    border: 0;
  }
  .mine #why:not(:empty) {
    margin-block-start: 0.5em;
  }
  .mine label {
    display: block;
    margin-block-end: 0.3em;
  }
  .mine input {
    ${field}
  }
  .mine form,
  .mine .ask {
    margin-block-start: 0.6em;
  }
  .mine .end {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    justify-content: flex-end;
    margin-block-start: 0.6em;
  }
`;
