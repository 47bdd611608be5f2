import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import * as transformerPackage from 'class-transformer';
import * as validatorPackage from 'class-validator';
import { type FieldError, ServiceError } from '../problems/service-error.js';

/** Names that may stand in an answer: those of a program. Anything else is the sender's text. */
const PLAIN_NAME = /^[A-Za-z0-9_.-]{1,64}$/;
const MAX_ERRORS = 50;

function fieldErrors(errors: readonly validatorPackage.ValidationError[], parent: string): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const pointer = PLAIN_NAME.test(property) ? `${parent}/${property}` : parent;
    const own = Object.entries(constraints).map(([rule, detail]) => ({
      pointer,
      detail: rule === 'whitelistValidation' ? 'This member is not known here.' : detail,
    }));
    return [...own, ...fieldErrors(children, pointer)];
  });
}

/**
 * Checks the shape of what came in against the class of the parameter, and passes on what came in, untouched: no
 * member is converted, dropped or copied on the way to who checks its meaning.
 *
 * @throws ServiceError `validation_failed`, with every member that is wrong
 */
export class BodyPipe extends ValidationPipe {
  constructor() {
    super({
      // Else Nest imports them when it runs, and in a bundle that gives their default export alone.
      validatorPackage,
      transformerPackage,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) =>
        new ServiceError('validation_failed', undefined, {
          errors: fieldErrors(errors, '#').slice(0, MAX_ERRORS),
        }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw new ServiceError('validation_failed', undefined, {
        errors: [{ pointer: '#', detail: 'A JSON object is expected.' }],
      });
    }
    await super.transform(value, metadata);
    return value;
  }
}
