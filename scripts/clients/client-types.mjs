// The TypeScript types of a service's API, generated from its OpenAPI document.
import openapiTypescript, { astToString } from 'openapi-typescript';

const HEADER = '// Generated from the OpenAPI document by `npm run generate:clients`. Do not edit.\n';

/** The services that have a client. */
export const CLIENTS = ['issuer', 'verifier'];

/** The file of a service's types, in the repository. */
export const clientTypesFile = (service) => `libs/client/src/${service}.generated.ts`;

/** Examples are of the time when the document was made, and servers are those of one deployment. */
function withoutExamples(value) {
  if (Array.isArray(value)) return value.map(withoutExamples);
  if (value === null || typeof value !== 'object') return value;
  const isSchemaMap = (key) => key === 'properties' || key === 'schemas';
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'example' && key !== 'examples')
      .map(([key, member]) => [
        key,
        isSchemaMap(key)
          ? Object.fromEntries(
              Object.entries(member).map(([name, schema]) => [name, withoutExamples(schema)]),
            )
          : withoutExamples(member),
      ]),
  );
}

/** The text of a `*.generated.ts`. */
export async function clientTypes(document) {
  const { servers, ...api } = document;
  const nodes = await openapiTypescript(withoutExamples(api), {
    alphabetize: true,
    // A member with a default may be absent from a request.
    defaultNonNullable: false,
    silent: true,
  });
  return `${HEADER}${astToString(nodes)}`;
}
