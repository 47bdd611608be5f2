// What every page of this project holds: no violation of its Content Security Policy, no request to a third party, no
// error, no sideways scrolling, and nothing serious that axe finds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const LOCK = join(import.meta.dirname, 'package-lock.json');
let axe;

/**
 * Watches a page from before it is opened.
 *
 * @param ignore an expression for the messages of errors that a test causes
 */
export async function watchPage(page, { ignore = /^$/ } = {}) {
  const found = { violations: [], errors: [], origins: new Set() };
  await page.exposeFunction('reportViolation', (text) => found.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.effectiveDirective} blocked ${event.blockedURI}`);
    });
  });
  page.on('pageerror', (error) => found.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !ignore.test(message.text())) found.errors.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol)) found.origins.add(url.origin);
  });
  return found;
}

/** Checks what {@link watchPage} has seen. `origins` are all that the page may talk to. */
export function assertClean(found, origins) {
  assert.deepEqual(found.violations, []);
  assert.deepEqual(found.errors, []);
  assert.deepEqual(
    [...found.origins].filter((origin) => !origins.includes(origin)),
    [],
  );
}

/** Checks that axe finds nothing, and that the page does not scroll sideways. */
export async function assertAccessible(page) {
  axe ??= readFileSync(createRequire(LOCK).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const faults = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(
      ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    );
  });
  assert.deepEqual(faults, []);
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `the page has ${wide} pixels, the screen ${screen}`);
}
