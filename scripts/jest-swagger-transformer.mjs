// ts-jest takes AST transformers as modules with `name`, `version` and `factory`. Without the plugin
// the OpenAPI schemas come out empty in tests, because `nest build` is what normally runs it.
import { before } from '@nestjs/swagger/plugin';

export const name = 'nestjs-swagger-transformer';
export const version = 1;
export const factory = (compiler) =>
  before({ introspectComments: true, classValidatorShim: true, esmCompatible: true }, compiler.program);
