// Prints what docker/tables.mjs created as JSON: `variables` of the demo clients, and `authority`, the certificate (PEM) of the
// authority of all certificates.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDemoEnvironment } from '../scripts/start/demo-environment.mjs';

const variables = readDemoEnvironment(process.env.DATA_DIR);
if (variables) {
  const authority = readFileSync(join(process.env.CERTIFICATES_DIR, 'ca.pem'), 'utf8');
  console.log(JSON.stringify({ variables, authority }));
} else {
  console.error('No demo clients found. Run docker-compose up first.');
  process.exitCode = 1;
}
