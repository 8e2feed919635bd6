/** The parts that JSON Schemas (draft 2020-12) of answers are made of. */
import { schemaVersion } from './version.ts';

export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const texts: Schema = { type: 'array', items: text };
export const count: Schema = { type: 'integer', minimum: 0 };

/** An integer up to 2^53 − 1, beyond it decimal digits, or a polynomial in open sizes. */
export const figure: Schema = { anyOf: [{ type: 'integer' }, { type: 'string', minLength: 1 }] };
export const shape: Schema = { type: 'array', items: figure };

export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });

/** An object of exactly these fields; those whose name ends in `?` may be missing. */
export function fields(properties: Readonly<Record<string, Schema>>): Schema {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    additionalProperties: false,
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
  };
}

export const number: Schema = { type: 'number' };

export const versions = { schemaVersion: { const: schemaVersion }, layerledger: text };
