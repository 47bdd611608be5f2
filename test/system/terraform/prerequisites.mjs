// Fails a test file at once, with an explanation, if a program that it needs is missing.
import { execFileSync } from 'node:child_process';

const TERRAFORM_MINOR = 11;

function output(file, args) {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

const terraform = output('terraform', ['version', '-json']);
const [major, minor] = (terraform ? JSON.parse(terraform).terraform_version : '0.0').split('.').map(Number);
if (major < 1 || (major === 1 && minor < TERRAFORM_MINOR)) {
  throw new Error(
    'Terraform 1.11 or later is required on PATH: https://developer.hashicorp.com/terraform/install',
  );
}
if (output('python3', ['-c', 'import sys, venv; assert sys.version_info >= (3, 9)']) === undefined) {
  throw new Error('Python 3.9 or later with venv is required on PATH, for checkov and the moto server.');
}
