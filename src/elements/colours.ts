/** What a page may change of the little that is shown at once; all else in `styles.ts`. */

/** Set as `--say-once-…` on the element, or on anything around it: what it is in light, and in dark where that differs. */
export type Property = [name: string, light: string, dark?: string];

const properties: Property[] = [
  // text that may wait, and labels
  ['quiet', '#5d6461', '#a0a7a3'],
  // the one accent: what can be done, and what was proved
  ['accent', '#0f6b57', '#5fd0b0'],
  // amber, for a hold and for nothing else
  ['hold', '#874708', '#f2b15c'],
];

/** As `--_…`, for a style sheet of ours. */
export const declared = (some: readonly Property[]): string => some.map(([name, light, dark]) => `--_${name}:var(--say-once-${name},${dark === undefined ? light : `light-dark(${light},${dark})`});`).join('');

export const colours = declared(properties);
