/** Frozen through and through: what is handed out is nobody's to change. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const name in value) freeze(value[name]);
  return value;
}
