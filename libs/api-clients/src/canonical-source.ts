import { canonicalSourceId } from '@zk-income/credential';
import type { ApiClient } from './api-client.js';

/**
 * A client to be registered, with its payer in canonical form.
 *
 * @throws ProtocolError `source_invalid`
 */
export const withCanonicalSource = <Client extends Pick<ApiClient, 'sourceId'>>(client: Client): Client =>
  client.sourceId === undefined ? client : { ...client, sourceId: canonicalSourceId(client.sourceId) };
