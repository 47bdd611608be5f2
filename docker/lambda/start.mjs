// Entry point of an image that runs as a Lambda function. Starts the AWS Lambda runtime interface client, which loads
// the handler given as the first argument, such as `dist/apps/issuer/src/lambda.handler`, and passes events to it.
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const handler = process.argv[2] ?? process.env._HANDLER;
if (handler === undefined) {
  process.stderr.write('Missing argument: handler, such as dist/apps/issuer/src/lambda.handler\n');
  process.exit(2);
}
process.env._HANDLER = resolve(root, handler);
// The runtime client resolves the handler below this folder. Lambda sets the folder of zip packages, not of this
// image.
process.env.LAMBDA_TASK_ROOT = root;
await import(process.env.LAMBDA_RUNTIME_CLIENT ?? './aws-lambda-ric/index.mjs');
