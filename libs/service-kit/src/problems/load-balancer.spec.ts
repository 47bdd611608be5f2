import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { describeCode, HTTP_ERRORS, type HttpErrorCode, problemType } from './catalogue.js';

const configuration = readFileSync('docker/load-balancer/haproxy.cfg', 'utf8');
const errors = [...configuration.matchAll(/^ *http-error status (\d+) .* lf-string "(.*?)"(?: hdr|$)/gm)].map(
  ([, status, text]) => ({ status: Number(status), problem: JSON.parse(text!.replaceAll('\\"', '"')) }),
);

test('the load balancer of Compose has problem details for every error of its own', () => {
  expect(errors.map(({ status }) => status)).toEqual([400, 408, 413, 502, 503, 504]);
});

test.each(errors)('its error $status is an entry of the catalogue', ({ status, problem }) => {
  const code = problem.code as HttpErrorCode;
  expect(Object.keys(HTTP_ERRORS)).toContain(code);
  expect(problem).toMatchObject({ type: problemType(code), ...describeCode(code), status });
});
