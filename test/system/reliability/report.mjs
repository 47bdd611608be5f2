// The figures of a run as Markdown.
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const longest = (figures, name) => Math.max(...figures.map((figure) => figure[name]));

/** @param figures what `record` recorded */
export function report(figures) {
  const writes = figures.filter(({ kind }) => kind === 'writes');
  const flows = [...new Set(writes.map(({ flow }) => flow))];
  const perFlow = flows.map((flow) => {
    const own = writes.filter((figure) => figure.flow === flow);
    const cases = own.reduce((sum, figure) => sum + figure.writes, 0);
    return [`\`${flow}\``, own[0].writes, own.length, cases, `${longest(own, 'longest')} ms`];
  });
  const faults = [...new Set(writes.map(({ fault }) => fault))];
  const perFault = faults.map((fault) => {
    const own = writes.filter((figure) => figure.fault === fault);
    const cases = own.reduce((sum, figure) => sum + figure.writes, 0);
    return [fault, cases, `${longest(own, 'longest')} ms`];
  });
  const clocks = figures.filter(({ kind }) => kind === 'clock');
  const documents = figures.filter(({ kind }) => kind === 'documents');
  return [
    '### Writes',
    table(['call', 'writes', 'faults', 'cases', 'longest time to the answer of a retry'], perFlow),
    table(['fault', 'cases', 'longest time to the answer of a retry'], perFault),
    '### Clocks',
    table(
      ['killed verifier', 'verifier that continues', 'time to the answer'],
      clocks.map(({ first, second, ms }) => [first, second, `${ms} ms`]),
    ),
    '### Documents of an issuer',
    table(
      ['document', 'fault', 'answer', 'after', 'verified again after'],
      documents.map(({ document, fault, code, ms, recovery }) => [
        document,
        fault,
        `\`${code}\``,
        `${ms} ms`,
        `${recovery} ms`,
      ]),
    ),
    '',
  ].join('\n\n');
}
