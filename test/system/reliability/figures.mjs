// Figures of a run, for docs/reliability.md.
import { appendFileSync } from 'node:fs';

/** Records a figure if the run is for the document. */
export function record(figure) {
  const file = process.env.RELIABILITY_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}
