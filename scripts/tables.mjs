// The README's tables of the elements, made of their manifest.

const BEGIN = '<!-- elements: made by `npm run manifest` -->';
const END = '<!-- elements: end -->';

const cell = (text = '') => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
const code = (text) => `\`${text}\``;
const table = (...rows) => rows.map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** `keep`: boolean. Text is what most of them are, and needs no saying. */
const typed = (name, type = 'string') => (type === 'string' ? code(name) : `${code(name)}: ${code(type.replace(' | undefined', ''))}`);

/** A property and its attribute are one line: they have the same name. */
function takes({ attributes, members }) {
  const fields = members.filter(({ kind }) => kind === 'field');
  const alone = attributes.filter(({ name }) => !fields.some((field) => field.name === name));
  return [
    ...fields.map(({ name, type, readonly, description }) => [[...(attributes.some((one) => one.name === name) ? ['attribute'] : []), readonly ? 'property (read)' : 'property'].join(', '), typed(name, type?.text), description]),
    ...alone.map(({ name, type, description }) => ['attribute', typed(name, type?.text), description]),
  ];
}

const section = (element) => {
  const rows = [
    ...takes(element),
    ...element.events.map(({ name, type, description }) => ['event', typed(name, type.text), description]),
    ...(element.slots ?? []).map(({ name, description }) => ['slot', name === '' ? 'default' : code(name), description]),
    ...(element.cssParts ?? []).map(({ name, description }) => ['part', code(name), description]),
  ];
  return `### ${code(`<${element.tagName}>`)}\n\n${table(['', 'name', ''], ['---', '---', '---'], ...rows)}`;
};

/** All elements in one look: their custom properties are the same for all that have any. */
function tables(elements) {
  const themed = new Map(elements.flatMap(({ cssProperties = [] }) => cssProperties.map((property) => [property.name, property])));
  const looks = [...themed.values()].map((property) => [code(property.name), property.description, code(property.default)]);
  const inOrder = elements.toSorted((a, b) => (a.tagName < b.tagName ? -1 : 1));
  return [...inOrder.map(section), `### Custom properties\n\nTo be set on an element, or on anything around it.\n\n${table(['name', '', 'if not set'], ['---', '---', '---'], ...looks)}`].join('\n\n');
}

/** @returns this text with the tables between its two marks made anew @throws if there are no marks */
export function withTables(text, elements) {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for the tables: ${BEGIN} … ${END}`);
  return `${text.slice(0, from)}${BEGIN}\n\n${tables(elements)}\n\n${text.slice(to)}`;
}
