// What the deployment scripts run against: AWS, images in the registry, and the real AWS CLI.
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Program, root, runProgram } from '../harness/processes.mjs';
import { pythonCommand, pythonTool } from '../harness/python-tool.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { AwsStandIn, REGION } from './aws-stand-in.mjs';
import { pushImages } from './environments.mjs';

const AWS_CLI = 'awscli==1.46.2';
/** Tests use the images with the tag `bad` for deployments that fail. */
const TAGS = ['v1', 'v2', 'v3', 'bad'];

/** A folder with the command `aws`: the real AWS CLI, in a process that stays (see aws-cli.py). */
export async function awsCliFolder() {
  const folder = temporaryFolder('aws-cli');
  const [python] = pythonCommand(pythonTool('aws', AWS_CLI), []);
  const [server, socket] = [join(import.meta.dirname, 'aws-cli.py'), join(folder, 'socket')];
  await new Program(python, [server, 'serve', socket]).line(/^ready$/m);
  // -I -S: without the folders of packages, which this side does not need.
  const call = [python, '-I', '-S', server, 'call', socket];
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\nexec '${call.join("' '")}' "$@"\n`, { mode: 0o755 });
  return folder;
}

/** @returns `aws`, the `digests` of the images by tag and service, and `runScript` */
export async function startDeploymentTarget() {
  const path = [await awsCliFolder(), process.env.PATH].join(delimiter);
  const aws = await AwsStandIn.start();
  const digests = {};
  for (const tag of TAGS) digests[tag] = await pushImages(aws, tag);

  /** Runs a script with the credentials of its role in an environment. Returns its exit code and output. */
  const runScript = (environment, script, args = [], variables = {}) => {
    const { ISSUER_API_KEY, VERIFIER_API_KEY, ...inherited } = process.env;
    const env = {
      ...inherited,
      PATH: path,
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: environment?.accessKey(script === 'rollback.sh' ? 'rollback' : 'deploy') ?? 'unused',
      AWS_SECRET_ACCESS_KEY: 'secret',
      DEPLOY_POLL_SECONDS: '0.1',
      SMOKE_PATIENCE_SECONDS: '0',
      ...variables,
    };
    const positional = [...(environment ? [environment.name] : []), ...args];
    return runProgram('bash', [join(root, 'scripts', script), ...positional], { env });
  };
  return { aws, digests, runScript };
}
