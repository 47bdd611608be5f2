/**
 * The URL of a script of this page, for `new Worker` and `serviceWorker.register` under `require-trusted-types-for
 * 'script'`. The policy `zk-income` is the only one that the pages' CSP allows, and it allows this origin only.
 *
 * @throws TypeError for a script of another origin
 */
export function trustedScriptUrl(url: string): string {
  policy ??= createPolicy();
  return policy.createScriptURL(url) as string;
}

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): ScriptUrlPolicy;
}

let policy: ScriptUrlPolicy | undefined;

function ofThisOrigin(url: string): string {
  const absolute = new URL(url, location.href);
  if (absolute.origin === location.origin) return absolute.href;
  throw new TypeError(`Expected a script of ${location.origin}, got one of ${absolute.origin}.`);
}

function createPolicy(): ScriptUrlPolicy {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  const rules = { createScriptURL: ofThisOrigin };
  return trustedTypes?.createPolicy('zk-income', rules) ?? rules;
}
