// Reads `variable` and `output` blocks of files that `terraform fmt` has formatted: a block ends with the first `}` at its
// own indentation, and so does an argument with more than one line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name and value of the argument that starts at a line, and the index of its last line. */
function readArgument(lines, first) {
  const [, indent, name, start] = /^(\s*)(\w+)\s*=\s(.*)$/.exec(lines[first]);
  const [, heredoc] = /^<<-?(\w+)$/.exec(start) ?? [];
  const isLast = (line) =>
    heredoc === undefined ? new RegExp(`^${indent}[\\])}]`).test(line) : line.trim() === heredoc;
  let last = first;
  if (heredoc !== undefined || /[[({]$/.test(start))
    do last++;
    while (!isLast(lines[last]));
  if (heredoc !== undefined) {
    const text = lines.slice(first + 1, last);
    const margin = Math.min(...text.filter((line) => line.trim()).map((line) => line.search(/\S/)));
    return { name, value: text.map((line) => line.slice(margin)).join('\n'), last };
  }
  return { name, value: [start, ...lines.slice(first + 1, last + 1)].join('\n'), last };
}

function readKind(kind, text) {
  return [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n(.*?)^\\}`, 'gms'))].map(([, name, body]) => {
    const lines = body.split('\n');
    const block = { name, validations: lines.filter((line) => line === '  validation {').length };
    for (let i = 0; i < lines.length; i++) {
      if (!/^ {2}\w+\s*= /.test(lines[i])) continue;
      const argument = readArgument(lines, i);
      block[argument.name] = argument.value;
      i = argument.last;
    }
    return block;
  });
}

/**
 * The `variables` and `outputs` of the module in a folder, each with the text of its arguments. A module with many
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
    variables: readKind('variable', text(/^variables(-\w+)?\.tf$/)),
    outputs: readKind('output', text(/^outputs\.tf$/)),
  };
}
