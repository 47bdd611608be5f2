// The inputs of the flow that every generated client runs: issue, request, prove, verify, receipt, revoke.
const { exampleHolderKey, exampleHolderPrivateKey, incomePolicy, salaryInput } = await import(
  '../../../dist/libs/credential/src/index.js'
);

export const flowInput = (env) => ({
  ...env,
  issue: salaryInput([exampleHolderKey]),
  create: { policy: incomePolicy() },
  holderKey: exampleHolderPrivateKey,
});

/** What a flow prints, a line each. */
export const FLOW_OUTPUT = ['verified', 'answered', 'receipt', 'revoked'];
