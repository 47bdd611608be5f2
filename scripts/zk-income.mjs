// Runs the command `zk-income` from a checkout, after building what is missing.
import { setUp } from './setup.mjs';

setUp({ build: true });
await import('../dist/apps/cli/src/main.js');
