import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { type InputShape, shapeErrors } from '@zk-income/credential';
import { ServiceError } from '../problems/service-error.js';

const shapes = new WeakMap<object, InputShape>();

/** Declares the shape that `InputShapePipe` checks for bodies of this DTO class. */
export const HasShape =
  <Input>(shape: InputShape<Input>): ClassDecorator =>
  (target) => {
    shapes.set(target, shape as unknown as InputShape);
  };

/**
 * Checks a body against the shape of its DTO class, and passes it on unchanged: no member is converted, dropped or
 * copied before the core validates it.
 *
 * @throws ServiceError `validation_failed` with an entry for every invalid member
 */
@Injectable()
export class InputShapePipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    const shape = type === 'body' ? shapes.get(metatype as Type) : undefined;
    const errors = shape === undefined ? [] : shapeErrors(value, shape);
    if (errors.length > 0) throw new ServiceError('validation_failed', undefined, { errors });
    return value;
  }
}
