import { afterAll, beforeAll, describe } from '@jest/globals';
import { EmbeddedProcesses } from '../testing/embedded-process.js';
import { testKillUnderLoad } from '../testing/kill-under-load.js';

describe('the embedded store as a separate process', () => {
  let processes: EmbeddedProcesses;

  beforeAll(() => {
    processes = new EmbeddedProcesses();
  });

  afterAll(() => processes.close());

  testKillUnderLoad(() => processes, 3);
});
