import { readFileSync } from 'node:fs';
import { applyDecorators } from '@nestjs/common';
import { Env } from '../config/env.js';
import { ValidateWith } from '../config/service-config.js';
import { CertificateChains, CertificateError } from './certificate-chains.js';

/** Files for environment variables, and consoles, often write a line break as these two characters. */
const ESCAPED_LINE_BREAK = '\\n';

/** The chains in a PEM text or file, or the error that says why there are none. */
function parse(text: string): CertificateChains | CertificateError {
  try {
    const pem = text.startsWith('-----BEGIN') ? text.replaceAll(ESCAPED_LINE_BREAK, '\n') : read(text);
    return CertificateChains.parse(pem);
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CertificateError('certificates in PEM, or the path of a readable file with them');
  }
}

/** Reads a property of type `CertificateChains` from the environment variable of the same name. */
export const EnvCertificateChains = (description: string): PropertyDecorator =>
  applyDecorators(
    Env(description, parse, { defaultText: 'none' }),
    ValidateWith(
      (value) => value instanceof CertificateChains,
      (value) =>
        value instanceof CertificateError
          ? value.message
          : 'certificates in PEM, or the path of a file with them',
    ),
  );
