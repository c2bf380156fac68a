import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

type Operator = (value: unknown, operand: unknown) => boolean

const OPERATORS: Readonly<Record<string, Operator | undefined>> = {
  $eq: isEqual,
  $ne: (value, operand) => !isEqual(value, operand),
  $in: (value, operand) => listOf(operand).some(item => isEqual(value, item) || includes(value, item)),
  $nin: (value, operand) => !listOf(operand).some(item => isEqual(value, item) || includes(value, item)),
  $gt: (value, operand) => compare(value, operand, order => order > 0),
  $gte: (value, operand) => compare(value, operand, order => order >= 0),
  $lt: (value, operand) => compare(value, operand, order => order < 0),
  $lte: (value, operand) => compare(value, operand, order => order <= 0),
  $exists: (value, operand) => (value !== undefined) === operand,
  $contains: includes,
  $autocomplete: (value, operand) =>
    typeof value === 'string' && value.toLowerCase().includes(String(operand).toLowerCase()),
}

/** Whether a record matches a filter of Stream's query language. Throws if an operator is not supported. */
export function matchesFilter(record: JsonObject, filter: JsonObject): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (name === '$and') return filtersOf(condition).every(part => matchesFilter(record, part))
    if (name === '$or') return filtersOf(condition).some(part => matchesFilter(record, part))
    if (name === '$nor') return !filtersOf(condition).some(part => matchesFilter(record, part))
    const conditions = isJsonObject(condition) ? condition : { $eq: condition }
    return Object.entries(conditions).every(([operator, operand]) => {
      const matches = OPERATORS[operator]
      if (matches === undefined) throw new StreamError(4, `the emulator does not support ${operator}`)
      return matches(record[name], operand)
    })
  })
}

/** Lists are equal if they have the same items, in any order: `members` of a channel. */
function isEqual(value: unknown, operand: unknown): boolean {
  if (!Array.isArray(value) || !Array.isArray(operand)) return value === operand
  return value.length === operand.length && operand.every(item => value.includes(item))
}

function includes(value: unknown, item: unknown): boolean {
  return Array.isArray(value) && value.includes(item)
}

function compare(value: unknown, operand: unknown, test: (order: number) => boolean): boolean {
  if (typeof value === 'number' && typeof operand === 'number') return test(value - operand)
  // Dates in ISO format sort as text.
  if (typeof value !== 'string' || typeof operand !== 'string') return false
  return test(value < operand ? -1 : value > operand ? 1 : 0)
}

function listOf(operand: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) throw new StreamError(4, 'the operand of $in and $nin must be a list')
  return operand
}

function filtersOf(condition: unknown): readonly JsonObject[] {
  const filters = Array.isArray(condition) ? condition.filter(isJsonObject) : []
  if (!Array.isArray(condition) || filters.length < condition.length)
    throw new StreamError(4, '$and, $or and $nor need a list of filters')
  return filters
}
