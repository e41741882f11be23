import { css } from './css.js';
import { field } from './field-styles.js';
import { typography } from './styles.js';

export const transferStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    ${typography}
  }
  form,
  section[part] {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow: hidden;
    overflow-wrap: anywhere;
    margin-block-end: 1em;
  }
  .take {
    border-inline-start: 0.35em solid var(--_accent);
  }
  .block {
    padding: 1em 1.4em;
    border-block-start: 1px solid var(--_line);
  }
  .block:first-child {
    border-block-start: 0;
  }
  h2 {
    font-size: 1.2em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  h3,
  legend,
  label.over {
    display: block;
    font-size: 0.93em;
    font-weight: 600;
    color: var(--_quiet);
    margin-block-end: 0.5em;
  }
  .quiet {
    color: var(--_quiet);
  }
  fieldset {
    border: 0;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    list-style: none;
  }
  .chips li,
  .chips label {
    border: 1px solid var(--_line);
    border-radius: 2em;
    padding: 0.25em 0.9em;
    overflow-wrap: anywhere;
  }
  .chips label {
    cursor: pointer;
  }
  .chips label:has(:checked) {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  .chips label:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .chips input {
    position: absolute;
    opacity: 0;
  }
  .box {
    background: var(--_inset);
    border-radius: 0.65em;
    padding: 0.8em 1.1em;
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .hold {
    background: var(--_hold-soft);
    border: 1px solid var(--_hold-line);
  }
  .person,
  .outside {
    display: none;
    margin-block-start: 0.7em;
  }
  fieldset:has([name='team'][value='']:checked) .person,
  fieldset:has([name='team'][value=',outside']:checked) .outside {
    display: block;
  }
  .point {
    display: flex;
    gap: 0 0.8em;
    align-items: baseline;
    justify-content: end;
    flex-wrap: wrap;
  }
  .point > label {
    flex: 1 1 14em;
  }
  .point:has(textarea) {
    justify-content: end;
    gap: 0.4em 0.8em;
    padding-block: 0.4em;
  }
  textarea {
    resize: none;
    field-sizing: content;
  }
  .point > button {
    flex: none;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }
  :is(h2, .said, .spoken):focus-visible {
    outline: 0;
  }
  del {
    color: var(--_quiet);
  }
  ins {
    text-decoration: none;
  }
  .points label {
    display: flex;
    gap: 0.8em;
    align-items: baseline;
    padding-block: 0.4em;
    overflow-wrap: anywhere;
  }
  .points label > span {
    min-inline-size: 0;
    text-align: match-parent;
  }
  .points [type='checkbox'] {
    accent-color: var(--_accent);
    font: inherit;
    inline-size: 1.15em;
    block-size: 1.15em;
    align-self: flex-start;
    margin-block-start: 0.2em;
    flex: none;
  }
  .line {
    ${field}
  }
  .given {
    display: flex;
    gap: 0.6em;
  }
  .given button {
    flex: none;
  }
  .spoken {
    font-size: 1.4em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .spoken ~ p {
    margin-block-start: 0.6em;
  }
  summary {
    cursor: pointer;
  }
  figure svg {
    display: block;
    inline-size: 100%;
    max-inline-size: 28em;
    margin: 0.8em auto;
    forced-color-adjust: none;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6em;
    align-items: center;
    justify-content: end;
  }
  .end > :first-child {
    margin-inline-end: auto;
  }
  .end > .quiet {
    flex: 1 1 12em;
  }
  ol {
    list-style: none;
  }
  ol li {
    display: flex;
    gap: 0.8em;
    align-items: baseline;
    padding-block: 0.25em;
  }
  ol li::before {
    content: '';
    inline-size: 0.6em;
    block-size: 0.6em;
    border-radius: 50%;
    background: var(--_accent);
    flex: none;
  }
  ol .due {
    color: var(--_quiet);
  }
  ol .due::before {
    background: none;
    border: 0.15em solid currentColor;
  }
  ol time {
    margin-inline-start: auto;
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .chips label:has(:checked) {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    ol li::before {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
  .late {
    color: var(--_late);
  }
  .late:empty,
  .said:empty {
    display: none;
  }
  small {
    color: var(--_quiet);
    font-size: 0.87em;
    white-space: nowrap;
  }
  .late,
  .said {
    padding: 0.8em 1.4em;
  }
  .alone:not(:empty) {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    margin-block-end: 1em;
  }
`;
