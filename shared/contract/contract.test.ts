// What holds for the whole contract: one secret way out, and every channel is one word of the table.
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Area, channelOf } from './define.ts'
import { contract } from './index.ts'

/** The only outputs that may carry a secret. Adding one is a decision, made here and in docs/adr/0003. */
const allowed = new Set(['secrets.reveal output.secret'])
const secretShaped =
  /secret|password|passphrase|bearer|credential|private_?key|access_?token|refresh_?token|totp|jwt/i
/** Fields that are about a secret without being one. */
const aboutSecrets = new Set(['secretKept'])

function* fieldsOf(schema: z.ZodType, path: string): Generator<{ path: string; name: string; type: string }> {
  const definition = schema.def as unknown as Record<string, unknown> & { type: string }
  if (schema instanceof z.ZodObject)
    for (const [name, field] of Object.entries(schema.shape)) {
      yield { path: `${path}.${name}`, name, type: (field.def as { type: string }).type }
      yield* fieldsOf(field, `${path}.${name}`)
    }
  for (const key of [
    'element',
    'innerType',
    'valueType',
    'keyType',
    'in',
    'out',
    'left',
    'right',
    'rest',
    'catchall',
  ])
    if (definition[key] instanceof z.ZodType) yield* fieldsOf(definition[key], path)
  for (const key of ['options', 'items'])
    for (const inner of (definition[key] as z.ZodType[] | undefined) ?? []) yield* fieldsOf(inner, path)
}

const outputs = Object.entries<Area>(contract).flatMap(([areaName, area]) =>
  Object.entries(area).map(([name, entry]) => ({
    channel: channelOf(areaName, name),
    schema: entry.kind === 'call' ? entry.output : entry.payload,
  })),
)

const leaks = (schema: z.ZodType, path: string): string[] =>
  [...fieldsOf(schema, path)]
    .filter(({ name }) => secretShaped.test(name) && !aboutSecrets.has(name))
    .map((field) => field.path)

/** A schema that lets unnamed fields through would let a secret through with them. */
function* openSchemas(schema: z.ZodType, path: string): Generator<string> {
  const type = (schema.def as { type: string }).type
  if (['any', 'unknown', 'record', 'map', 'custom', 'lazy'].includes(type)) yield `${path} is ${type}`
  if (schema instanceof z.ZodObject && schema.def.catchall !== undefined) yield `${path} keeps unnamed fields`
  for (const inner of innerSchemas(schema)) yield* openSchemas(inner, path)
}

function innerSchemas(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodObject) return Object.values(schema.shape)
  const definition = schema.def as unknown as Record<string, unknown>
  return Object.values(definition).flatMap((value) =>
    value instanceof z.ZodType
      ? [value]
      : Array.isArray(value)
        ? value.filter((one) => one instanceof z.ZodType)
        : [],
  )
}

describe('the contract', () => {
  it('lets a secret out in one place only', () => {
    const found = outputs.flatMap(({ channel, schema }) => leaks(schema, `${channel} output`))
    expect(new Set(found)).toEqual(allowed)
  })

  it('has no output that lets unnamed fields through', () => {
    expect(outputs.flatMap(({ channel, schema }) => [...openSchemas(schema, channel)])).toEqual([])
  })

  it('would notice a secret planted deep inside an output', () => {
    const planted = z.array(
      z.union([z.object({ a: z.object({ refreshToken: z.string() }).nullable() }), z.string()]),
    )
    expect(leaks(planted, 'x')).toEqual(['x.a.refreshToken'])
    expect([...openSchemas(z.object({ a: z.array(z.looseObject({})) }), 'x')]).toHaveLength(1)
    expect([...openSchemas(z.object({ a: z.unknown() }), 'x')]).toEqual(['x is unknown'])
  })
})
