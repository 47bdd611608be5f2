import { expect, test } from '@jest/globals';
import { ProtocolError } from '../errors.js';
import { RequestQueues } from './request-queues.js';

test('a queue is forgotten with its last member, and what closed it', async () => {
  const queues = new RequestQueues();
  const closing = queues.join('id', (inTurn) =>
    inTurn(async () => {
      throw new ProtocolError('request_unknown');
    }),
  );
  await expect(closing).rejects.toThrow(ProtocolError);
  await expect(queues.join('id', (inTurn) => inTurn(async (isOutdated) => isOutdated))).resolves.toBe(false);
});
