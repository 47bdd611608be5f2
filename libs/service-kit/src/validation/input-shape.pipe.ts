import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { type InputShape, shapeErrors } from '@zk-income/credential';
import { ServiceError } from '../problems/service-error.js';

const shapes = new WeakMap<object, InputShape>();

/** Declares the shape that a body of this class must have, beside the class that documents it. */
export const HasShape =
  <Input>(shape: InputShape<Input>): ClassDecorator =>
  (target) => {
    shapes.set(target, shape as unknown as InputShape);
  };

/**
 * Checks the shape of a body against the shape of its DTO class, and passes the body on unchanged: no member is
 * converted, dropped or copied before its meaning is checked.
 *
 * @throws ServiceError `validation_failed` with every wrong member
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
