// Requests as API Gateway's HTTP APIs pass them to a function, and responses as they make them from its result (payload
// format 2.0).

/** Content types that API Gateway does not encode in base64. */
const isText = (type = '') => /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\b)/.test(type);

/**
 * @param body a string or bytes
 * @param base64 whether the body is encoded in base64; by default, as API Gateway does
 */
export function httpEvent(method, path, options = {}) {
  const { headers = {}, body, sourceIp = '203.0.113.7', base64 } = options;
  const [rawPath, rawQueryString = ''] = path.split('?');
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const lowered = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const encoded = base64 ?? (bytes !== undefined && !isText(lowered['content-type']));
  const forwarded = [lowered['x-forwarded-for'], sourceIp].filter(Boolean).join(', ');
  const query = [...new URLSearchParams(rawQueryString)];
  const requestId = crypto.randomUUID().slice(0, 15);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: {
      host: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      'x-amzn-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...(bytes && { 'content-length': String(bytes.length) }),
      ...lowered,
      'x-forwarded-for': forwarded,
    },
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abcdefghij',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent: lowered['user-agent'] ?? '' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: '24/Nov/2026:00:00:00 +0000',
      timeEpoch: Date.now(),
    },
    ...(bytes && { body: bytes.toString(encoded ? 'base64' : 'utf8') }),
    isBase64Encoded: encoded && bytes !== undefined,
  };
}

/** The response as a client of the API receives it. */
export function responseOf({ result, error, ...rest }) {
  if (error || typeof result?.statusCode !== 'number') {
    return { ...rest, status: 500, headers: {}, bytes: Buffer.from('{"message":"Internal Server Error"}') };
  }
  const bytes = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
  const type = result.headers['content-type'] ?? '';
  const json = /^application\/([a-z]+\+)?json\b/.test(type) ? JSON.parse(bytes) : undefined;
  return { ...rest, result, status: result.statusCode, headers: result.headers, bytes, json };
}
