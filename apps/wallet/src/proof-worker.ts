import { serveProofs } from '@zk-income/holder/worker';

serveProofs();
