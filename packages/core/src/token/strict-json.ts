import { isRecord } from '../primitives/is-record.js'

/** A parsed JSON object: its names are own properties, its values are unknown. */
export type JsonObject = { readonly [name: string]: unknown }

/**
 * Parses one JSON object; returns undefined if there is no text, if it is not one object, or if a name occurs twice in
 * any object at any depth.
 *
 * With a duplicate name, two readers may see two different tokens (RFC 7519 section 4).
 */
export function parseJsonObject(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Not JSON: the value stays undefined, which is not an object.
  }
  return isRecord(value) && namesAreUnique(text, countMembers(value)) ? value : undefined
}

/** A colon follows every name. If all colons beyond one for each member are in strings, no name is repeated. */
function namesAreUnique(text: string, members: number): boolean {
  const extra = countColons(text) - members
  // Most tokens have no extra colon. Reading the strings takes longer than counting.
  return extra === 0 || extra === countColonsInStrings(text)
}

function countColons(text: string): number {
  let colons = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) colons++
  return colons
}

/** Counts the colons in the strings of valid JSON. */
function countColonsInStrings(text: string): number {
  let colons = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) {
    for (at++; text.charCodeAt(at) !== 0x22; at++) {
      const character = text.charCodeAt(at)
      if (character === 0x3a) colons++
      else if (character === 0x5c) at++
    }
  }
  return colons
}

/** Counts the members of the parsed value; a repeated name leaves only one. */
function countMembers(root: JsonObject): number {
  let members = 0
  // No recursion: a token may nest deeper than the stack allows.
  const open: object[] = [root]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const values: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    if (!Array.isArray(value)) members += values.length
    for (const inner of values) if (typeof inner === 'object' && inner !== null) open.push(inner)
  }
  return members
}
