// A separate Compose project on free ports.
import { delimiter } from 'node:path';
import { composeCommand } from '../../../scripts/compose-command.mjs';
import { freePorts, until } from '../harness/network.mjs';
import { runOrThrow, stdoutOf } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

/** The standard output of a docker command. */
export async function docker(...args) {
  return (await stdoutOf('docker', args)).trim();
}

const KINDS = { container: ['ps', '--all'], network: ['network', 'ls'], volume: ['volume', 'ls'] };
const lines = (text) => (text === '' ? [] : text.split('\n'));

export class Stack {
  static async create() {
    const ports = await freePorts([
      'ISSUER_PORT',
      'VERIFIER_PORT',
      'PROVER_PORT',
      'ISSUER_HTTPS_PORT',
      'VERIFIER_HTTPS_PORT',
      'DYNAMODB_PORT',
    ]);
    return new Stack(`zk-income-test-${process.pid}`, ports);
  }

  constructor(project, ports) {
    this.project = project;
    this.urls = {
      ISSUER_URL: `http://localhost:${ports.ISSUER_PORT}`,
      VERIFIER_URL: `http://localhost:${ports.VERIFIER_PORT}`,
      PROVER_URL: `http://localhost:${ports.PROVER_PORT}`,
      ISSUER_HTTPS_URL: `https://issuer.localhost:${ports.ISSUER_HTTPS_PORT}`,
      VERIFIER_HTTPS_URL: `https://localhost:${ports.VERIFIER_HTTPS_PORT}`,
      DYNAMODB_ENDPOINT: `http://127.0.0.1:${ports.DYNAMODB_PORT}`,
    };
    this.env = {
      ...process.env,
      ...ports,
      DATA_DIR: temporaryFolder('compose'),
      COMPOSE_PROJECT_NAME: project,
      COMPOSE_PROFILES: 'test',
      COMPOSE_FILE: ['docker-compose.yml', 'docker/compose.test.yml'].join(delimiter),
    };
  }

  /** Runs a Compose command. Throws with its output if it fails. */
  compose(...args) {
    const [command, ...first] = composeCommand();
    return runOrThrow(command, [...first, ...args], { env: this.env });
  }

  /** The ids of a service's containers, including stopped ones. */
  async containers(service) {
    const labels = [`com.docker.compose.project=${this.project}`, `com.docker.compose.service=${service}`];
    const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
    return lines(await docker('ps', '--all', '--quiet', ...filters));
  }

  async container(service) {
    return (await this.containers(service))[0];
  }

  async untilHealthy(ids) {
    await until('the containers are healthy', async () => {
      const states = await docker('inspect', '--format', '{{.State.Health.Status}}', ...ids);
      return lines(states).every((state) => state === 'healthy');
    });
  }

  /** Removes the project. Returns what is left nevertheless. After a failure it prints the end of the logs first. */
  async down() {
    // node:test sets the exit code when a test fails.
    if (process.exitCode) console.log(await this.compose('logs', '--no-color', '--tail', '40'));
    await this.compose('down', '--volumes', '--remove-orphans', '--timeout', '5');
    const label = `label=com.docker.compose.project=${this.project}`;
    const left = [];
    for (const [kind, list] of Object.entries(KINDS)) {
      const ids = lines(await docker(...list, '--quiet', '--filter', label));
      left.push(...ids.map((id) => `${kind} ${id}`));
    }
    return left;
  }
}
