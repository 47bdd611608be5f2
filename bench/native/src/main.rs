//! Times dalek's `bulletproofs` and `tari_bulletproofs_plus` and prints one JSON array, in the form of
//! `bench/run.mjs`: milliseconds, for a batch per proof. The argument is the number of rounds.
use std::time::Instant;

struct Row {
    implementation: &'static str,
    op: &'static str,
    values: usize,
    count: usize,
    proof_bytes: usize,
    times: Vec<f64>,
}

impl Row {
    fn json(mut self) -> String {
        self.times.sort_by(f64::total_cmp);
        let median = self.times[self.times.len() / 2];
        format!(
            r#"{{"implementation":"{}","op":"{}","bits":64,"values":{},"count":{},"median_ms":{:.4},"min_ms":{:.4},"proof_bytes":{}}}"#,
            self.implementation, self.op, self.values, self.count, median, self.times[0], self.proof_bytes
        )
    }
}

/// Milliseconds of each round, divided by `count`, after a tenth of the rounds to warm up.
fn rounds(rounds: usize, count: usize, mut work: impl FnMut()) -> Vec<f64> {
    for _ in 0..rounds.div_ceil(10) {
        work();
    }
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3 / count as f64
        })
        .collect()
}

fn dalek(n: usize, values: usize) -> Vec<Row> {
    use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
    use curve25519_dalek::scalar::Scalar;
    use merlin::Transcript;

    let (gens, pedersen) = (BulletproofGens::new(64, values), PedersenGens::default());
    let amounts: Vec<u64> = (0..values as u64).map(|i| 5_400_000 + i).collect();
    let blindings: Vec<Scalar> = (0..values as u64).map(|i| Scalar::from(77 + i).invert()).collect();
    let prove = || {
        RangeProof::prove_multiple(&gens, &pedersen, &mut Transcript::new(b"bench"), &amounts, &blindings, 64)
            .expect("values are in range")
    };
    let (proof, commitments) = prove();
    let proof_bytes = proof.to_bytes().len();
    let row = |op, times| Row { implementation: "dalek bulletproofs 5.0 (native)", op, values, count: 1, proof_bytes, times };
    vec![
        row("prove", rounds(n, 1, || { prove(); })),
        row("verify", rounds(4 * n, 1, || {
            let mut transcript = Transcript::new(b"bench");
            proof.verify_multiple(&gens, &pedersen, &mut transcript, &commitments, 64).expect("it is true");
        })),
    ]
}

fn tari(n: usize, values: usize, batches: &[usize]) -> Vec<Row> {
    use curve25519_dalek_5::scalar::Scalar;
    use tari_bulletproofs_plus::{
        commitment_opening::CommitmentOpening,
        generators::pedersen_gens::ExtensionDegree,
        range_parameters::RangeParameters,
        range_proof::VerifyAction,
        range_statement::RangeStatement,
        range_witness::RangeWitness,
        ristretto::{create_pedersen_gens_with_extension_degree, RistrettoRangeProof},
    };
    use tari_merlin::Transcript;

    let pedersen = create_pedersen_gens_with_extension_degree(ExtensionDegree::DefaultPedersen);
    let generators = RangeParameters::init(64, values, pedersen).expect("sizes are powers of two");
    let openings: Vec<_> = (0..values as u64).map(|i| (5_400_000 + i, Scalar::from(77 + i).invert())).collect();
    let commitments = openings
        .iter()
        .map(|(value, blinding)| generators.pc_gens().commit(&Scalar::from(*value), &[*blinding]).expect("one blinding"))
        .collect();
    let witness = RangeWitness::init(openings.iter().map(|(v, r)| CommitmentOpening::new(*v, vec![*r])).collect())
        .expect("openings are alike");
    let statement = RangeStatement::init(generators, commitments, vec![None; values], None).expect("sizes fit");
    let prove = || RistrettoRangeProof::prove(&mut Transcript::new(b"bench"), &statement, &witness).expect("in range");
    let proof = prove();
    let proof_bytes = proof.to_bytes().len();
    let verify = |count: usize| {
        let mut transcripts = vec![Transcript::new(b"bench"); count];
        let (statements, proofs) = (vec![statement.clone(); count], vec![proof.clone(); count]);
        RistrettoRangeProof::verify_batch(&mut transcripts, &statements, &proofs, VerifyAction::VerifyOnly)
            .expect("it is true");
    };
    let row = |op, count, times| Row { implementation: "tari_bulletproofs_plus 0.5 (native)", op, values, count, proof_bytes, times };
    let mut rows = vec![
        row("prove", 1, rounds(n, 1, || { prove(); })),
        row("verify", 1, rounds(4 * n, 1, || verify(1))),
    ];
    for &count in batches {
        rows.push(row("batch-verify", count, rounds(n.div_ceil(4), count, || verify(count))));
    }
    rows
}

fn main() {
    let n: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(40);
    let mut rows = Vec::new();
    for values in [1, 4] {
        rows.extend(dalek(n, values));
        rows.extend(tari(n, values, if values == 1 { &[16, 64, 256] } else { &[] }));
    }
    let lines: Vec<String> = rows.into_iter().map(Row::json).collect();
    println!("[{}]", lines.join(",\n"));
}
