/** A link as a QR code (ISO/IEC 18004), for the camera of another machine. Loaded when somebody wants to see one. */
import { correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import { html, type TemplateResult } from 'lit/html.js';
import { transferWords as words } from './words/transfer.js';

/** 117 modules a side, 1,273 bytes: of a finer one a module would have less than two pixels on a panel of 320. */
const FINEST = 25;
/** Modules of white around it, without which it is not found. */
const EDGE = 4;

/** Whatever the page's colours: a camera looks for dark on light. */
export function pictureOf(link: string): () => TemplateResult {
  let code;
  try {
    code = generate(link, { minCorrectionLevel: correction.L, maxVersion: FINEST });
  } catch {
    return () => html`<p>${words.tooLong}</p>`;
  }
  const side = code.size + 2 * EDGE;
  const path = toSvgPath(code);
  return () =>
    html`<svg role="img" aria-label=${words.picture} viewBox="${-EDGE} ${-EDGE} ${side} ${side}"><rect x=${-EDGE} y=${-EDGE} width=${side} height=${side} fill="#fff" /><path d=${path} fill="#000" /></svg>
      <figcaption class="quiet">${words.pictured}</figcaption>`;
}
