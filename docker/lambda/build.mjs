// Compiles the AWS Lambda runtime interface client (aws-lambda-ric) and copies it into FOLDER without build files. The
// install script of the package would need Python and the headers of this Node version. The client uses only Node-API,
// which is stable across Node versions, so this script compiles it with the headers from npm.
//
//   npm ci --ignore-scripts && node build.mjs FOLDER
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = resolve(process.argv[2]);
const packages = join(import.meta.dirname, 'node_modules');
const KEPT = ['index.mjs', 'package.json', 'LICENSE', 'NOTICE', 'THIRD-PARTY-LICENSES'];
/** Node headers that the source includes but does not use. Empty files replace them. */
const UNUSED = ['node.h', 'uv.h', 'v8.h'];
/** The compiler flags of the package's binding.gyp. */
const FLAGS = [
  '-std=c++17',
  '-O3',
  '-fPIC',
  '-shared',
  '-pthread',
  '-fvisibility=hidden',
  '-Wl,--gc-sections',
  '-s',
];
const DEFINES = ['-DNODE_GYP_MODULE_NAME=rapid_client', '-DBUILDING_NODE_EXTENSION', '-DNAPI_CPP_EXCEPTIONS'];

const run = (command, args) => execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });

const draft = mkdtempSync(join(tmpdir(), 'aws-lambda-ric-'));
try {
  const source = join(draft, 'source');
  cpSync(join(packages, 'aws-lambda-ric'), source, { recursive: true });
  // Builds curl and the C++ runtime client as static libraries.
  run('sh', [join(source, 'scripts/preinstall.sh')]);
  const built = join(source, 'deps/artifacts');
  for (const name of UNUSED) writeFileSync(join(built, 'include', name), '');
  mkdirSync(folder, { recursive: true });
  run('g++', [
    ...FLAGS,
    ...DEFINES,
    `-I${join(packages, 'node-api-headers/include')}`,
    `-I${join(packages, 'node-addon-api')}`,
    `-I${join(built, 'include')}`,
    join(source, 'src/native/rapid-client.cc'),
    join(built, 'lib/libaws-lambda-runtime.a'),
    join(built, 'lib/libcurl.a'),
    '-o',
    join(folder, 'rapid-client.node'),
  ]);
  for (const name of KEPT) cpSync(join(source, name), join(folder, name));
} finally {
  rmSync(draft, { recursive: true, force: true });
}
