import { isPlain, isRecord } from '../primitives/is-record.js'

/** How deep a value may nest. */
const MAX_DEPTH = 32

/**
 * Writes a value as JSON; undefined if it is not a JSON value, or nests more than 32 levels deep.
 *
 * It reads each property once, so that what a rule has checked is what is signed: a getter or a proxy could return another
 * value the second time, and `toJSON` could replace a value behind the check.
 */
export function writeJson(value: unknown, depth = 0): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : undefined
    case 'object':
      if (value === null) return 'null'
      if (depth > MAX_DEPTH) return undefined
      return Array.isArray(value) ? writeList(value, depth) : writeObject(value, depth)
    default:
      return undefined
  }
}

function writeList(list: readonly unknown[], depth: number): string | undefined {
  const items: string[] = []
  const { length } = list
  for (let at = 0; at < length; at++) {
    const item = Object.hasOwn(list, at) ? writeJson(list[at], depth + 1) : undefined
    if (item === undefined) return undefined
    items.push(item)
  }
  return `[${items.join(',')}]`
}

function writeObject(value: object, depth: number): string | undefined {
  const members = writeMembers(value, depth)
  return members === undefined ? undefined : `{${members}}`
}

/** Writes the members of an object literal as JSON, without the braces; `onName` receives each name. */
export function writeMembers(record: object, depth = 0, onName?: (name: string) => void): string | undefined {
  if (!isRecord(record) || !isPlain(record)) return undefined
  const members: string[] = []
  const names = Object.keys(record)
  if (onName !== undefined) names.forEach(onName)
  for (const name of names) {
    const member = name === '__proto__' ? undefined : writeJson(record[name], depth + 1)
    if (member === undefined) return undefined
    members.push(`${JSON.stringify(name)}:${member}`)
  }
  return members.join(',')
}
