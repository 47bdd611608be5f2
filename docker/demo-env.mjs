// Prints the environment variables of the demo clients that docker/tables.mjs created.
import { readDemoEnvironment } from '../scripts/start/demo-environment.mjs';

const environment = readDemoEnvironment(process.env.DATA_DIR);
if (environment) {
  for (const [name, value] of Object.entries(environment)) console.log(`${name}=${value}`);
} else {
  console.error('No demo clients found. Run docker-compose up first.');
  process.exitCode = 1;
}
