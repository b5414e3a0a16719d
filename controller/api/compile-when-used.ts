/**
 * Fastify makes a check and a writer of every schema of every route before it listens, most of them alike. Here each is
 * made when it is first needed, and routes with the same schema share it: a start does not wait for pages nobody opens.
 */
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'

type Validate = ReturnType<FastifySchemaCompiler<unknown>>
type Write = ReturnType<FastifySerializerCompiler<unknown>>

export function checksWhenUsed(compile: FastifySchemaCompiler<unknown>): FastifySchemaCompiler<unknown> {
  const made = new Map<unknown, Validate>()
  return (route) => {
    const validate: Validate = (data: unknown) => {
      const check = kept(made, route.schema, () => compile(route))
      const answer = check(data)
      validate.errors = check.errors ?? null
      return answer
    }
    return validate
  }
}

export function writersWhenUsed(
  compile: FastifySerializerCompiler<unknown>,
): FastifySerializerCompiler<unknown> {
  const made = new Map<unknown, Write>()
  return (route) => (data) =>
    kept(made, route.schema, () => compile({ ...route, schema: withNullable(route.schema) }))(data)
}

/**
 * The same schema with every "this or null" said by OpenAPI 3.0's `nullable`: for a union the writer makes a check of
 * each part, which takes longer than all the rest of it.
 */
function withNullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNullable)
  if (typeof schema !== 'object' || schema === null) return schema
  const said = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withNullable(value)]))
  const { anyOf, ...beside } = said
  if (!Array.isArray(anyOf) || anyOf.length !== 2 || anyOf[1]?.type !== 'null') return said
  return { ...anyOf[0], ...beside, nullable: true }
}

function kept<T>(made: Map<unknown, T>, schema: unknown, make: () => T): T {
  const known = made.get(schema)
  if (known !== undefined) return known
  const one = make()
  made.set(schema, one)
  return one
}
