/**
 * For a page without a bundler: `<script async src="…/say-once.js" data-name="acme" data-audience="customer">`.
 * Its first act is to open the databases, which takes longer than all the rest; `openTouchpoint()` takes over those
 * connections (`data-keys="device"` says that there are keys to be read too). Then it loads the elements that lie beside
 * it, at once what only this audience needs, and where a host gives keys what looks at them.
 */
import { openEarly } from './store/early.js';

/** By audience, where these lie: the build knows. */
declare const FILES: Readonly<Record<string, readonly string[]>>;

const script = document.currentScript as HTMLScriptElement | null;
const { name, audience = 'customer', keys } = script?.dataset ?? {};
const device = keys === 'device' || audience === 'customer';
const { [audience]: files = ['define.js'], ring = [] } = FILES;
if (name) {
  openEarly(name, audience);
  if (device) openEarly(name, 'keys');
}
if (script) for (const file of [...files, ...(device ? [] : ring)]) import(/* @vite-ignore */ new URL(file, script.src).href).catch(console.error);
