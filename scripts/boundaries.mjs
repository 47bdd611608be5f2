// `npm run boundaries`: which module may import which (.dependency-cruiser.cjs). The command of dependency-cruiser
// imports its configuration by path, which fails in a folder with # or ? in its name.
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

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
