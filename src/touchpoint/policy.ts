/** A host's policy: checked, and laid over the built-in one. Loaded where a host gives one. */
import { policyOf } from '../model/policy-of.js';
import type { Policy } from '../model/policy.js';
import { parsePolicy } from '../model/schema.js';

/** Throws `bad-policy`. */
export const checkedPolicy = (input: unknown): Policy => policyOf(parsePolicy(input));
