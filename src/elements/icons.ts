import { html, type TemplateResult } from 'lit/html.js';

/** Drawn on 20 by 20, in lines; they only repeat what is said beside them. */
const PATHS = {
  hold: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16M4.5 15.5l11-11',
  phone: 'M6 3 3.6 5c0 6 5.5 11.4 11.4 11.4l2-2.4-3.6-2.6-2 1.2a9 9 0 0 1-4-4l1.2-2z',
  ivr: 'M5 5h.01M10 5h.01M15 5h.01M5 10h.01M10 10h.01M15 10h.01M10 15h.01',
  written: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2',
  done: 'M4 10.5l4 4 8-9',
  handoff: 'M3 7h13l-3-3M17 13H4l3 3',
} as const;

export type Icon = keyof typeof PATHS;

export const icon = (name: Icon): TemplateResult =>
  html`<svg viewBox="0 0 20 20" aria-hidden="true" class=${name} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path d=${PATHS[name]} /></svg>`;
