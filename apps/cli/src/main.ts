import { processContext } from './context.js';
import { runCommand } from './program.js';

// Otherwise the AWS SDK prints a page about the versions of Node that it supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// The reader of a pipe may close it early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(1);
});

process.exitCode = await runCommand(process.argv.slice(2), processContext);
