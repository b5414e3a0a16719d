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
  return (route) => (data) => kept(made, route.schema, () => compile(route))(data)
}

function kept<T>(made: Map<unknown, T>, schema: unknown, make: () => T): T {
  const known = made.get(schema)
  if (known !== undefined) return known
  const one = make()
  made.set(schema, one)
  return one
}
