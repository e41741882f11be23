/** Moments and days as fields have them, in the reader's own time zone. */

/** As a field wants it (HTML, «local date and time string»): `2026-11-21T17:00`. */
export const localMoment = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
export const localDay = (at: number): string => localMoment(at).slice(0, 10);
/** When a day of a field's (`2026-11-21`) is over here, ms since 1970. */
export const dayAfter = (iso: string): number => new Date(`${iso}T00:00:00`).setHours(24);
