// What Lambda starts instead of a service: AWS's runtime client, which loads the handler that is named on the command
// line, like `dist/apps/issuer/src/lambda.handler`, and hands it one event after the other.
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const handler = process.argv[2] ?? process.env._HANDLER;
if (handler === undefined) {
  process.stderr.write('Name a handler: dist/apps/issuer/src/lambda.handler\n');
  process.exit(2);
}
process.env._HANDLER = resolve(root, handler);
// Lambda names a folder of its own kind of packages; this is an image.
process.env.LAMBDA_TASK_ROOT = root;
await import(process.env.LAMBDA_RUNTIME_CLIENT ?? './aws-lambda-ric/index.mjs');
