// Headless Chromium.
import { nodeTools } from '../harness/node-tools.mjs';
import { systemProgram } from '../harness/system-program.mjs';
import { onTeardown } from '../harness/teardown.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
/** How long to wait for anything in the browser; machines may be slow. */
const PATIENCE_MS = 60_000;

/**
 * Starts Chromium. Returns a function that opens a page with a profile of its own; its options are those of Playwright's
 * `newContext`, such as `viewport`, `locale` and `colorScheme`.
 */
export async function startBrowser() {
  const { chromium } = await nodeTools(import.meta.dirname).load('playwright-core');
  const browser = await chromium.launch({
    executablePath: systemProgram([process.env.CHROMIUM, ...NAMES].filter(Boolean), 'chromium'),
    args: ARGUMENTS,
    timeout: PATIENCE_MS,
    // The teardown closes the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  onTeardown(() => browser.close());
  return async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    return context.newPage();
  };
}
