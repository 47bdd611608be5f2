// `npm run boundaries`: which module may import which (.dependency-cruiser.cjs).
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

// Its resolver takes them for the start of a fragment or a query.
if (/[#?]/.test(import.meta.dirname)) {
  console.error(
    'npm run boundaries does not work in a folder with # or ? in its path: dependency-cruiser cannot resolve imports there.',
  );
  process.exit(1);
}

const FOLDERS = ['apps', 'libs', 'test', 'scripts', 'bench', 'docker'];

const { options, ...ruleSet } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output, exitCode } = await cruise(
  FOLDERS,
  { ...options, ruleSet, validate: true, outputType: 'err' },
  undefined,
  options.tsConfig && { tsConfig: extractTSConfig(options.tsConfig.fileName) },
);
console.log(output);
process.exitCode = exitCode;
