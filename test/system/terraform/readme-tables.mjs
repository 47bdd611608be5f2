// Generates the tables of inputs and outputs in a module's README from its variables and outputs.
import assert from 'node:assert/strict';
import { readBlocks } from './hcl-blocks.mjs';

const BEGIN = '<!-- tables: npm run check:terraform -- --write -->';
const END = '<!-- end of tables -->';

const unquoted = (text) => text.replace(/^"(.*)"$/s, '$1').replace(/\\"/g, '"');
const cell = (text) => text.trim().replace(/\|/g, '\\|').replace(/\n+/g, '<br>');
/** Joins a multi-line HCL expression to one line. */
const singleLine = (text) =>
  text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\n\s*([)\]}])/g, ' $1')
    .replace(/([[({])\n\s*/g, '$1 ')
    .replace(/,?\n\s*/g, ', ')
    .replace(/ {2,}/g, ' ');
const code = (text) => `\`${cell(singleLine(text))}\``;

function table(head, rows) {
  if (rows.length === 0) return 'None.';
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}

/** The generated part of the README. Throws for variables and outputs without a description or type. */
function tables(folder) {
  const { variables, outputs } = readBlocks(folder);
  for (const { name, description, type } of variables)
    assert.ok(description && type, `variable ${name}: description and type are required`);
  for (const { name, description } of outputs)
    assert.ok(description, `output ${name}: a description is required`);
  const inputs = variables.map(({ name, description, type, default: value }) => [
    `\`${name}\``,
    cell(unquoted(description)),
    code(type),
    value === undefined ? '**required**' : code(value),
  ]);
  const results = outputs.map(({ name, description }) => [`\`${name}\``, cell(unquoted(description))]);
  return [
    BEGIN,
    '',
    '## Inputs',
    '',
    table(['name', 'description', 'type', 'default'], inputs),
    '',
    '## Outputs',
    '',
    table(['name', 'description'], results),
    '',
    END,
  ].join('\n');
}

/** The README with up-to-date tables. They are appended if it has none yet. */
export function withTables(readme, folder) {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin === -1 || end === -1) return `${readme.trimEnd()}\n\n${tables(folder)}\n`;
  return `${readme.slice(0, begin)}${tables(folder)}${readme.slice(end + END.length)}`;
}
