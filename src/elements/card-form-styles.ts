import { css } from './css.js';
import { field } from './field-styles.js';

/** Of the small forms and of the whole history: they come with the first thing that a rep does. */
export const formStyles = css`
  .action {
    border-block-start: 1px solid var(--_line);
    padding-block-start: 0.9em;
    margin-block-start: 0.9em;
  }
  .action:first-child {
    border: 0;
    padding: 0;
    margin: 0;
  }
  label,
  legend {
    font-weight: 600;
    display: block;
    margin-block-end: 0.4em;
  }
  fieldset {
    border: 0;
  }
  * + label,
  fieldset {
    margin-block-start: 0.8em;
  }
  label.tick {
    font-weight: 400;
    display: inline-flex;
    gap: 0.4em;
    margin: 0;
    margin-inline-end: 1.2em;
    padding-block: 0.15em;
  }
  .tick:has(:disabled) {
    color: var(--_quiet);
    text-decoration: line-through;
  }
  [type='checkbox'] {
    accent-color: var(--_accent);
    inline-size: 1.1em;
    block-size: 1.1em;
  }
  textarea,
  input:not([type='checkbox']),
  select {
    display: block;
    ${field}
  }
  textarea {
    resize: vertical;
    field-sizing: content;
    min-block-size: 3.9em;
    max-block-size: 16em;
  }
  .action .chips,
  .action p.quiet {
    margin-block-start: 0.5em;
  }
  .history form {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(9em, 1fr));
    gap: 0.6em 1em;
    margin-block: 0.8em;
  }
  .scroll {
    max-block-size: 26em;
    overflow-y: auto;
    overscroll-behavior: contain;
    border-block: 1px solid var(--_line);
  }
  .block {
    content-visibility: auto;
    contain-intrinsic-block-size: auto calc(var(--rows) * 2.6em);
  }
  .entry {
    display: grid;
    grid-template-columns: 9.5em 1fr;
    gap: 0 1em;
    padding-block: 0.4em;
  }
  .entry time {
    white-space: normal;
  }
  .error:not(:empty) {
    color: var(--_late);
    font-weight: 600;
    margin-block-start: 0.4em;
  }
  @container (inline-size < 21rem) {
    .entry {
      display: block;
    }
  }
`;
