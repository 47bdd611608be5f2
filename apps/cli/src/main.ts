import 'reflect-metadata';
import { clients } from './clients/clients.js';
import { keys } from './keys/keys.js';
import { main as vectors } from './vectors/main.js';

// Otherwise the SDK prints a page about versions of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const [command = '', ...args] = process.argv.slice(2);
switch (command) {
  case 'keys':
    process.exitCode = await keys(args);
    break;
  case 'clients':
    process.exitCode = await clients(args);
    break;
  case 'vectors':
    process.exitCode = vectors(args, process.env.INIT_CWD ?? process.cwd());
    break;
  default:
    console.error('Usage: zk-income <keys | clients | vectors> …');
    process.exitCode = 2;
}
