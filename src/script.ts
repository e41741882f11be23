/**
 * For a page without a bundler: `<script async src="…/say-once.js" data-name="acme" data-audience="customer">`.
 * Its first act is to open the database, which takes longer than all the rest; `openTouchpoint()` takes over that
 * connection. Then it loads the elements that lie beside it.
 */
import { openEarly } from './store/early.js';

const script = document.currentScript as HTMLScriptElement | null;
const { name, audience = 'customer' } = script?.dataset ?? {};
if (name) openEarly(name, audience);
if (script) import(/* @vite-ignore */ new URL('define.js', script.src).href).catch(console.error);
