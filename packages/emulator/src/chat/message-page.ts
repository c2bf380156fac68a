import { readNumber } from '../query/read-number.js'
import type { JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { readDate } from '../wire/wire-date.js'
import type { Message } from './channel.js'

const MOST_MESSAGES = 300

type Compare = (message: Message, at: number) => boolean

const DATE_BOUNDS: Readonly<Record<string, Compare>> = {
  created_at_after: ({ createdAt }, at) => createdAt > at,
  created_at_after_or_equal: ({ createdAt }, at) => createdAt >= at,
  created_at_before: ({ createdAt }, at) => createdAt < at,
  created_at_before_or_equal: ({ createdAt }, at) => createdAt <= at,
}

/** The bounds by a message are those by its date: no two messages have the same. */
const ID_BOUNDS: Readonly<Record<string, Compare | undefined>> = {
  id_gt: DATE_BOUNDS.created_at_after,
  id_gte: DATE_BOUNDS.created_at_after_or_equal,
  id_lt: DATE_BOUNDS.created_at_before,
  id_lte: DATE_BOUNDS.created_at_before_or_equal,
}

/** Returns the page of messages for Stream's pagination options, oldest first; without bounds the newest. */
export function messagePage(
  messages: readonly Message[],
  options: JsonObject,
  initial: number,
): readonly Message[] {
  const limit = readNumber(options.limit, 'messages.limit', { initial, most: MOST_MESSAGES })
  const offset = readNumber(options.offset, 'messages.offset', { initial: 0, most: 1000 })
  const around = dateOf(messages, options, 'id_around') ?? dateOf(messages, options, 'created_at_around')
  if (around !== undefined) return pageAround(messages, around, limit)

  const bounds = Object.entries({ ...DATE_BOUNDS, ...ID_BOUNDS }).flatMap(([name, compare]) => {
    const at = dateOf(messages, options, name)
    return at === undefined || compare === undefined ? [] : [{ name, isWithin: compare, at }]
  })
  const within = messages.filter(message => bounds.every(({ isWithin, at }) => isWithin(message, at)))
  const isForward = bounds.some(({ name }) => name.includes('_gt') || name.includes('_after'))
  if (isForward) return within.slice(offset, offset + limit)
  const end = within.length - offset
  return within.slice(Math.max(0, end - limit), Math.max(0, end))
}

function pageAround(messages: readonly Message[], at: number, limit: number): readonly Message[] {
  const found = messages.findIndex(({ createdAt }) => createdAt >= at)
  const middle = found === -1 ? messages.length : found
  const start = Math.max(0, Math.min(middle - Math.floor(limit / 2), messages.length - limit))
  return messages.slice(start, start + limit)
}

/** The date that an option names, by itself or by the id of a message. */
function dateOf(messages: readonly Message[], options: JsonObject, name: string): number | undefined {
  const value = options[name]
  if (value === undefined || value === null) return undefined
  const isId = name.startsWith('id_')
  const date = isId ? messages.find(({ id }) => id === value)?.createdAt : readDate(value)
  if (date === undefined)
    throw new StreamError(4, isId ? `messages.${name}: no such message` : `messages.${name} must be a date`)
  return date
}
