// `npm run e2e` against services that a test has started.
import { runOrThrow } from './processes.mjs';

/** Runs the end-to-end flow. It needs neither the store nor the test prover. */
export const e2e = ({ ISSUER_URL, VERIFIER_URL, ISSUER_API_KEY, VERIFIER_API_KEY }) =>
  runOrThrow('npm', ['run', '--silent', 'e2e', '--', '--issuer', ISSUER_URL, '--verifier', VERIFIER_URL], {
    env: { ...process.env, ISSUER_API_KEY, VERIFIER_API_KEY },
  });
