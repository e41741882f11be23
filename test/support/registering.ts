/** package.json's `sideEffects` speaks of dist/: of the sources a build would leave the elements out. */
import type { Plugin } from 'vite';

export const registering: Plugin = { name: 'registering', transform: (code, id) => (id.includes('/elements/define/') ? { code, map: null, moduleSideEffects: true } : undefined) };
