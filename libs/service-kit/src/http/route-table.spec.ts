import { expect, test } from '@jest/globals';
import { RouteTable } from './route-table.js';

const table = new RouteTable();
table.add({ url: '/requests', method: 'POST' });
table.add({ url: '/requests/:id', method: ['GET', 'DELETE'] });
table.add({ url: '/.well-known/jwks.json', method: 'GET' });

test.each([
  ['/requests', ['POST']],
  ['/requests?x=/requests/1', ['POST']],
  ['/requests/abc', ['DELETE', 'GET']],
  ['/requests/abc/more', []],
  ['/xwell-known/jwks.json', []],
  ['/', []],
])('lists the methods of %s: %p', (url, methods) => {
  expect(table.methodsFor(url)).toEqual(methods);
});
