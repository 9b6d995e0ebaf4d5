// How a call or an event between page and main is declared. Everything else is derived from the declaration.
import * as z from 'zod'
import type { Failure } from '../errors.ts'

export interface Call<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'call'
  readonly input: Input
  readonly output: Output
}

export interface Event<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly payload: Payload
}

export type Area = Readonly<Record<string, Call | Event>>

/** A request of the page that main answers. Input and output are both checked by the door. */
export const call = <Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Call<Input, Output> => ({ kind: 'call', input, output })

/** Something that happened in main, in the past tense. Events announce; they never command. */
export const event = <Payload extends z.ZodType>(payload: Payload): Event<Payload> => ({
  kind: 'event',
  payload,
})

/** Input of a call that takes none, or output of one that answers nothing. Marked pure, so that the page's bundle, which needs only `channelOf`, leaves zod out. */
export const nothing = /* @__PURE__ */ z.undefined()

export type Reply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure }

type CallsOf<A extends Area> = { [Name in keyof A as A[Name] extends Call ? Name : never]: A[Name] }
type EventsOf<A extends Area> = { [Name in keyof A as A[Name] extends Event ? Name : never]: A[Name] }

/** Functions that main must provide for an area: one per call, after parsing, before output parsing. */
export type Handlers<A extends Area> = {
  [Name in keyof CallsOf<A>]: CallsOf<A>[Name] extends Call<infer Input, infer Output>
    ? (input: z.output<Input>) => z.input<Output> | Promise<z.input<Output>>
    : never
}

/** What the page gets: one function per call, and `on.<event>` which returns its own undo. */
export type Client<A extends Area> = {
  [Name in keyof CallsOf<A>]: CallsOf<A>[Name] extends Call<infer Input, infer Output>
    ? undefined extends z.input<Input>
      ? () => Promise<z.output<Output>>
      : (input: z.input<Input>) => Promise<z.output<Output>>
    : never
} & {
  on: {
    [Name in keyof EventsOf<A>]: EventsOf<A>[Name] extends Event<infer Payload>
      ? (listener: (payload: z.output<Payload>) => void) => () => void
      : never
  }
}

/** Announces an event of an area; handed to the areas by the door. */
export type Announce<A extends Area> = <Name extends keyof EventsOf<A> & string>(
  name: Name,
  payload: EventsOf<A>[Name] extends Event<infer Payload> ? z.input<Payload> : never,
) => void

/** The one spelling of a channel: `tokens.create`. */
export const channelOf = (area: string, name: string): string => `${area}.${name}`
