import { css } from './css.js';
import { typography } from './styles.js';

export const cardStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    ${typography}
  }
  article {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 6%);
    overflow: clip;
    overflow-wrap: anywhere;
  }
  section,
  footer {
    padding: 1rem 1.4em;
    border-block-start: 1px solid var(--_line);
  }
  section:first-of-type {
    border-block-start: 0;
  }
  header {
    display: flex;
    gap: 0.25em 1em;
    align-items: baseline;
    justify-content: space-between;
    flex-wrap: wrap;
    /* What stands below must not stand in the name’s outline. */
    margin-block-end: 0.15em;
  }
  h2 {
    font-size: 1.45em;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  h2:focus-visible {
    outline-offset: 0;
  }
  h2:focus-visible {
    outline-offset: 1px;
  }
  h3 {
    font-size: 0.87em;
    color: var(--_quiet);
    margin-block-end: 0.5em;
  }
  h3.name {
    font-size: 1.1em;
    color: inherit;
    margin: 0;
  }
  .quiet {
    color: var(--_quiet);
  }
  svg {
    inline-size: 1.25em;
    block-size: 1.25em;
    color: var(--_quiet);
    flex: none;
  }
  .stop,
  .first {
    position: relative;
    background: var(--_hold-soft);
    padding-inline-start: 3.7em;
    border-block-end: 1px solid var(--_hold-line);
  }
  .stop + section {
    border-block-start: 0;
  }
  .stop svg {
    position: absolute;
    inset-inline-start: 1.4em;
    inset-block-start: 1rem;
    inline-size: 1.5em;
    block-size: 1.5em;
    color: var(--_hold);
  }
  .stop h2 {
    letter-spacing: 0;
    line-height: 1.5;
    font-size: 1.07em;
    color: var(--_hold);
    margin-block-end: 0.1em;
  }
  .first {
    background: var(--_accent-soft);
    padding-inline-start: 1.4em;
    border-block-end: 0;
  }
  .verified {
    color: var(--_accent);
  }
  .pairs {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.2em;
    margin-block-start: 0.5em;
  }
  .pair {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0 0.35em;
    max-inline-size: 100%;
  }
  .pair span {
    flex: none;
  }
  b {
    font-weight: 600;
  }
  button.masked {
    text-decoration: underline dotted;
    text-underline-offset: 0.25em;
    color: inherit;
  }
  .box {
    background: var(--_inset);
    border-radius: 0.65em;
    padding: 0.55em 0.8em;
    margin-block-start: 0.7em;
  }
  .good {
    background: var(--_accent-soft);
  }
  blockquote {
    background: var(--_inset);
    border-radius: 0.65em;
    padding: 0.65em 1.1em;
    font-size: 1.13em;
    white-space: pre-wrap;
    max-block-size: 16em;
    overflow: auto;
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
  dl {
    display: grid;
    grid-template-columns: minmax(5.2em, max-content) 1fr;
    gap: 0.35em 1em;
    margin-block-start: 0.7em;
  }
  dl:first-child {
    margin: 0;
  }
  dt {
    color: var(--_quiet);
  }
  .late {
    color: var(--_late);
    font-weight: 600;
  }
  ul {
    list-style: none;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .chip {
    border: 1px solid var(--_line);
    border-radius: 1.2em;
    padding: 0.15em 0.85em;
    font-weight: 400;
  }
  .chip[aria-expanded='true'] {
    border-color: var(--_accent);
  }
  .doubt {
    border-style: dashed;
    color: var(--_quiet);
  }
  .missing {
    border: 1px dashed var(--_accent);
    color: var(--_accent);
  }
  * + .candidate {
    margin-block-start: 0.8em;
  }
  .candidate blockquote {
    border: 1px dashed var(--_line);
    background: none;
    margin-block: 0.35em 0.6em;
  }
  .recent {
    display: grid;
    grid-template-columns: minmax(3.6em, max-content) 1.25em 1fr;
    column-gap: 0.75em;
  }
  .recent li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    padding-block: 0.3em;
  }
  .recent svg {
    margin-block-start: 0.12em;
  }
  .recent .handoff {
    color: var(--_accent);
  }
  .two {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  time {
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  footer,
  .effort,
  .end {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
  }
  .effort {
    gap: 0.2em 1em;
    color: var(--_quiet);
    flex: 1 1 auto;
  }
  .effort span,
  time {
    white-space: nowrap;
  }
  .effort b {
    color: var(--_text);
  }
  footer,
  .end {
    justify-content: flex-end;
  }
  .end {
    margin-block-start: 0.6em;
  }
  .state {
    padding: 2.2rem 1.4em;
    color: var(--_quiet);
    text-align: center;
    text-wrap: balance;
  }
  .wait {
    animation: appear 0.2s 0.4s backwards;
  }
  .status {
    padding: 0 1.4em 0.8rem;
    color: var(--_quiet);
  }
  .status:empty {
    padding: 0;
  }
  .memory {
    background: var(--_text);
    color: var(--_surface);
    padding: 0.55em 1.4em;
  }
  .away {
    padding: 0.55em 1.4em;
    border-block-end: 1px solid var(--_line);
  }
  .do {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2em 1.2em;
    margin-block-start: 0.6em;
  }
  .plain[aria-expanded] {
    font-weight: 400;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @container (inline-size < 21rem) {
    section,
    footer,
    .status,
    .memory,
    .away {
      padding-inline: 1em;
    }
    dl {
      grid-template-columns: 1fr;
      gap: 0;
    }
    dd {
      margin-block-end: 0.5em;
    }
    /* as much of it as is shown at a glance where there is room */
    blockquote {
      max-block-size: 28em;
    }
    .effort {
      flex-basis: 100%;
    }
    .recent li {
      display: block;
    }
    .recent svg {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .stop {
      border: 2px solid;
    }
    .stop svg {
      color: inherit;
    }
    .box,
    blockquote {
      border: 1px solid;
    }
    button.main {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
