type Forms = { other: string } & { [rule in Intl.LDMLPluralRule]?: string };

/** Chooses the form that a language has for a number of things (CLDR plural rules). */
export function plurals(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
