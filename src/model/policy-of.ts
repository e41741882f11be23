import { factName } from './identifier.js';
import type { Policy, PolicyInput } from './policy.js';
import { POLICY } from './policy-built-in.js';

/**
 * Lays a host's policy over the built-in one. Lists are replaced, tables are joined, and so is what is said of one
 * fact: to name it takes nothing else from it. Facts may be named in any usual spelling. Validated at the border, not here.
 */
export function policyOf(input: PolicyInput = {}): Policy {
  const table = <T extends object>(base: T, over: Partial<T> | undefined): T => ({ ...base, ...over });
  const facts = { ...POLICY.facts };
  for (const [spelling, rule] of Object.entries(input.facts ?? {})) facts[factName(spelling)] = { ...facts[factName(spelling)], ...rule };
  const actions = table(POLICY.actions, input.actions);
  return {
    ...POLICY,
    ...input,
    version: 1,
    facts,
    actions: Object.fromEntries(Object.entries(actions).map(([action, rule]) => [action, rule.proofs === undefined ? rule : { ...rule, proofs: rule.proofs.map(factName) }])),
    checks: table(POLICY.checks, input.checks),
    circumstances: (input.circumstances ?? POLICY.circumstances).map((one) => ({ ...one, fact: factName(one.fact) })),
    holds: table(POLICY.holds, input.holds),
    sales: table(POLICY.sales, input.sales),
    retention: table(POLICY.retention, input.retention),
    quota: table(POLICY.quota, input.quota),
  };
}
