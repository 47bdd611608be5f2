// The tables of inputs and outputs in a module's README, from its variables.tf and outputs.tf.
import assert from 'node:assert/strict';
import { readBlocks } from './blocks.mjs';

const BEGIN = '<!-- tables: npm run check:terraform -- --write -->';
const END = '<!-- end of tables -->';

const unquoted = (text) => text.replace(/^"(.*)"$/s, '$1').replace(/\\"/g, '"');
const cell = (text) => text.trim().replace(/\|/g, '\\|').replace(/\n+/g, '<br>');
/** HCL over several lines on one. */
const line = (text) =>
  text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\n\s*([)\]}])/g, ' $1')
    .replace(/([[({])\n\s*/g, '$1 ')
    .replace(/,?\n\s*/g, ', ')
    .replace(/ {2,}/g, ' ');
const code = (text) => `\`${cell(line(text))}\``;

function table(head, rows) {
  if (rows.length === 0) return 'None.';
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}

/** The part of README between its marks. Variables and outputs without a description or type are refused. */
function tables(folder) {
  const { variables, outputs } = readBlocks(folder);
  for (const { name, description, type } of variables)
    assert.ok(description && type, `the variable ${name} has no description or no type`);
  for (const { name, description } of outputs)
    assert.ok(description, `the output ${name} has no description`);
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

/** What README has to be: as it is, with its tables up to date; at the end where there are none yet. */
export function withTables(readme, folder) {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin === -1 || end === -1) return `${readme.trimEnd()}\n\n${tables(folder)}\n`;
  return `${readme.slice(0, begin)}${tables(folder)}${readme.slice(end + END.length)}`;
}
