// Prints the environment of the demo clients that the job beside this file has made.
import { readDemoEnvironment } from '../scripts/start/demo-environment.mjs';

const environment = readDemoEnvironment(process.env.DATA_DIR);
if (environment) {
  for (const [name, value] of Object.entries(environment)) console.log(`${name}=${value}`);
} else {
  console.error('There are no demo clients yet: run docker-compose up first.');
  process.exitCode = 1;
}
