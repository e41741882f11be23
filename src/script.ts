/**
 * For a page without a bundler: `<script async src="…/say-once.js" data-name="acme" data-audience="customer">`.
 * Its first act is to open the databases, which takes longer than all the rest; `openTouchpoint()` takes over those
 * connections (`data-keys="device"` says that there are keys to be read too). Then it loads the elements that lie beside
 * it, and at once what only this audience needs.
 */
import { openEarly } from './store/early.js';

const script = document.currentScript as HTMLScriptElement | null;
const { name, audience = 'customer', keys } = script?.dataset ?? {};
if (name) {
  openEarly(name, audience);
  if (keys === 'device' || audience === 'customer') openEarly(name, 'keys');
}
if (script) for (const file of ['define.js', `parts/${audience}.js`]) import(/* @vite-ignore */ new URL(file, script.src).href).catch(console.error);
