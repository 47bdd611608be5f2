// Reads `variable` and `output` blocks. It counts on `terraform fmt`: a block ends with the first `}` of its own
// indentation, and so does an argument that takes more than one line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The value of an argument at the beginning of a block's line, and the lines that it takes. */
function argument(lines, first) {
  const [, indent, name, start] = /^(\s*)(\w+)\s*=\s(.*)$/.exec(lines[first]);
  const [, marker] = /^<<-?(\w+)$/.exec(start) ?? [];
  const ends = (line) =>
    marker === undefined ? new RegExp(`^${indent}[\\])}]`).test(line) : line.trim() === marker;
  let last = first;
  if (marker !== undefined || /[[({]$/.test(start))
    do last++;
    while (!ends(lines[last]));
  if (marker !== undefined) {
    const text = lines.slice(first + 1, last);
    const margin = Math.min(...text.filter((line) => line.trim()).map((line) => line.search(/\S/)));
    return { name, value: text.map((line) => line.slice(margin)).join('\n'), last };
  }
  return { name, value: [start, ...lines.slice(first + 1, last + 1)].join('\n'), last };
}

function parse(kind, text) {
  return [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n(.*?)^\\}`, 'gms'))].map(([, name, body]) => {
    const lines = body.split('\n');
    const block = { name, validations: lines.filter((line) => line === '  validation {').length };
    for (let i = 0; i < lines.length; i++) {
      if (!/^ {2}\w+\s*= /.test(lines[i])) continue;
      const found = argument(lines, i);
      block[found.name] = found.value;
      i = found.last;
    }
    return block;
  });
}

/**
 * `{ variables, outputs }` of the module in a folder, each with its arguments as they are written. A module with many
 * variables has `variables.tf` and, after it, `variables-TOPIC.tf`.
 */
export function readBlocks(folder) {
  const files = readdirSync(folder);
  const text = (pattern) =>
    files
      .filter((file) => pattern.test(file))
      .sort((a, b) => a.length - b.length || a.localeCompare(b))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
  return {
    variables: parse('variable', text(/^variables(-\w+)?\.tf$/)),
    outputs: parse('output', text(/^outputs\.tf$/)),
  };
}
