// Proofs of whole policies. Their peer is what the same statements cost if range proofs alone show them.
import { task } from './measure.mjs';

const dist = '../dist/libs/credential/src';
const { commit, randomScalar, selectBackend } = await import('../dist/libs/crypto/src/index.js');
const { runProveJob, runVerifyJobs } = await import(`${dist}/index.js`);
const { proofStatement, statementsOf } = await import(`${dist}/policy/statement.js`);
const { policyTerm } = await import(`${dist}/examples.js`);
const { parseWindow } = await import(`${dist}/windows/window.js`);

const binding = {
  audience: 'https://verifier.example',
  nonce: 'bench',
  policyHash: new Uint8Array(32),
  sdHashes: [new Uint8Array(32)],
};
const end = '2026-10-31';
const YEAR = { start: '2025-11-01', end };
const LENGTHS = {
  salary: YEAR,
  pension: { start: '2025-10-26', end, pay_periods: { unit: 'week', count: 53 } },
  loans: { start: '2025-10-17', end },
};

/** "Debts of one bank are at most 40 % of two incomes", all attributes met exactly or by far. */
const policy = {
  credentials: Object.keys(LENGTHS),
  predicates: [
    {
      label: 'Debts are at most 40 % of two incomes',
      terms: [
        policyTerm('salary', 'gross_income', 40),
        policyTerm('pension', 'gross_income', 40),
        policyTerm('loans', 'debt_payments', -100),
      ],
      per: 'year',
      at_least: '0',
    },
  ],
};
const values = { gross_income: 5_400_000n, debt_payments: 600_000n, subject: 1_234_567_890_123n };

/** What two range proofs for each further credential would show: no subject differs from the first. */
function withRangesOfSubjects({ inequalities, equal: [first, ...further] }) {
  const difference = (one, other) => ({
    terms: [
      { coefficient: 1n, ...one },
      { coefficient: -1n, ...other },
    ],
    constant: 0n,
  });
  const ranges = further.flatMap((subject) => [difference(first, subject), difference(subject, first)]);
  return { inequalities: [...inequalities, ...ranges] };
}

/** Prover's and verifier's job of each person for a policy, with fresh commitments. */
function jobsOf(periods, { change = (statement) => statement, people } = {}) {
  const windows = new Map(Object.entries(periods).map(([id, period]) => [id, parseWindow(period)]));
  const known = new Map();
  const openingOf = (credential, attribute) => {
    const key = `${credential}.${attribute}`;
    if (!known.has(key)) known.set(key, { value: values[attribute], blinding: randomScalar() });
    return known.get(key);
  };
  const commitmentOf = (credential, attribute) => {
    const { value, blinding } = openingOf(credential, attribute);
    return { commitment: commit(value, blinding) };
  };
  return statementsOf({ ...policy, people }, windows).map((statement) => ({
    prove: { binding, ...change(proofStatement(statement, openingOf)) },
    verify: { binding, ...change(proofStatement(statement, commitmentOf)) },
  }));
}

/** Tasks of a policy over three credentials, with windows of one length and of three, as range proofs alone, and of two people. */
export function tasksOfPolicies(name = 'wasm-simd') {
  selectBackend(name);
  const variants = {
    'wasm-simd': jobsOf(LENGTHS),
    'windows of one length': jobsOf({ salary: YEAR, pension: YEAR, loans: YEAR }),
    'subjects compared by range proofs, windows of one length': jobsOf(
      { salary: YEAR, pension: YEAR, loans: YEAR },
      { change: withRangesOfSubjects },
    ),
    'two people': jobsOf(LENGTHS, { people: { main: ['salary', 'pension'], partner: ['loans'] } }),
  };
  return Object.entries(variants).flatMap(([implementation, jobs]) => {
    const proofs = jobs.map(({ prove }) => runProveJob(prove));
    const verifyAll = () => jobs.map(({ verify }, i) => runVerifyJobs([{ ...verify, proof: proofs[i] }])[0]);
    if (verifyAll().some((verdict) => verdict !== 'valid')) throw new Error('A valid proof was rejected.');
    const bytes = proofs.reduce((sum, proof) => sum + proof.length, 0);
    const on = (work) => () => {
      selectBackend(name);
      return work();
    };
    return [
      task(
        implementation,
        'prove a policy of three credentials',
        1,
        bytes,
        on(() => jobs.map(({ prove }) => runProveJob(prove))),
      ),
      task(implementation, 'verify a policy of three credentials', 1, bytes, on(verifyAll)),
    ];
  });
}
