import { isRecord } from '../primitives/is-record.js'

/** A parsed JSON object: its names are own properties, its values are unknown. */
export type JsonObject = { readonly [name: string]: unknown }

/**
 * Parses one JSON object; returns undefined if it is not one, or if a name occurs twice in any object at any depth.
 *
 * With a duplicate name, two readers may see two different tokens (RFC 7519 section 4).
 */
export function parseJsonObject(text: string): JsonObject | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isRecord(value) && namesAreUnique(text, countMembers(value)) ? value : undefined
}

/** Every name is followed by a colon, so if there are as many colons as members, no name is repeated. */
function namesAreUnique(text: string, members: number): boolean {
  return countColons(text) === members || countNames(text) === members
}

function countColons(text: string): number {
  let colons = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) colons++
  return colons
}

/** Counts the names in valid JSON: its colons outside of strings. */
function countNames(text: string): number {
  let names = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x3a) names++
    else if (character === 0x22) at = endOfString(text, at)
  }
  return names
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
  return at
}

/** Counts the members of the parsed value; a repeated name leaves only one. */
function countMembers(root: JsonObject): number {
  let members = 0
  // No recursion: a token may nest deeper than the stack allows.
  const open: unknown[] = [root]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    const values: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    if (!Array.isArray(value)) members += values.length
    for (const inner of values) if (typeof inner === 'object') open.push(inner)
  }
  return members
}
